"""How far to go along a direction, and when going on has become pointless."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.measurement import Measurement
from lrengine.objective import Objective
from lrengine.penalties import widened
from lrengine.solvers.base import Stalled

Array = NDArray[Any]

# At the bottom steps still pass the line search now and then, led by rounding alone.
PATIENCE = 20


@dataclass(frozen=True, eq=False)
class Reached:
    """Where a line search ended: the new θ, ∇F there, F without its L1 part, and the step t."""

    theta: Array
    gradient: Array
    value: float
    measured: Measurement
    step: float


def search(
    objective: Objective,
    theta: Array,
    gradient: Array,
    value: float,
    direction: Array,
    *,
    step: float = 1.0,
    flatter: float = 0.9,
) -> Reached | None:
    """A step t along d from θ, `step` being tried first, under the Wolfe conditions

        F(θ + t d) ≤ F(θ) + c₁ t ∇Fᵀd,    |∇F(θ + t d)ᵀd| ≤ c₂ |∇Fᵀd|,

    c₁ = 1e-4 and c₂ = `flatter`.

    Near the optimum single precision no longer tells values apart, but still tells slopes. F is
    convex, F(θ) ≥ F(θ + t d) − t ∇F(θ + t d)ᵀd, so the first condition is waived where the slope at
    the new point is not positive.

    It brackets such a step, then closes in by safeguarded cubic interpolation: the sign of a convex
    function's slope tells on which side of a step the minimum lies, with no need to compare values
    that rounding makes alike. None if d does not lead downhill or no step is found.
    """
    slope = dot(gradient, direction)
    if not slope < 0:
        return None
    low = (0.0, value, slope)
    high: tuple[float, float, float] | None = None
    for _ in range(40):
        point = theta + theta.dtype.type(step) * direction
        if np.array_equal(point, theta):
            break
        new_gradient = np.empty_like(theta)
        reached, measured = objective.smooth(point, new_gradient)
        along = dot(new_gradient, direction)
        lower = along <= 0 or reached <= value + 1e-4 * step * slope
        if math.isfinite(reached) and lower and abs(along) <= -flatter * slope:
            return Reached(point, new_gradient, reached, measured, step)
        if math.isfinite(reached) and along < 0:
            low = (step, reached, along)
        else:
            high = (step, reached, along)
        step = 2.5 * step if high is None else between(*low, *high)
    return None


def between(a: float, fa: float, da: float, b: float, fb: float, db: float) -> float:
    """The minimum of the cubic through two values and slopes, kept inside the middle 80 %."""
    middle = 0.5 * (a + b)
    if not (np.isfinite(fb) and np.isfinite(db)):
        return a + 0.1 * (b - a)
    d1 = da + db - 3 * (fa - fb) / (a - b)
    square = d1 * d1 - da * db
    if square < 0:
        return middle
    d2 = np.copysign(np.sqrt(square), b - a)
    bottom = db - da + 2 * d2
    if bottom == 0:
        return middle
    best = b - (b - a) * (db + d2 - d1) / bottom
    margin = 0.1 * abs(b - a)
    return float(min(max(best, min(a, b) + margin), max(a, b) - margin))


def dot(a: Array, b: Array) -> float:
    """aᵀb in float64 at least."""
    return float(widened(a).dot(widened(b)))


class Progress:
    """Raises Stalled after PATIENCE steps in which neither F nor ‖∇F‖ fell by more than rounding.

    Values are added up in double precision, so a tenth of the losses' own rounding still counts.
    Where F falls for ever (separable classes, no penalty) ε² of the start is as good as nothing.
    """

    def __init__(self, dtype: Any) -> None:
        self._eps = float(np.finfo(dtype).eps)
        self._first: tuple[float, float] | None = None
        self._lowest = self._shortest = np.inf
        self._idle = 0

    def look(self, value: float, length: float) -> None:
        """Take note of F and ‖∇F‖ before another step."""
        self._first = self._first or (abs(value), length)
        lower = value < self._lowest - self._eps * max(0.1 * abs(value), self._eps * self._first[0])
        shorter = self._eps**2 * self._first[1] < length < 0.9 * self._shortest
        if lower or shorter:
            self._lowest, self._shortest = min(value, self._lowest), min(length, self._shortest)
            self._idle = 0
        else:
            self._idle += 1
            if self._idle >= PATIENCE:
                raise Stalled
