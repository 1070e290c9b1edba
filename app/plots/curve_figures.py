"""What a run's curves say in figures: at the pointer, at the best iterate, and read aloud."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.plots.plot_ticks import risk_text
from lrengine.history import History

PARTS: Final = ("training", "validation", "test")
SHORT_NAMES: Final = {"training": "train", "validation": "validation", "test": "test"}
# How far back a figure that was not measured at an iteration is looked for.
_LOOK_BACK: Final = 5000

# The history's column for each part that a plot shows.
Columns = Mapping[str, str]


def risk_columns(penalised: bool) -> Columns:
    """The training curve is the function that is minimised; the others are without the penalty."""
    training = "train_objective" if penalised else "train_risk"
    return {"training": training, "validation": "validation_risk", "test": "test_risk"}


ACCURACY_COLUMNS: Final[Columns] = {part: f"{SHORT_NAMES[part]}_accuracy" for part in PARTS}


def whole_run(history: History | None, others: Iterable[History] = ()) -> tuple[float, float]:
    """The iterations from a run's first row to a little after its last, and to that of any other."""
    ends = [
        (h.column("iteration")[0], h.column("iteration")[-1])
        for h in (history, *others)
        if h is not None and len(h)
    ]
    if not ends:
        return 0.0, 10.0
    first, last = min(float(first) for first, _ in ends), max(float(last) for _, last in ends)
    if len(ends) > 1:
        # In steps: curves that stand still are drawn once for many rows of the one that grows.
        step = 10.0 ** math.floor(math.log10(max(last, 1.0))) / 20
        last = step * math.ceil(last / step)
    return first, max(last + 0.01 * (last - first), first + 1.0)


def row_of(history: History, iteration: float) -> int:
    """The row nearest to an iteration; the history has rows."""
    iterations = history.column("iteration")
    row = int(np.searchsorted(iterations, iteration))
    if row and (row == len(iterations) or iteration - iterations[row - 1] < iterations[row] - iteration):
        row -= 1
    return row


def best_point(history: History, best: int, columns: Columns) -> tuple[float, float] | None:
    """(iteration, value) of the best iterate, on the validation curve where there is one."""
    row = row_of(history, best)
    for part in ("validation", "training"):
        value = float(history.column(columns[part])[row])
        if math.isfinite(value):
            return float(best), value
    return None


def figures(history: History, row: int, columns: Columns, *, is_share: bool) -> list[str]:
    """A text for every part, as in "train .2817".

    What was not measured at this row is given as it last was, with its iteration.
    """
    texts = []
    for part, column in columns.items():
        found = _last_measured(history.column(column), row)
        if found is not None:
            value = float(history.column(column)[found])
            text = f"{100 * value:.2f} %" if is_share else risk_text(value)
            at = "" if found == row else f" (at {int(history.column('iteration')[found]):,})"
            texts.append(f"{SHORT_NAMES[part]} {text}{at}")
    return texts


def _last_measured(column: NDArray[Any], row: int) -> int | None:
    first = max(row + 1 - _LOOK_BACK, 0)
    measured = np.flatnonzero(~np.isnan(column[first : row + 1]))
    return first + int(measured[-1]) if len(measured) else None
