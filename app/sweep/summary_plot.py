"""Figures against the value of a number that is varied: one point for every combination."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.sweep.arrangement import Combination, Dimension
from app.sweep.cell_canvas import CellCanvas
from app.sweep.figure_range import all_figures, figure_range, summary_names
from app.sweep.plot_frame import Dashes, PlotFrame, paint_places
from app.sweep.small_curves import PART_DASHES
from app.sweep.sweep_book import COLUMNS, SweepBook
from app.sweep.sweep_marks import (
    PART_NAMES,
    paint_cross,
    paint_legend,
    paint_mark,
    paint_note,
    paint_ring,
    part_colour,
    series_look,
)
from app.sweep.sweep_words import BEST_SO_FAR, CHOSEN

_REACH: Final = 14.0
_SIDE: Final = 16.0


class SummaryPlot(CellCanvas):
    """Mean ± standard deviation where there are repeats; a second dimension gives a line for each value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("summary_plot", "Figures against the value", parent)

    def dimension(self, book: SweepBook) -> Dimension:
        return book.dimensions[self._along(book)]

    def _along(self, book: SweepBook) -> int:
        """The first dimension of numbers."""
        return next((k for k, dimension in enumerate(book.dimensions) if dimension.places), 0)

    # -- places --------------------------------------------------------------------------------

    def frame(self, book: SweepBook) -> PlotFrame:
        names = [name for _, name in self._names(book)]
        low, high, log = figure_range(self.column, all_figures(book, names))
        metrics = QFontMetricsF(self.small_font())
        line = metrics.height()
        room = QRectF(self.rect()).adjusted(0, line + 8, -_SIDE, -2 * line - 6)
        places = self.dimension(book).places or tuple(map(float, range(len(self.dimension(book).texts))))
        left, right = min(places), max(places)
        margin = 0.04 * (right - left) or 0.5
        frame = PlotFrame(room, (left - margin, right + margin), (low, high), log)
        beside = max(frame.heights_width(metrics), 30.0) + _SIDE / 2
        return replace(frame, room=room.adjusted(beside, 0, 0, 0))

    def _names(self, book: SweepBook) -> list[tuple[str, str]]:
        names = summary_names(book, self.column, revealed=self.is_revealed)
        if len(book.dimensions) < 2:
            return names
        return [next((pair for pair in names if pair[0] == "validation"), names[0])]

    def _x(self, book: SweepBook, combo: Combination) -> float:
        at = combo.at[self._along(book)]
        places = self.dimension(book).places
        return places[at] if places else float(at)

    def point(self, book: SweepBook, frame: PlotFrame, combo: Combination, name: str) -> QPointF | None:
        """Where a combination's mean lies."""
        return _place(frame, self._x(book, combo), book.spread(combo, name).mean)

    def combination_at(self, place: QPointF) -> Combination | None:
        book = self.book
        if book is None:
            return None
        frame = self.frame(book)
        near: list[tuple[float, int, Combination]] = []
        for combo in book.combinations:
            x = frame.across(self._x(book, combo))
            for _, name in self._names(book):
                point = self.point(book, frame, combo, name) or QPointF(x, frame.room.top())
                gap = point - place
                near.append((math.hypot(gap.x(), gap.y()), combo.number, combo))
        if not near:
            return None
        distance, _, combo = min(near)
        return combo if distance <= _REACH else None

    # -- painting ------------------------------------------------------------------------------

    def paint(self, painter: QPainter, book: SweepBook) -> None:
        painter.setFont(self.small_font())
        frame = self.frame(book)
        frame.paint_heights(painter, self.theme)
        self._paint_values(painter, book, frame)
        entries = []
        for part, name in self._names(book):
            for colour, dashes, words, combos in self._series(book, part):
                self._paint_line(painter, book, frame, combos, name, colour, dashes)
                for combo in combos:
                    self._paint_point(painter, book, frame, combo, part, name, colour)
                entries.append((part, colour, dashes, words))
        line = QFontMetricsF(painter.font()).height()
        paint_legend(painter, self.theme, entries, frame.room.left(), line / 2 + 2)
        self._paint_failures(painter, book, frame)
        self._paint_choice(painter, book, frame)

    def _series(self, book: SweepBook, part: str) -> list[tuple[str, Dashes, str, list[Combination]]]:
        """(colour, dashes, words, combinations) of every line."""
        along = self._along(book)
        groups: dict[tuple[int, ...], list[Combination]] = {}
        for combo in book.combinations:
            groups.setdefault(combo.at[:along] + combo.at[along + 1 :], []).append(combo)
        found = []
        others = [d for k, d in enumerate(book.dimensions) if k != along]
        for place, (at, combos) in enumerate(groups.items()):
            combos.sort(key=lambda combo: self._x(book, combo))
            if not others:
                words = COLUMNS[self.column] if self.column == "weight_norm" else PART_NAMES[part]
                found.append((part_colour(self.theme, part), PART_DASHES[part], words, combos))
                continue
            colour, dashes = series_look(self.theme, place, len(groups))
            words = " · ".join(d.texts[k] for d, k in zip(others, at, strict=True))
            if not place:
                words = f"{words} ({' · '.join(d.title for d in others)})"
            found.append((colour, dashes, words, combos))
        return found

    def _paint_line(
        self,
        painter: QPainter,
        book: SweepBook,
        frame: PlotFrame,
        combos: list[Combination],
        name: str,
        colour: str,
        dashes: Dashes,
    ) -> None:
        means = np.array([book.spread(combo, name).mean for combo in combos])
        x = np.array([self._x(book, combo) for combo in combos])
        known = np.isfinite(means) & ((means > 0) | (not frame.log))
        heights = np.log10(means[known]) if frame.log else means[known]
        frame.paint_curve(painter, (x[known], heights), colour, dashes, 1.3)

    def _paint_point(
        self,
        painter: QPainter,
        book: SweepBook,
        frame: PlotFrame,
        combo: Combination,
        part: str,
        name: str,
        colour: str,
    ) -> None:
        point = self.point(book, frame, combo, name)
        if point is None:
            return
        spread = book.spread(combo, name)
        painter.setPen(QPen(QColor(colour), 1.3))
        if math.isfinite(spread.deviation):
            ends = [_place(frame, self._x(book, combo), spread.mean + s * spread.deviation) for s in (-1, 1)]
            low = ends[0] or QPointF(point.x(), frame.room.bottom())
            high = ends[1] or point
            painter.drawLine(low, high)
            for end in (low, high):
                painter.drawLine(end - QPointF(3, 0), end + QPointF(3, 0))
            for index in combo.cells:
                place = _place(frame, self._x(book, combo), book.figure(index, name))
                if place is not None:
                    painter.drawEllipse(place + QPointF(7, 0), 1.2, 1.2)
        if self.selected in combo.cells:
            paint_ring(painter, point, self.theme.accent, 7.0)
        filled = book.status_of(combo) == "done"
        paint_mark(painter, part, point, colour, self.theme.card, filled=filled)

    def _paint_failures(self, painter: QPainter, book: SweepBook, frame: PlotFrame) -> None:
        """What has no figure stands on the upper edge, with its word where there is room."""
        free = -math.inf
        for combo in book.combinations:
            status = book.status_of(combo)
            if status not in ("diverged", "failed"):
                continue
            at = QPointF(frame.across(self._x(book, combo)), frame.room.top() + 6)
            if self.selected in combo.cells:
                paint_ring(painter, at, self.theme.accent, 7.0)
            paint_cross(painter, at, self.theme.bad)
            width = QFontMetricsF(painter.font()).horizontalAdvance(status) + 8
            if at.x() - width / 2 > free:
                paint_note(
                    painter, at, status, self.theme.bad, self.theme.card, QRectF(self.rect()), above=False
                )
                free = at.x() + width / 2

    def _paint_choice(self, painter: QPainter, book: SweepBook, frame: PlotFrame) -> None:
        choice = book.choice()
        names = dict(self._names(book))
        name = names.get("validation", next(iter(names.values())))
        point = self.point(book, frame, choice, name) if choice is not None else None
        if point is None:
            return
        paint_ring(painter, point, self.theme.good)
        painter.setFont(self.small_font(bold=True))
        words = CHOSEN if book.is_over else BEST_SO_FAR
        paint_note(painter, point, words, self.theme.good, self.theme.card, QRectF(self.rect()))
        painter.setFont(self.small_font())

    def _paint_values(self, painter: QPainter, book: SweepBook, frame: PlotFrame) -> None:
        dimension = self.dimension(book)
        places = dimension.places or tuple(map(float, range(len(dimension.texts))))
        ticks = sorted(
            (frame.across(place), text) for place, text in zip(places, dimension.texts, strict=True)
        )
        line = QFontMetricsF(painter.font()).height()
        y = frame.room.bottom() + 3
        paint_places(painter, self.theme, y, ticks, float(self.width()))
        box = QRectF(frame.room.left(), y + line, frame.room.width(), line)
        painter.setPen(QColor(self.theme.quiet_ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), dimension.title)


def _place(frame: PlotFrame, x: float, figure: float) -> QPointF | None:
    if not math.isfinite(figure) or (frame.log and figure <= 0):
        return None
    y = math.log10(figure) if frame.log else figure
    return QPointF(frame.across(x), frame.down(y))
