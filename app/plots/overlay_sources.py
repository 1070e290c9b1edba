"""The curves of other runs, each ready to be reduced to what the screen can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from app.plots.curve_reduction import CurveReducer, cut_at_edges
from app.plots.overlay import mean_and_deviation
from app.plots.plot_scale import PlotScale
from lrengine.history import History

Floats = NDArray[np.float64]
Curve = tuple[Floats, Floats]

# Where a mean minus its deviation has no logarithm, its spread goes down to here, below any plot.
BOTTOM: Final = -400.0
# Columns of an outline, which tells how high a curve goes.
_OUTLINE: Final = 64


@dataclass(frozen=True, eq=False)
class OtherCurve:
    """What is drawn of a curve: its points in the view, and the edges of its spread if it is a mean."""

    points: Curve
    below: Curve | None = None
    above: Curve | None = None


class Source(Protocol):
    """One curve that may still grow.

    rows       rows there are
    is_behind  `take` has not been given all of them
    """

    @property
    def rows(self) -> int: ...
    @property
    def is_behind(self) -> bool: ...
    def __len__(self) -> int:
        """Measured rows taken."""

    def take(self, most: int) -> None:
        """Take up to so many more rows."""

    def reduce(self, left: float, right: float, columns: int) -> OtherCurve:
        """The curve between two places."""

    def outlines(self, left: float, right: float) -> list[Curve]:
        """The same, coarser and cheap, with the edges of a spread."""


class RunSource:
    """A column of a run's history."""

    def __init__(self, history: History, column: str, scale: PlotScale) -> None:
        self._history, self._column, self._scale = history, column, scale
        self._reducer = CurveReducer(scale.log)
        self._outline = _Outline(self._reducer)

    def __len__(self) -> int:
        return len(self._reducer)

    @property
    def rows(self) -> int:
        return len(self._history)

    @property
    def is_behind(self) -> bool:
        return self._reducer.taken < self.rows

    def take(self, most: int) -> None:
        new = slice(self._reducer.taken, min(self.rows, self._reducer.taken + most))
        iterations = self._history.column("iteration")[new]
        self._reducer.extend(self._scale.places(iterations), self._history.column(self._column)[new])

    def reduce(self, left: float, right: float, columns: int) -> OtherCurve:
        return OtherCurve(cut_at_edges(*self._reducer.reduce(left, right, columns), left, right))

    def outlines(self, left: float, right: float) -> list[Curve]:
        return [self._outline.between(left, right)]


class BandSource:
    """Mean ± standard deviation of a column over several runs, as far as all of them go."""

    def __init__(self, histories: tuple[History, ...], column: str, scale: PlotScale) -> None:
        self._histories, self._column, self._scale = histories, column, scale
        self._taken = 0
        # Of the mean, the lower and the upper edge.
        self._reducers = (CurveReducer(), CurveReducer(), CurveReducer())

    def __len__(self) -> int:
        return len(self._reducers[0])

    @property
    def rows(self) -> int:
        return min((len(history) for history in self._histories), default=0)

    @property
    def is_behind(self) -> bool:
        return self._taken < self.rows

    def take(self, most: int) -> None:
        """All rows at once, whatever is asked for: numbers of a band that grows come in one piece."""
        new, self._taken = slice(self._taken, self.rows), self.rows
        iterations, mean, deviation = mean_and_deviation(self._histories, self._column, new)
        heights, low = self._scale.heights(mean), self._scale.heights(mean - deviation)
        if self._scale.log:
            low[np.isnan(low) & ~np.isnan(heights)] = BOTTOM
        edges = (heights, low, self._scale.heights(mean + deviation))
        for reducer, edge in zip(self._reducers, edges, strict=True):
            reducer.extend(self._scale.places(iterations), edge)

    def reduce(self, left: float, right: float, columns: int) -> OtherCurve:
        mean, low, high = (
            cut_at_edges(*reducer.reduce(left, right, columns), left, right) for reducer in self._reducers
        )
        return OtherCurve(mean, low, high)

    def outlines(self, left: float, right: float) -> list[Curve]:
        mean, (x, low), high = (_Outline(reducer).between(left, right) for reducer in self._reducers)
        return [mean, (x, np.where(low > BOTTOM, low, np.nan)), high]


class _Outline:
    """A curve in few points, made anew only when it has grown."""

    def __init__(self, reducer: CurveReducer) -> None:
        self._reducer = reducer
        self._taken = -1
        self._curve: Curve = (np.empty(0), np.empty(0))

    def between(self, left: float, right: float) -> Curve:
        if self._taken != self._reducer.taken:
            self._taken = self._reducer.taken
            self._curve = self._reducer.reduce(*self._reducer.ends, _OUTLINE)
        x, y = self._curve
        first, last = np.searchsorted(x, (left, right))
        seen = slice(max(first - 1, 0), last + 1)
        return x[seen], y[seen]
