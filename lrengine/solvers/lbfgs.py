"""L-BFGS with a line search that keeps its promise in single precision, too."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.objective import Measurement, Objective
from lrengine.solvers.base import Stalled

Array = NDArray[Any]

# At the bottom steps still pass the line search now and then, led by rounding alone.
PATIENCE = 20


class LBFGS:
    """Limited-memory BFGS: d = −H g, H built from the last pairs s = Δθ, y = Δg by two loops.

    A step t along d is accepted under the Wolfe conditions (c₁ = 1e-4, c₂ = .9)

        F(θ + t d) ≤ F(θ) + c₁ t ∇Fᵀd,    |∇F(θ + t d)ᵀd| ≤ c₂ |∇Fᵀd|.

    Near the optimum single precision no longer tells values apart, but still tells slopes. F is
    convex, F(θ) ≥ F(θ + t d) − t ∇F(θ + t d)ᵀd, so the first condition is waived where the slope at
    the new point is not positive. The learning rate is not used.
    """

    needs_all_rows = True
    needs_smooth = True
    needs_convex = True

    def __init__(self, memory: int = 10) -> None:
        self.memory = memory

    def start(self, theta: Array) -> None:
        self._pairs: deque[tuple[Array, Array, float]] = deque(maxlen=self.memory)
        self._value: float | None = None
        self._first: tuple[float, float] | None = None
        self._lowest = self._shortest = np.inf
        self._idle = 0
        self.step_size = 0.0

    def step(
        self, objective: Objective, theta: Array, gradient: Array, rate: float, share: float = 1.0
    ) -> Measurement | None:
        if self._value is None:
            self._value, _ = objective.smooth(theta, gradient)
        self._look_for_progress(self._value, np.sqrt(_dot(gradient, gradient)), theta.dtype)
        found = None
        if self._pairs:
            found = self._search(objective, theta, gradient, self._direction(gradient), 1.0)
        if found is None:
            # The pairs may have been spoilt by rounding: only when the gradient itself leads
            # nowhere is this the bottom.
            self._pairs.clear()
            length = np.sqrt(_dot(gradient, gradient))
            if length > 0:
                found = self._search(objective, theta, gradient, -gradient, min(1.0, 1.0 / length))
        if found is None:
            raise Stalled
        new_theta, new_gradient, value, measured = found
        s, y = new_theta - theta, new_gradient - gradient
        curvature = _dot(s, y)
        change, limits = _dot(y, y), np.finfo(theta.dtype)
        # Below `tiny` the change of the gradient is nothing but rounding.
        if change > limits.tiny and curvature > limits.eps * change:
            self._pairs.append((s, y, 1.0 / curvature))
        theta[:] = new_theta
        gradient[:] = new_gradient
        self._value = value
        return measured

    def _look_for_progress(self, value: float, length: float, dtype: Any) -> None:
        """Raise Stalled after PATIENCE steps in which neither F nor ‖∇F‖ fell by more than rounding.

        Values are added up in double precision, so a tenth of the losses' own rounding still counts.
        Where F falls for ever (separable classes, no penalty) ε² of the start is as good as nothing.
        """
        self._first = self._first or (abs(value), length)
        eps = float(np.finfo(dtype).eps)
        lower = value < self._lowest - eps * max(0.1 * abs(value), eps * self._first[0])
        shorter = eps**2 * self._first[1] < length < 0.9 * self._shortest
        if lower or shorter:
            self._lowest, self._shortest = min(value, self._lowest), min(length, self._shortest)
            self._idle = 0
        else:
            self._idle += 1
            if self._idle >= PATIENCE:
                raise Stalled

    def _direction(self, gradient: Array) -> Array:
        """−H g by the two-loop recursion, H₀ = (sᵀy/yᵀy) I of the newest pair."""
        q = -gradient
        weights = []
        for s, y, rho in reversed(self._pairs):
            a = rho * _dot(s, q)
            q -= q.dtype.type(a) * y
            weights.append(a)
        if self._pairs:
            _, y, rho = self._pairs[-1]
            q *= q.dtype.type(1.0 / (rho * _dot(y, y)))
        for (s, y, rho), a in zip(self._pairs, reversed(weights), strict=True):
            q += q.dtype.type(a - rho * _dot(y, q)) * s
        return q

    def _search(
        self, objective: Objective, theta: Array, gradient: Array, direction: Array, step: float
    ) -> tuple[Array, Array, float, Measurement] | None:
        """Bracket a Wolfe step, then close in on it by safeguarded cubic interpolation.

        F is convex, so the sign of its slope tells on which side of a step the minimum lies, with no
        need to compare values that rounding makes alike. None if no step is found.
        """
        assert self._value is not None
        start, slope = self._value, _dot(gradient, direction)
        if not slope < 0:
            return None
        low = (0.0, start, slope)
        high: tuple[float, float, float] | None = None
        for _ in range(40):
            point = theta + theta.dtype.type(step) * direction
            if np.array_equal(point, theta):
                break
            new_gradient = np.empty_like(theta)
            value, measured = objective.smooth(point, new_gradient)
            along = _dot(new_gradient, direction)
            lower = along <= 0 or value <= start + 1e-4 * step * slope
            if np.isfinite(value) and lower and abs(along) <= -0.9 * slope:
                self.step_size = step
                return point, new_gradient, value, measured
            if np.isfinite(value) and along < 0:
                low = (step, value, along)
            else:
                high = (step, value, along)
            step = 2.5 * step if high is None else _between(*low, *high)
        return None


def _between(a: float, fa: float, da: float, b: float, fb: float, db: float) -> float:
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


def _dot(a: Array, b: Array) -> float:
    """aᵀb in float64 at least."""
    wide = np.result_type(a.dtype, np.float64)
    return float(np.dot(a.astype(wide), b.astype(wide)))
