"""The curves of a sweep's cells, reduced to what a picture of so many pixels can show."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from app.plots.curve_reduction import CurveReducer
from app.sweep.sweep_book import Column, SweepBook
from lrengine.history import History

Floats = NDArray[np.float64]
Curve = tuple[Floats, Floats]
NO_CURVE: Curve = (np.empty(0), np.empty(0))


def figure_name(column: Column, part: str) -> str:
    """The history's column: "validation_risk", "weight_norm"."""
    return column if column == "weight_norm" else f"{part}_{column}"


class CurveStore:
    """Only rows that are new since the last time are looked at."""

    def __init__(self, book: SweepBook) -> None:
        self._book = book
        self._kept: dict[tuple[int, str], tuple[CurveReducer, float]] = {}

    def curve(self, index: int, name: str, right: float, columns: int, *, log: bool) -> Curve:
        """(iterations, heights) of a cell from 0 to `right`; heights are powers of ten if `log`."""
        history = self._book.history(index)
        if history is None or not len(history):
            return NO_CURVE
        return self._reducer(history, index, name, log).reduce(0.0, right, max(columns, 2))

    def _reducer(self, history: History, index: int, name: str, log: bool) -> CurveReducer:
        rows, values = history.column("iteration"), history.column(name)
        reducer, first = self._kept.get((index, name), (None, math.nan))
        # A cell that is run again begins anew, with fewer rows than before.
        if reducer is None or reducer.log != log or reducer.taken > len(values) or first != rows[0]:
            reducer = CurveReducer(log)
            self._kept[index, name] = reducer, float(rows[0])
        reducer.extend(rows[reducer.taken :], values[reducer.taken :])
        return reducer

    def last_iteration(self) -> float:
        """The furthest any cell has come."""
        found = [self._book.history(cell.index) for cell in self._book.cells]
        return max((float(h.column("iteration")[-1]) for h in found if h is not None and len(h)), default=0.0)


def round_up(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten, so that an axis seldom moves."""
    if not value > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= value * (1 - 1e-9))


def iterations_in_sight(book: SweepBook, last: float) -> float:
    """Where the axis of iterations ends: at the recipe's limit, so that curves fill their pictures.

    Runs that stop earlier would leave a picture empty: then a round number beyond the furthest.
    """
    if book.is_over or len(book.outcomes) == len(book.cells):
        return max(last, 1.0)
    limits = [cell.recipe.stopping.iterations for cell in book.cells]
    others = any(cell.recipe.stopping.epochs or cell.recipe.stopping.patience for cell in book.cells)
    far = max(round_up(last), 10.0)
    if not all(limits):
        return far
    return min(far, float(max(limits))) if others else float(max(limits))


def heights_in_sight(column: Column, curves: list[Curve]) -> tuple[float, float]:
    """(bottom, top) of an axis for these curves, in steps so that it seldom moves."""
    heights = [y[np.isfinite(y)] for _, y in curves]
    heights = [y for y in heights if len(y)]
    if not heights:
        return (-1.0, 0.0) if column == "risk" else (0.0, 1.0)
    low, high = min(float(y.min()) for y in heights), max(float(y.max()) for y in heights)
    if column == "risk":
        # A leap of the first iterations would flatten all the rest: it may leave the picture.
        high = max(max(float(y[0]), float(y[len(y) // 8 :].max())) for y in heights)
        step = 0.1 if high - low < 0.5 else 0.25
        return math.floor(low / step - 0.1) * step, math.ceil(high / step + 0.1) * step
    if column == "weight_norm":
        return 0.0, round_up(1.02 * high)
    # The first rise of the accuracy would flatten all that follows.
    later = min(float(min(y[len(y) // 2], y[-1])) for y in heights)
    missing = max(1.0 - later, 0.01)
    step = 10.0 ** math.floor(math.log10(missing))
    bottom = max(1.0 - step * math.ceil(1.15 * missing / step), 0.0)
    return bottom, 1.0 + 0.02 * (1.0 - bottom)
