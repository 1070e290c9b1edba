"""Paints the names, the cells and the numbers of a confusion matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.evaluation.confusion_layout import ConfusionLayout
from app.evaluation.confusion_shades import Counts, Rates, count_text, rate_text, shade
from app.look.theme import Theme

_SMALLEST_FONT: Final = 6.0
# Pixels; numbers in lower cells would touch each other.
_LOWEST_CELL: Final = 11.0
# Below this share of its size a rate gives up its decimal.
_COMFORTABLE: Final = 0.95
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_cells(
    painter: QPainter,
    layout: ConfusionLayout,
    font: QFont,
    theme: Theme,
    counts: Counts,
    rates: Rates,
    strengths: Rates,
    *,
    as_rates: bool,
) -> None:
    """Shades and numbers. All errors' numbers are of one size; those that fit nowhere are left out."""
    room = layout.cell_rect((0, 0))
    texts = _texts(counts, rates, as_rates=as_rates, whole=False)
    if as_rates and _fit(font, _off_diagonal(texts), room) < _COMFORTABLE:
        texts = _texts(counts, rates, as_rates=True, whole=True)
    diagonal = {str(text) for text in np.diag(texts)}
    fonts = [_sized(font, _fit(font, found, room)) for found in (_off_diagonal(texts), diagonal)]
    for row in range(layout.count):
        for column in range(layout.count):
            right = row == column
            place = layout.cell_rect((row, column))
            ground, ink = shade(theme, float(strengths[row, column]), right=right)
            painter.fillRect(place, QColor(ground))
            chosen = fonts[right]
            if chosen is not None:
                painter.setFont(chosen)
                painter.setPen(QColor(ink if counts[row, column] else theme.quiet_ink))
                painter.drawText(place, _CENTRE, str(texts[row, column]))


def paint_names(
    painter: QPainter, layout: ConfusionLayout, font: QFont, theme: Theme, names: Sequence[str]
) -> None:
    """The classes along both sides, every second or third where there is no room for all."""
    area, metrics, line = layout.area, layout.metrics, layout.line
    painter.setFont(font)
    painter.setPen(QColor(theme.quiet_ink))
    painter.drawText(QRectF(area.left(), 0, area.width(), line), _CENTRE, "read as")
    painter.save()
    painter.translate(0, area.bottom())
    painter.rotate(-90)
    painter.drawText(QRectF(0, 0, area.height(), line), _CENTRE, "true")
    painter.restore()
    painter.setPen(QColor(theme.ink))
    high, wide = area.height() / layout.count, area.width() / layout.count
    every_row = max(1, int(np.ceil(0.8 * line / max(high, 1))))
    every_column = max(1, int(np.ceil(min(layout.widest_name, 3 * line) / max(wide, 1))))
    for index, name in enumerate(names):
        centre = layout.cell_rect((index, index)).center()
        if index % every_row == 0:
            place = QRectF(line, centre.y() - line / 2, area.left() - line - 4, line)
            painter.drawText(place, _RIGHT, _elided(metrics, name, place.width() + 1))
        if index % every_column == 0:
            width = every_column * wide - 2
            place = QRectF(centre.x() - width / 2, line, width, line)
            painter.drawText(place, _CENTRE, _elided(metrics, name, width))


def _texts(counts: Counts, rates: Rates, *, as_rates: bool, whole: bool) -> NDArray[np.str_]:
    if as_rates:
        return np.array([[rate_text(float(rate), whole=whole) for rate in row] for row in rates])
    return np.array([[count_text(int(count)) for count in row] for row in counts])


def _off_diagonal(texts: NDArray[np.str_]) -> set[str]:
    return {str(text) for text in texts[~np.eye(len(texts), dtype=bool)]}


def _fit(font: QFont, texts: set[str], room: QRectF) -> float:
    """The share of the font's size, up to 1, at which every text fits."""
    if room.height() < _LOWEST_CELL:
        return 0.0
    metrics = QFontMetricsF(font)
    widest = max((metrics.horizontalAdvance(text) for text in texts), default=1.0)
    return min(1.0, (room.width() - 1) / widest, (room.height() + 3) / metrics.height())


def _sized(font: QFont, share: float) -> QFont | None:
    """The font so much smaller; None where it would be unreadable."""
    if share * font.pointSizeF() < _SMALLEST_FONT:
        return None
    made = QFont(font)
    made.setPointSizeF(share * font.pointSizeF())
    return made


def _elided(metrics: QFontMetricsF, name: str, width: float) -> str:
    return metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
