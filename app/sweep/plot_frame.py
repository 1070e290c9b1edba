"""A painted plot's frame: where values lie in it, its hairlines and numbers, and lines of few points."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from shiboken6 import Shiboken

from app.look.theme import Theme
from app.plots.curve_item import lines_along
from app.plots.plot_ticks import linear_ticks, log_ticks, tick_text

Floats = NDArray[np.float64]
Dashes = tuple[float, float] | None

_FAR_OUT = 1e5
_FLAGS = Qt.TextFlag.TextDontClip
_GAP = 4.0


@dataclass(frozen=True)
class PlotFrame:
    """Values within (low, high) of either direction lie within `room`; `log` heights are powers of ten."""

    room: QRectF
    x: tuple[float, float]
    y: tuple[float, float]
    log: bool = False

    def across(self, x: float) -> float:
        low, high = self.x
        return self.room.left() + (x - low) / (high - low) * self.room.width()

    def down(self, y: float) -> float:
        low, high = self.y
        return self.room.bottom() - (y - low) / (high - low) * self.room.height()

    def paint_curve(
        self, painter: QPainter, curve: tuple[Floats, Floats], colour: str, dashes: Dashes, width: float
    ) -> None:
        """A line through the points; NaN is a gap."""
        x, y = curve
        if not len(x):
            return
        room, (left, right), (low, high) = self.room, self.x, self.y
        across = room.left() + (x - left) * (room.width() / (right - left))
        down = room.bottom() - (y - low) * (room.height() / (high - low))
        paint_lines(painter, lines_along(across, np.clip(down, -_FAR_OUT, _FAR_OUT), dashes), colour, width)

    def height_ticks(self, line_height: float) -> tuple[float, ...]:
        """The values of the ticks of the left axis, powers of ten already taken away."""
        most = min(max(int(self.room.height() / (1.8 * line_height)), 2), 8)
        return _ticks(*self.y, most, self.log)

    def paint_heights(self, painter: QPainter, theme: Theme, *, numbers: bool = True) -> None:
        """A hairline for every tick, its number to the left."""
        metrics = QFontMetricsF(painter.font())
        height = metrics.height()
        for value in self.height_ticks(height):
            place = math.log10(value) if self.log else value
            y = self.down(place)
            if not self.room.top() - 1 <= y <= self.room.bottom() + 1:
                continue
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(self.room.left(), y), QPointF(self.room.right(), y))
            if numbers:
                painter.setPen(QColor(theme.quiet_ink))
                box = QRectF(0, y - height / 2, self.room.left() - _GAP, height)
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box, int(flags) | int(_FLAGS), tick_text(value))

    def heights_width(self, metrics: QFontMetricsF) -> float:
        """What the left axis's numbers need."""
        texts = [tick_text(value) for value in self.height_ticks(metrics.height())]
        return max((metrics.horizontalAdvance(text) for text in texts), default=0.0) + _GAP


@functools.lru_cache(maxsize=64)
def _ticks(low: float, high: float, most: int, log: bool) -> tuple[float, ...]:
    """Many pictures share their axes."""
    return tuple(log_ticks(low, high, most) if log else linear_ticks(low, high, most))


def paint_lines(painter: QPainter, lines: Floats, colour: str, width: float) -> None:
    """Lines (lines, 4) as x₁ y₁ x₂ y₂, in one call."""
    if not len(lines):
        return
    painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    lines = np.ascontiguousarray(lines)
    # The array is read in place; making an object of every line would take longer than drawing.
    painter.drawLines(cast(QLineF, Shiboken.wrapInstance(lines.ctypes.data, QLineF)), len(lines))


def paint_places(
    painter: QPainter, theme: Theme, y: float, ticks: Sequence[tuple[float, str]], right: float
) -> None:
    """Texts below an axis, each around its place; one that would touch the one before is left out."""
    metrics = QFontMetricsF(painter.font())
    painter.setPen(QColor(theme.quiet_ink))
    free = -math.inf
    for x, text in ticks:
        width = metrics.horizontalAdvance(text)
        left = min(max(x - width / 2, 0.0), right - width)
        if left < free:
            continue
        painter.drawText(
            QRectF(left, y, width, metrics.height()), int(Qt.AlignmentFlag.AlignLeft) | int(_FLAGS), text
        )
        free = left + width + 2 * _GAP
