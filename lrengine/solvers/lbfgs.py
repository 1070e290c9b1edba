"""L-BFGS with a line search that keeps its promise in single precision, too."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.measurement import Measurement
from lrengine.objective import Objective
from lrengine.penalties import widened
from lrengine.solvers.base import Stalled
from lrengine.solvers.line_search import Progress, dot, search

Array = NDArray[Any]


class LBFGS:
    """Limited-memory BFGS: d = −H g, H built from the last pairs s = Δθ, y = Δg by two loops.

    How far along d is found by `search`. The learning rate is not used.
    """

    needs_all_rows = True
    needs_smooth = True
    needs_convex = True

    def __init__(self, memory: int = 10) -> None:
        self.memory = memory

    def start(self, theta: Array) -> None:
        self._pairs: deque[tuple[Array, Array, float]] = deque(maxlen=self.memory)
        self._value: float | None = None
        self._progress = Progress(theta.dtype)
        self.step_size = 0.0

    def step(
        self, objective: Objective, theta: Array, gradient: Array, rate: float, share: float = 1.0
    ) -> Measurement | None:
        if self._value is None:
            self._value, _ = objective.smooth(theta, gradient)
        length = np.sqrt(dot(gradient, gradient))
        self._progress.look(self._value, length)
        found = None
        if self._pairs:
            found = search(objective, theta, gradient, self._value, self._direction(gradient))
        if found is None:
            # The pairs may have been spoilt by rounding: only when the gradient itself leads
            # nowhere is this the bottom.
            self._pairs.clear()
            if length > 0:
                step = min(1.0, 1.0 / length)
                found = search(objective, theta, gradient, self._value, -gradient, step=step)
        if found is None:
            raise Stalled
        s, y = widened(found.theta - theta), widened(found.gradient - gradient)
        curvature = dot(s, y)
        change, limits = dot(y, y), np.finfo(theta.dtype)
        # Below `tiny` the change of the gradient is nothing but rounding.
        if change > limits.tiny and curvature > limits.eps * change:
            self._pairs.append((s, y, 1.0 / curvature))
        theta[:] = found.theta
        gradient[:] = found.gradient
        self._value, self.step_size = found.value, found.step
        return found.measured

    def _direction(self, gradient: Array) -> Array:
        """−H g by the two-loop recursion, H₀ = (sᵀy/yᵀy) I of the newest pair."""
        q = widened(-gradient)
        move, weights = np.empty_like(q), []
        for s, y, rho in reversed(self._pairs):
            a = rho * dot(s, q)
            q -= np.multiply(y, a, out=move)
            weights.append(a)
        if self._pairs:
            _, y, rho = self._pairs[-1]
            q *= 1.0 / (rho * dot(y, y))
        for (s, y, rho), a in zip(self._pairs, reversed(weights), strict=True):
            q += np.multiply(s, a - rho * dot(y, q), out=move)
        return q.astype(gradient.dtype)
