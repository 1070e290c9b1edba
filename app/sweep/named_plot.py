"""Figures of combinations that have names rather than numbers: a row for each, its marks along a scale."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.plots.plot_ticks import linear_ticks, log_ticks, tick_text
from app.sweep.arrangement import Combination
from app.sweep.cell_canvas import CellCanvas
from app.sweep.figure_range import all_figures, figure_range, summary_names
from app.sweep.plot_frame import paint_places
from app.sweep.sweep_book import COLUMNS, SweepBook
from app.sweep.sweep_marks import (
    NO_LINE,
    PART_NAMES,
    paint_cross,
    paint_legend,
    paint_mark,
    paint_ring,
    part_colour,
)
from app.sweep.sweep_words import figure_text, spread_text

_LEAST: Final = 20.0
_MOST: Final = 34.0
_PAD: Final = 8.0
_SHIFTS: Final = {"train": -5.0, "validation": 0.0, "test": 5.0}
# The names' share of the width.
_NAMES: Final = 0.42


class NamedPlot(CellCanvas):
    """Mean ± standard deviation where there are repeats, the validation figure in numbers on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("named_plot", "Figures by name", parent)

    def forget(self) -> None:
        count = len(self.book.combinations) if self.book is not None else 0
        line = QFontMetricsF(self.font()).height()
        self.setMinimumHeight(round(count * _LEAST + 3 * line))

    # -- places --------------------------------------------------------------------------------

    def row(self, number: int) -> QRectF:
        """Where a combination's row lies."""
        line = QFontMetricsF(self.small_font()).height()
        count = max(len(self.book.combinations) if self.book is not None else 0, 1)
        height = min(max((self.height() - 2 * line - 16) / count, _LEAST), _MOST)
        return QRectF(0, line + 8 + number * height, self.width(), height)

    def combination_at(self, place: QPointF) -> Combination | None:
        combos = self.book.combinations if self.book is not None else ()
        return next((combo for combo in combos if self.row(combo.number).contains(place)), None)

    def beside(self, book: SweepBook, combo: Combination, across: int, down: int) -> Combination | None:
        return super().beside(book, combo, 0, down)

    # -- painting ------------------------------------------------------------------------------

    def paint(self, painter: QPainter, book: SweepBook) -> None:
        painter.setFont(self.small_font(bold=True))
        metrics = QFontMetricsF(painter.font())
        names = summary_names(book, self.column, revealed=self.is_revealed)
        shown = dict(names).get("validation", names[0][1])
        notes = [self._note(book, combo, shown) for combo in book.combinations]
        widest = max(metrics.horizontalAdvance(combo.name) for combo in book.combinations)
        left = min(widest, _NAMES * self.width()) + 2 * _PAD
        right = self.width() - max(map(metrics.horizontalAdvance, notes)) - _PAD
        low, high, log = figure_range(self.column, all_figures(book, [name for _, name in names]))
        scale = _Scale(left, max(right - _PAD, left + 20), low, high, log)
        self._paint_scale(painter, scale)
        choice = book.choice()
        for combo, note in zip(book.combinations, notes, strict=True):
            self._paint_row(painter, book, combo, scale, names, note, is_choice=combo is choice)
        painter.setFont(self.small_font())
        entries = [
            (
                part,
                part_colour(self.theme, part),
                NO_LINE,
                PART_NAMES[part] if self.column != "weight_norm" else COLUMNS[self.column],
            )
            for part, _ in names
        ]
        paint_legend(painter, self.theme, entries, _PAD, metrics.height() / 2 + 2)

    def _note(self, book: SweepBook, combo: Combination, name: str) -> str:
        status = book.status_of(combo)
        if status in ("diverged", "failed"):
            return status
        if status == "waiting":
            return "not run" if book.is_over else "waiting"
        spread = book.spread(combo, name)
        return figure_text(name, spread.mean) if spread.count < 2 else spread_text(name, spread)

    def _paint_scale(self, painter: QPainter, scale: _Scale) -> None:
        painter.setFont(self.small_font())
        count = len(self.book.combinations) if self.book is not None else 0
        top, bottom = self.row(0).top(), self.row(count - 1).bottom()
        ticks = []
        for value in scale.ticks():
            x = scale.across(value)
            painter.setPen(QPen(QColor(self.theme.line), 1))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            ticks.append((x, tick_text(value)))
        paint_places(painter, self.theme, bottom + 3, ticks, float(self.width()))

    def _paint_row(
        self,
        painter: QPainter,
        book: SweepBook,
        combo: Combination,
        scale: _Scale,
        names: list[tuple[str, str]],
        note: str,
        *,
        is_choice: bool,
    ) -> None:
        row = self.row(combo.number)
        middle = row.center().y()
        if self.selected in combo.cells:
            painter.setPen(QPen(QColor(self.theme.accent), 1.5))
            painter.setBrush(QColor(self.theme.field))
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), 4, 4)
        status = book.status_of(combo)
        bad = status in ("diverged", "failed")
        painter.setFont(self.small_font(bold=is_choice))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(QColor(self.theme.quiet_ink if status == "waiting" else self.theme.ink))
        name = metrics.elidedText(combo.name, Qt.TextElideMode.ElideRight, scale.left - 2 * _PAD)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(_PAD, row.top(), scale.left - _PAD, row.height()), flags, name)
        ink = self.theme.bad if bad else self.theme.good if is_choice else self.theme.quiet_ink
        painter.setPen(QColor(ink))
        box = QRectF(scale.right, row.top(), self.width() - scale.right - 4, row.height())
        painter.drawText(box, flags | int(Qt.AlignmentFlag.AlignRight), note)
        if bad:
            paint_cross(painter, QPointF(scale.right - 4, middle), self.theme.bad)
            return
        for part, figure in names:
            # Bars of deviation would lie on one another.
            shift = _SHIFTS[part] if book.sweep.repeats > 1 else 0.0
            self._paint_marks(painter, book, combo, scale, part, figure, middle + shift)
        at = scale.across(book.spread(combo, dict(names).get("validation", names[0][1])).mean)
        if is_choice and at is not None and math.isfinite(at):
            paint_ring(painter, QPointF(at, middle), self.theme.good, 7.5)

    def _paint_marks(
        self,
        painter: QPainter,
        book: SweepBook,
        combo: Combination,
        scale: _Scale,
        part: str,
        name: str,
        y: float,
    ) -> None:
        spread = book.spread(combo, name)
        at = scale.across(spread.mean)
        if not math.isfinite(at):
            return
        colour = part_colour(self.theme, part)
        if math.isfinite(spread.deviation):
            painter.setPen(QPen(QColor(colour), 1.3))
            low, high = (scale.across(spread.mean + sign * spread.deviation) for sign in (-1, 1))
            low = low if math.isfinite(low) else scale.left
            painter.drawLine(QPointF(low, y), QPointF(high, y))
            for end in (low, high):
                painter.drawLine(QPointF(end, y - 3), QPointF(end, y + 3))
        filled = book.status_of(combo) == "done"
        paint_mark(painter, part, QPointF(at, y), colour, self.theme.card, filled=filled)


class _Scale:
    """Figures along the rows; NaN where a figure has no place."""

    def __init__(self, left: float, right: float, low: float, high: float, log: bool) -> None:
        self.left, self.right = left, right
        self._low, self._high, self._log = low, high, log

    def across(self, figure: float) -> float:
        if self._log:
            figure = math.log10(figure) if figure > 0 else math.nan
        return self.left + (figure - self._low) / (self._high - self._low) * (self.right - self.left)

    def ticks(self) -> list[float]:
        most = max(int((self.right - self.left) / 60), 2)
        found = log_ticks if self._log else linear_ticks
        return found(self._low, self._high, most)
