"""What the curves of other runs are drawn from, and the mean of repeats with its spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lrengine.history import History

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Overlay:
    """Another run's curves, in the columns of the shown one.

    number  what the user knows the run by
    label   a few words beside its number, or ""
    colour  #rrggbb
    """

    number: int
    label: str
    colour: str
    history: History

    @property
    def name(self) -> str:
        """What stands at the line's end."""
        return f"{self.number} {self.label}".strip()

    @property
    def histories(self) -> tuple[History, ...]:
        return (self.history,)


@dataclass(frozen=True)
class Band:
    """Mean ± standard deviation of runs that repeat one another with other seeds.

    label   what stands at the line's end, as in "5 seeds"
    colour  #rrggbb
    """

    label: str
    colour: str
    histories: tuple[History, ...]

    @property
    def name(self) -> str:
        return self.label


def mean_and_deviation(
    histories: Sequence[History], column: str, rows: slice
) -> tuple[Floats, Floats, Floats]:
    """(iterations, means, deviations), (m,) each, of those among `rows` at which every run was measured.

    The deviation is the sample's, √(Σ(x − x̄)²/(n − 1)), and 0 for a single run.
    """
    values = np.stack([history.column(column)[rows] for history in histories])
    known = ~np.isnan(values).any(axis=0)
    values = values[:, known]
    # A run that went to infinity has no mean; it becomes a gap.
    with np.errstate(invalid="ignore", over="ignore"):
        means = values.mean(axis=0)
        deviations = values.std(axis=0, ddof=1) if len(values) > 1 else np.zeros(values.shape[1])
    return histories[0].column("iteration")[rows][known], means, deviations
