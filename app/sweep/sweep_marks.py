"""Marks and colours of a sweep's plots: parts of the rows told apart by shape, series by dash, too."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.look.contrast import channels, readable
from app.look.theme import Theme
from app.plots.curve_item import lines_along
from app.sweep.plot_frame import Dashes, paint_lines

PART_NAMES: Final = {"train": "training", "validation": "validation", "test": "test"}
_SERIES_DASHES: Final[tuple[Dashes, ...]] = (None, (7.0, 3.0), (2.0, 2.5))
_RAMP: Final = ("#4f8cff", "#22b8cf", "#37c98b", "#d9b23c", "#ff9f40", "#f0506e")
_SIDE: Final = 3.6

NO_LINE: Final = (0.0, 1.0)
# Part, colour, dashes of its line (NO_LINE for none) and words.
LegendEntry = tuple[str, str, Dashes, str]


def part_colour(theme: Theme, part: str) -> str:
    return {"train": theme.training, "validation": theme.validation}.get(part, theme.test)


@functools.lru_cache(maxsize=512)
def series_look(theme: Theme, place: int, count: int) -> tuple[str, Dashes]:
    """The colour and dashes of one of `count` series in their order, blue over green to red."""
    at = place / max(count - 1, 1) * (len(_RAMP) - 1)
    first = min(int(at), len(_RAMP) - 2)
    share = at - first
    pair = zip(channels(_RAMP[first]), channels(_RAMP[first + 1]), strict=True)
    mixed = "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pair)
    return readable(mixed, theme.card, 3.2), _SERIES_DASHES[place % len(_SERIES_DASHES)]


def paint_mark(painter: QPainter, part: str, at: QPointF, colour: str, ground: str, *, filled: bool) -> None:
    """Training a circle, validation a diamond, the test a triangle; hollow while it may still change."""
    painter.setPen(QPen(QColor(colour), 1.5))
    painter.setBrush(QColor(colour if filled else ground))
    if part == "train":
        painter.drawEllipse(at, _SIDE - 0.4, _SIDE - 0.4)
        return
    side = _SIDE + 0.9
    corners = [(0, -side), (side, 0), (0, side), (-side, 0)]
    if part == "test":
        corners = [(0, -side), (side, 0.8 * side), (-side, 0.8 * side)]
    painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))


def paint_cross(painter: QPainter, at: QPointF, colour: str) -> None:
    painter.setPen(QPen(QColor(colour), 1.8))
    for x in (-1, 1):
        painter.drawLine(at + QPointF(-_SIDE, -x * _SIDE), at + QPointF(_SIDE, x * _SIDE))


def paint_ring(painter: QPainter, at: QPointF, colour: str, radius: float = 8.5) -> None:
    painter.setPen(QPen(QColor(colour), 1.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, radius, radius)


def paint_note(
    painter: QPainter, at: QPointF, words: str, ink: str, card: str, within: QRectF, *, above: bool = True
) -> None:
    """Words beside a mark, on a ground of their own so that lines do not cross them."""
    metrics = QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(words) + 6, metrics.height()
    left = min(max(at.x() - width / 2, within.left()), within.right() - width)
    top = at.y() - 10 - height if above else at.y() + 10
    if top < within.top():
        top = at.y() + 10
    if top + height > within.bottom():
        top = max(at.y() - 10 - height, within.top())
    box = QRectF(left, top, width, height)
    ground = QColor(card)
    ground.setAlpha(215)
    painter.fillRect(box, ground)
    painter.setPen(QColor(ink))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)


def paint_legend(
    painter: QPainter, theme: Theme, entries: Sequence[LegendEntry], left: float, middle: float
) -> None:
    """Entries side by side from `left`, each with its mark, and its line if it has one."""
    metrics = QFontMetricsF(painter.font())
    for part, colour, dashes, words in entries:
        sample = 0.0 if dashes == NO_LINE else 22.0
        if sample:
            ends = np.array([left, left + sample]), np.array([middle, middle])
            paint_lines(painter, lines_along(*ends, dashes), colour, 1.3)
        paint_mark(painter, part, QPointF(left + (sample or 10) / 2, middle), colour, theme.card, filled=True)
        painter.setPen(QColor(theme.quiet_ink))
        left += (sample or 10) + 4
        painter.drawText(QPointF(left, middle + metrics.ascent() / 2 - 1), words)
        left += metrics.horizontalAdvance(words) + 12
