"""Where iterations and values lie in a plot's view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.plots.curve_reduction import drawable_values

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlotScale:
    """Heights are values, or log₁₀ of them if `log`; places are iterations k, or log₁₀(1 + k) if `log_x`.

    One is added so that row 0, the start, has a place, too.
    """

    log: bool = False
    log_x: bool = False

    def heights(self, values: ArrayLike) -> Floats:
        """NaN, a gap, where a value has no height."""
        return drawable_values(values, self.log)

    def height(self, value: float) -> float:
        return float(self.heights([value])[0])

    def places(self, iterations: ArrayLike) -> Floats:
        plain = np.asarray(iterations, np.float64)
        return np.log10(1.0 + plain) if self.log_x else plain

    def place(self, iteration: float) -> float:
        return float(self.places(iteration))

    def iteration(self, place: float) -> float:
        """The iteration at a place, whole or not; before row 0 it is 0."""
        if not self.log_x:
            return place
        return float(10.0 ** min(max(place, 0.0), 300.0) - 1.0)
