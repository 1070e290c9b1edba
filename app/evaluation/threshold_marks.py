"""What lies over the threshold's curves: the movable line, where it meets them, and the best F1."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.look.theme import DARK, Theme
from app.plots.curve_item import paint_in_pixels

_DOT = 3.5
_DIAMOND = 5.0
_GRIP = 5.0


@dataclass(frozen=True)
class Marks:
    """Places in the plot's own units.

    x      of the movable line; `dots` are the heights where it meets the curves
    label  what is written beside it
    best   (x, height) of the greatest F1, or None, and what is written beside that
    """

    x: float
    dots: tuple[tuple[float, str], ...]
    label: str
    best: tuple[float, float] | None
    best_label: str


class ThresholdMarks(pg.UIGraphicsItem):  # type: ignore[misc]
    """Painted in the pixels of the screen; a dot is (height, colour)."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: Marks | None = None
        self.has_focus = False
        self._font = QFont()
        self._theme: Theme = DARK
        self.setZValue(10)

    def show_look(self, font: QFont, theme: Theme) -> None:
        self._font, self._theme = font, theme
        self.update()

    def show_marks(self, marks: Marks | None) -> None:
        self.marks = marks
        self.update()

    def show_focus(self, has_focus: bool) -> None:
        self.has_focus = has_focus
        self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        marks = self.marks
        if marks is None:
            return
        transform = paint_in_pixels(painter, self)
        frame = transform.mapRect(self.boundingRect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        line = transform.map(QPointF(marks.x, 0.0)).x()
        self._paint_line(painter, frame, line)
        if marks.best is not None:
            self._paint_best(painter, frame, transform.map(QPointF(*marks.best)), marks.best_label, line)
        self._paint_text(painter, frame, line, 1, marks.label, self._theme.ink, line)
        painter.setPen(QPen(QColor(self._theme.card), 1.5))
        for height, colour in marks.dots:
            if math.isfinite(height):
                painter.setBrush(QColor(colour))
                painter.drawEllipse(transform.map(QPointF(marks.x, height)), _DOT, _DOT)

    def _paint_line(self, painter: QPainter, frame: QRectF, x: float) -> None:
        painter.setPen(QPen(QColor(self._theme.ink), 1.5))
        painter.drawLine(QLineF(x, frame.top(), x, frame.bottom()))
        # The grip says that it can be taken hold of.
        painter.setBrush(QColor(self._theme.accent if self.has_focus else self._theme.ink))
        painter.setPen(Qt.PenStyle.NoPen)
        size = _GRIP + 2 * self.has_focus
        bottom = frame.bottom()
        painter.drawPolygon(
            QPolygonF([QPointF(x - size, bottom), QPointF(x + size, bottom), QPointF(x, bottom - 1.6 * size)])
        )

    def _paint_best(self, painter: QPainter, frame: QRectF, place: QPointF, text: str, line: float) -> None:
        good = self._theme.good
        pen = QPen(QColor(good), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([1.0, 2.5])
        painter.setPen(pen)
        painter.drawLine(QLineF(place.x(), place.y(), place.x(), frame.bottom()))
        painter.setPen(QPen(QColor(self._theme.card), 1))
        painter.setBrush(QColor(good))
        x, y = place.x(), place.y()
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x - _DIAMOND, y),
                    QPointF(x, y - _DIAMOND),
                    QPointF(x + _DIAMOND, y),
                    QPointF(x, y + _DIAMOND),
                ]
            )
        )
        self._paint_text(painter, frame, x, 2, text, good, line)

    def _paint_text(
        self, painter: QPainter, frame: QRectF, x: float, lines_up: int, text: str, ink: str, line: float
    ) -> None:
        """A text near the foot, where good curves do not come: right of x, left of it, or beside the line.

        It may not leave the plot, and should not lie across the movable line.
        """
        metrics = QFontMetricsF(self._font)
        width, height = metrics.horizontalAdvance(text) + 6, metrics.height()
        sides = (x + 6, x - 6 - width, line - 6 - width, line + 6)
        inside = [left for left in sides if frame.left() <= left and left + width <= frame.right()]
        clear = [left for left in inside if not left < line < left + width]
        left = (clear or inside or [frame.left()])[0]
        room = QRectF(left, frame.bottom() - 8 - (height + 2) * lines_up, width, height)
        ground = QColor(self._theme.card)
        ground.setAlphaF(0.85)
        painter.fillRect(room, ground)
        painter.setPen(QColor(ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
