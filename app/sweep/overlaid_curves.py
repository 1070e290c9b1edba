"""The curves of all cells on one plot, each named at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from app.plots.plot_ticks import linear_ticks, tick_text
from app.sweep.arrangement import Combination
from app.sweep.cell_canvas import CellCanvas
from app.sweep.curve_store import Curve, CurveStore, figure_name, heights_in_sight, iterations_in_sight
from app.sweep.plot_frame import PlotFrame, paint_places
from app.sweep.sweep_book import COLUMNS, SweepBook
from app.sweep.sweep_marks import PART_NAMES, series_look

_REACH: Final = 8.0
_LABELS: Final = 0.28


class OverlaidCurves(CellCanvas):
    """Of the validation rows, or the training rows where there are no others; risks on a logarithmic axis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("overlaid_curves", "Curves of all cells together", parent)
        self._store: CurveStore | None = None
        self._curves: dict[int, Curve] = {}
        self._stale: set[int] = set()
        self._sight: object = None
        self._labels: dict[int, QRectF] = {}
        self._frame: PlotFrame | None = None

    def forget(self) -> None:
        self._store = CurveStore(self.book) if self.book is not None else None
        self._curves, self._labels, self._sight = {}, {}, None

    def note_changed(self, indices: Iterable[int]) -> None:
        self._stale.update(indices)

    def part(self, book: SweepBook) -> str:
        """The part of the rows whose curves are shown."""
        for cell in book.cells:
            history = book.history(cell.index)
            if history is not None and np.isfinite(history.last("validation_risk")):
                return "validation"
        return "train"

    # -- places --------------------------------------------------------------------------------

    def combination_at(self, place: QPointF) -> Combination | None:
        book, frame = self.book, self._frame
        if book is None or frame is None:
            return None
        for number, box in self._labels.items():
            if box.contains(place):
                return book.combinations[number]
        near = [(_distance(frame, curve, place), index) for index, curve in self._curves.items()]
        distance, index = min(near, default=(np.inf, 0))
        return book.combination_of(index) if distance <= _REACH else None

    def beside(self, book: SweepBook, combo: Combination, across: int, down: int) -> Combination | None:
        return super().beside(book, combo, across, down)

    # -- painting ------------------------------------------------------------------------------

    def paint(self, painter: QPainter, book: SweepBook) -> None:
        painter.setFont(self.small_font())
        metrics = QFontMetricsF(painter.font())
        frame = self._frame = self._take_news(book, metrics)
        frame.paint_heights(painter, self.theme)
        self._paint_words(painter, book, frame, metrics)
        painter.save()
        painter.setClipRect(frame.room.adjusted(-1, -1, 1, 1))
        looks = [series_look(self.theme, k, len(book.combinations)) for k in range(len(book.combinations))]
        for combo in book.combinations:
            colour, dashes = looks[combo.number]
            for index in combo.cells:
                width = 2.4 if index == self.selected else 1.3
                frame.paint_curve(painter, self._curves[index], colour, dashes, width)
        painter.restore()
        self._paint_names(painter, book, frame, metrics, [colour for colour, _ in looks])

    def _take_news(self, book: SweepBook, metrics: QFontMetricsF) -> PlotFrame:
        assert self._store is not None
        line = metrics.height()
        widest = max(metrics.horizontalAdvance(f"◆ {combo.name}") for combo in book.combinations)
        labels = min(widest + 8, _LABELS * self.width())
        numbers = metrics.horizontalAdvance("0.0005") + 6
        room = QRectF(self.rect()).adjusted(numbers, line + 6, -labels - 4, -2 * line - 6)
        right = iterations_in_sight(book, self._store.last_iteration())
        sight = (right, round(room.width()), self.part(book))
        stale = {cell.index for cell in book.cells} if sight != self._sight else self._stale
        name = figure_name(self.column, self.part(book))
        log = self.column == "risk"
        # Among so many curves fine detail can't be made out, and would cost as much for each.
        columns = int(room.width() / max(len(book.cells) / 12, 1))
        for index in stale:
            self._curves[index] = self._store.curve(index, name, right, columns, log=log)
        self._stale, self._sight = set(), sight
        sound = [k for k in self._curves if book.status(k) not in ("diverged", "failed")]
        seen = [self._curves[k] for k in sound or self._curves]
        return PlotFrame(room, (0.0, right), heights_in_sight(self.column, seen), log)

    def _paint_words(
        self, painter: QPainter, book: SweepBook, frame: PlotFrame, metrics: QFontMetricsF
    ) -> None:
        title = COLUMNS[self.column]
        if self.column != "weight_norm":
            title = f"{PART_NAMES[self.part(book)].capitalize()} {title.lower()}"
        painter.setPen(QColor(self.theme.quiet_ink))
        painter.drawText(QPointF(frame.room.left(), metrics.ascent() + 2), title)
        most = max(int(frame.room.width() / 70), 2)
        ticks = [(frame.across(x), tick_text(x)) for x in linear_ticks(0.0, frame.x[1], most, whole=True)]
        y = frame.room.bottom() + 3
        paint_places(painter, self.theme, y, ticks, float(self.width()))
        box = QRectF(frame.room.left(), y + metrics.height(), frame.room.width(), metrics.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "iterations")

    def _paint_names(
        self,
        painter: QPainter,
        book: SweepBook,
        frame: PlotFrame,
        metrics: QFontMetricsF,
        colours: list[str],
    ) -> None:
        """Names at the lines' ends, in their order from the top, as many as have room."""
        choice = book.choice()
        ends = []
        for combo in book.combinations:
            _, y = self._curves[combo.cells[0]]
            known = np.flatnonzero(np.isfinite(y))
            if len(known):
                bottom, top = frame.room.bottom(), frame.room.top()
                height = min(max(frame.down(float(y[known[-1]])), top), bottom)
                ends.append((height, combo))
        ends.sort(key=lambda end: (end[0], end[1].number))
        line = metrics.height()
        top, bottom = frame.room.top() - line / 2, frame.room.bottom() + line / 2
        most = max(int((bottom - top) / line), 1)
        if len(ends) > most:
            # The chosen and the selected one keep their names, and others evenly in between.
            step = len(ends) / most
            kept = {int(k * step) for k in range(most)}
            ends = [
                end
                for k, end in enumerate(ends)
                if k in kept or end[1] is choice or self.selected in end[1].cells
            ][: most + 2]
        tops = moved_apart([height - line / 2 for height, _ in ends], line, top, bottom)
        self._labels = {}
        for (_, combo), place in zip(ends, tops, strict=True):
            box = QRectF(frame.room.right() + 6, place, self.width() - frame.room.right() - 6, line)
            is_choice = combo is choice
            mark = ("◆ " if book.is_over else "◇ ") if is_choice else ""
            word = {"diverged": "× ", "failed": "× "}.get(book.status_of(combo), "")
            painter.setFont(self.small_font(bold=is_choice or self.selected in combo.cells))
            text = QFontMetricsF(painter.font()).elidedText(
                mark + word + combo.name, Qt.TextElideMode.ElideRight, box.width()
            )
            painter.setPen(QColor(colours[combo.number]))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
            self._labels[combo.number] = box


def _distance(frame: PlotFrame, curve: Curve, place: QPointF) -> float:
    """Pixels from a place to the nearest height of a curve there."""
    x, y = curve
    known = np.isfinite(y)
    if known.sum() < 2:
        return float("inf")
    left, right = frame.x
    at = left + (place.x() - frame.room.left()) / frame.room.width() * (right - left)
    if not x[known][0] <= at <= x[known][-1]:
        return float("inf")
    return abs(frame.down(float(np.interp(at, x[known], y[known]))) - place.y())


def moved_apart(tops: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Ascending tops of labels, moved just so far that none overlaps and all lie in [top, bottom]."""
    places: list[float] = []
    for place in tops:
        places.append(max(place, places[-1] + height if places else top))
    ceiling = bottom - height
    for number in reversed(range(len(places))):
        places[number] = min(places[number], ceiling)
        ceiling = places[number] - height
    return places
