"""Figures read off the outcomes of a sweep, and how they are written."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.reproduction.claim import Figure
from lrengine.sweep.outcome import CellOutcome, Outcomes

# A variant by its name, or settings with their values.
Where = str | Mapping[str, Any] | None


def runs(outcomes: Outcomes, where: Where = None) -> list[CellOutcome]:
    """The runs of a variant or with these settings, all of them without either."""
    if where is None:
        return list(outcomes.items)
    if isinstance(where, str):
        return [item for item in outcomes.items if item.cell.variant == where]
    return [
        item
        for item in outcomes.items
        if all(item.cell.settings.get(key) == value for key, value in where.items())
    ]


def values(outcomes: Outcomes, column: str, where: Where = None) -> tuple[float, ...]:
    """A column of the kept iterate of each such run; NaN where a run has none."""
    return tuple(
        float(getattr(item.kept, column)) if item.kept is not None else math.nan
        for item in runs(outcomes, where)
    )


def mean(outcomes: Outcomes, column: str, where: Where = None) -> float:
    return statistics.fmean(values(outcomes, column, where))


def zeros(outcomes: Outcomes, where: Where = None) -> tuple[float, ...]:
    """Share of weights that are exactly zero in the model of each such run."""
    return tuple(
        float(np.mean(item.model.weights == 0)) for item in runs(outcomes, where) if item.model is not None
    )


def history(outcomes: Outcomes, column: str, where: Where = None) -> NDArray[np.float64]:
    """The measured rows of a column of the first such run."""
    column_values = runs(outcomes, where)[0].history.column(column)
    return column_values[np.isfinite(column_values)]


def percent(numbers: Sequence[float], digits: int = 2) -> str:
    """98.27 %, or 98.27 ± .12 % over several."""
    return f"{spread([100 * number for number in numbers], digits)} %"


def points(numbers: Sequence[float], digits: int = 1) -> str:
    """A difference of accuracies: 3.7 points, or 3.7 ± .4 points over several."""
    return f"{spread([100 * number for number in numbers], digits)} points"


def spread(numbers: Sequence[float], digits: int = 4) -> str:
    """.1032, or .1032 ± .0021 over several, as mean and sample standard deviation."""
    text = bare(statistics.fmean(numbers), digits)
    return f"{text} ± {bare(statistics.stdev(numbers), digits)}" if len(numbers) > 1 else text


def bare(number: float, digits: int = 4) -> str:
    """A number without the zero before its point."""
    text = f"{abs(number):.{digits}f}"
    return ("−" if number < 0 else "") + (text[1:] if text.startswith("0.") else text)


def plain(number: float) -> str:
    """A setting as people write it: 1e-5, .003."""
    return f"{number:g}".replace("e-0", "e-").removeprefix("0") or "0"


def accuracy(column: str = "test_accuracy", where: Where = None) -> Callable[[Outcomes], Figure]:
    """A measure: an accuracy in percent, with its spread over the seeds."""

    def measure(outcomes: Outcomes) -> Figure:
        found = values(outcomes, column, where)
        return Figure(percent(found), found)

    return measure


def within(low: float, high: float) -> Callable[[Figure], bool]:
    """Whether the mean lies between two bounds; never for a mean that is not a number."""
    return lambda figure: low <= figure.mean <= high


def at_least(low: float) -> Callable[[Figure], bool]:
    return lambda figure: figure.mean >= low


def certain_gap(more: Sequence[float], less: Sequence[float]) -> bool:
    """Whether a mean is greater than another by more than two standard errors of their difference."""
    error = math.sqrt(sum(statistics.variance(of) / len(of) for of in (more, less) if len(of) > 1))
    return statistics.fmean(more) - statistics.fmean(less) > 2 * error
