"""A small plot inside a live figure: two scales, their ticks, curves and handles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from app.look.theme import Theme

Array = NDArray[Any]


@dataclass(frozen=True)
class Axes:
    """`rect` in pixels shows x from `left` to `right` and y from `bottom` to `top`."""

    rect: QRectF
    left: float
    right: float
    bottom: float
    top: float

    def x(self, value: float) -> float:
        return self.rect.left() + (value - self.left) / (self.right - self.left) * self.rect.width()

    def y(self, value: float) -> float:
        return self.rect.bottom() - (value - self.bottom) / (self.top - self.bottom) * self.rect.height()

    def at(self, x: float, y: float) -> QPointF:
        return QPointF(self.x(x), self.y(y))

    def x_at(self, pixel: float) -> float:
        """The x under a pixel, kept on the axis."""
        share = (pixel - self.rect.left()) / max(self.rect.width(), 1.0)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def polygon(self, x: Array, y: Array) -> QPolygonF:
        across = self.rect.left() + (x - self.left) / (self.right - self.left) * self.rect.width()
        down = self.rect.bottom() - (y - self.bottom) / (self.top - self.bottom) * self.rect.height()
        return QPolygonF([QPointF(a, d) for a, d in zip(across.tolist(), down.tolist(), strict=True)])

    def curve(self, painter: QPainter, x: Array, y: Array, pen: QPen) -> None:
        """A curve, cut off at the plot's edges."""
        painter.save()
        painter.setClipRect(self.rect.adjusted(-1, -1, 1, 1))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(self.polygon(np.asarray(x, float), np.asarray(y, float)))
        painter.restore()

    def scales(
        self,
        painter: QPainter,
        theme: Theme,
        font: QFont,
        x_ticks: Sequence[tuple[float, str]] = (),
        y_ticks: Sequence[tuple[float, str]] = (),
    ) -> None:
        """Hairlines at the ticks of y, labels under and beside the plot."""
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        hairline, quiet = QPen(QColor(theme.line), 1.0), QColor(theme.quiet_ink)
        for value, text in y_ticks:
            y = round(self.y(value)) + 0.5
            painter.setPen(hairline)
            painter.drawLine(QLineF(self.rect.left(), y, self.rect.right(), y))
            painter.setPen(quiet)
            place = QPointF(
                self.rect.left() - 5 - metrics.horizontalAdvance(text), y + metrics.capHeight() / 2
            )
            painter.drawText(place, text)
        painter.setPen(QPen(QColor(theme.edge), 1.0))
        painter.drawLine(QLineF(self.rect.bottomLeft(), self.rect.bottomRight()))
        for value, text in x_ticks:
            x = round(self.x(value)) + 0.5
            painter.setPen(QPen(QColor(theme.edge), 1.0))
            painter.drawLine(QLineF(x, self.rect.bottom(), x, self.rect.bottom() + 3))
            painter.setPen(quiet)
            half = metrics.horizontalAdvance(text) / 2
            painter.drawText(QPointF(x - half, self.rect.bottom() + 5 + metrics.ascent()), text)


def pen_of(colour: str, width: float = 1.8, dash: Sequence[float] | None = None) -> QPen:
    """A pen whose dashes are in pixels."""
    pen = QPen(
        QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin
    )
    if dash is not None:
        pen.setDashPattern([part / width for part in dash])
    return pen


def faded(colour: str, share: float) -> QColor:
    made = QColor(colour)
    made.setAlphaF(share)
    return made


def handle(painter: QPainter, theme: Theme, place: QPointF, colour: str, radius: float = 6.0) -> None:
    """What can be dragged looks the same in every figure."""
    painter.setPen(QPen(QColor(theme.card), 2.0))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(place, radius, radius)


def dot(painter: QPainter, place: QPointF, colour: str, radius: float = 3.0) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(place, radius, radius)
