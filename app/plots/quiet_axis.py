"""A plot's axis with a few round numbers, hairlines across the plot, and no line of its own."""

from __future__ import annotations

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.plots.plot_ticks import count_ticks, linear_ticks, log_ticks, tick_text

_GAP = 6.0
# Room for numbers that stand half outside the plot.
_OVERHANG = 24.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
_TOP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip


class QuietAxis(pg.AxisItem):  # type: ignore[misc]
    """`log`: the view's heights are powers of ten; `counts`: its places are log₁₀(1 + k) of counts k;
    `whole`: ticks at whole numbers only.
    """

    # The base class forgets it when the range, the size or the look changes.
    picture: Any

    def __init__(self, orientation: str, *, whole: bool = False) -> None:
        super().__init__(orientation, tickPen=pg.mkPen(None))
        self.log = self.counts = False
        self._whole = whole
        self._line = QPen(Qt.PenStyle.NoPen)
        self._font = QFont()
        self.enableAutoSIPrefix(False)
        self.setGrid(0 if orientation == "left" else False)

    def show_look(self, font: QFont, ink: str, line: str) -> None:
        """The font and colours of numbers and hairlines."""
        self._font = font
        self._line = pg.mkPen(line, width=1)
        self.setTickFont(font)
        self.setTextPen(ink)
        height = QFontMetricsF(font).height()
        if self.orientation == "bottom":
            self.setHeight(height + _GAP)

    def ticks(self, length: float) -> list[tuple[float, str]]:
        """(place in the view, text) of every tick on an axis of `length` pixels."""
        metrics = QFontMetricsF(self._font)
        room = (
            2.2 * metrics.height() if self.orientation == "left" else metrics.horizontalAdvance("0,000,000")
        )
        most = max(int(length / room), 2)
        low, high = self.range
        if self.counts:
            return [(math.log10(1 + count), tick_text(count)) for count in count_ticks(low, high, most)]
        if self.log:
            return [(math.log10(value), tick_text(value)) for value in log_ticks(low, high, most)]
        return [(value, tick_text(value)) for value in linear_ticks(low, high, most, self._whole)]

    def boundingRect(self) -> QRectF:
        rect = super().boundingRect()
        return rect.adjusted(-_OVERHANG, -_OVERHANG / 2, _OVERHANG, _OVERHANG / 2)

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        # Recorded and played back, as the base class does, the few numbers would cost twice as much.
        if self.picture is None:
            self.picture = self.generateDrawSpecs(painter) or ()
        if self.picture:
            self.drawPicture(painter, *self.picture)

    def generateDrawSpecs(self, p: QPainter) -> tuple[None, list[Any], list[Any]] | None:
        bounds = self.mapRectFromParent(self.geometry())
        low, high = self.range
        is_left = self.orientation == "left"
        length = bounds.height() if is_left else bounds.width()
        if length <= 0 or high <= low:
            return None
        lines, texts = [], []
        height = QFontMetricsF(self._font).height()
        view = self.linkedView()
        for place, text in self.ticks(length):
            share = (place - low) / (high - low)
            if is_left:
                y = bounds.bottom() - share * length
                if view is not None:
                    right = view.mapRectToItem(self, view.boundingRect()).right()
                    lines.append((self._line, QPointF(bounds.right(), y), QPointF(right, y)))
                texts.append(
                    (QRectF(bounds.left(), y - height / 2, bounds.width() - _GAP, height), _RIGHT, text)
                )
            else:
                x = bounds.left() + share * length
                texts.append((QRectF(x - 50, bounds.top() + _GAP / 2, 100, height), _TOP, text))
        return None, lines, texts

    def drawPicture(self, p: QPainter, axis: None, lines: list[Any], texts: list[Any]) -> None:
        for pen, start, end in lines:
            p.setPen(pen)
            p.drawLine(start, end)
        p.setFont(self._font)
        p.setPen(self.textPen())
        for rect, flags, text in texts:
            p.drawText(rect, flags, text)
