"""What a plot shows beside its curves: the optimum, and the best iterate."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.plots.curve_item import paint_in_pixels
from app.plots.plot_ticks import risk_text

_DOT = 3.0
_TICK = 9.0


class PlotMarks(pg.UIGraphicsItem):  # type: ignore[misc]
    """Painted over the curves in the pixels of the screen.

    best     (iteration, height) of the best iterate, or None
    optimum  (height, value) of the least risk there is, or None
    """

    def __init__(self) -> None:
        super().__init__()
        self.best: tuple[float, float] | None = None
        self.optimum: tuple[float, float] | None = None
        self._font = QFont()
        self._good, self._best, self._card = QColor(), QColor(), QColor()
        self.setZValue(10)

    def show_look(self, font: QFont, good: str, best: str, card: str) -> None:
        self._font = font
        self._good, self._best, self._card = QColor(good), QColor(best), QColor(card)
        self.update()

    def show_marks(self, best: tuple[float, float] | None, optimum: tuple[float, float] | None) -> None:
        if (best, optimum) != (self.best, self.optimum):
            self.best, self.optimum = best, optimum
            self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self.best is None and self.optimum is None:
            return
        transform = paint_in_pixels(painter, self)
        frame = transform.mapRect(self.boundingRect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.optimum is not None:
            self._paint_optimum(painter, frame, transform.map(QPointF(0.0, self.optimum[0])).y())
        if self.best is not None:
            self._paint_best(painter, frame, transform.map(QPointF(*self.best)))

    def _paint_optimum(self, painter: QPainter, frame: QRectF, y: float) -> None:
        assert self.optimum is not None
        if not (math.isfinite(y) and frame.top() <= y <= frame.bottom()):
            return
        pen = QPen(self._good, 1.5, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1.0, 2.5])
        painter.setPen(pen)
        painter.drawLine(QLineF(frame.left(), y, frame.right(), y))
        painter.setFont(self._font)
        text = f"optimum {risk_text(self.optimum[1])}"
        metrics = QFontMetricsF(self._font)
        width, height = metrics.horizontalAdvance(text) + 4, metrics.height()
        below = y + height + 2 <= frame.bottom()
        room = QRectF(frame.right() - width, y + 2 if below else y - height - 2, width, height)
        painter.fillRect(room, self._card)
        painter.setPen(self._good)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_best(self, painter: QPainter, frame: QRectF, place: QPointF) -> None:
        if not (math.isfinite(place.y()) and frame.adjusted(-1, -1, 1, 1).contains(place)):
            return
        painter.setPen(QPen(self._best, 1.5))
        painter.drawLine(QLineF(place.x(), frame.bottom() - _TICK, place.x(), frame.bottom()))
        painter.setPen(QPen(self._card, 1.5))
        painter.setBrush(self._best)
        painter.drawEllipse(place, _DOT + 0.75, _DOT + 0.75)
