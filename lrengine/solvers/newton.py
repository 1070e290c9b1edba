"""Newton's method with the Hessian of the rows that matter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.curvature import Curvature
from lrengine.measurement import Measurement
from lrengine.objective import Objective
from lrengine.solvers.base import Stalled
from lrengine.solvers.line_search import Progress, Reached, dot, search
from lrengine.threads import one_blas_thread

Array = NDArray[Any]

# Rows behind the Hessian for each column of X: to begin with, and at most. Fewer columns count as so many.
FIRST_ROWS = 8
MOST_ROWS = 24
LEAST_COLUMNS = 250
# Share of the slope along d that a step may leave; where a whole step leaves more, the sample is too small.
FLATTER = 0.4


class Newton:
    """θ ← θ + t d with H d = −∇F, H being the Hessian estimated from a sample of rows (see Curvature).

    d comes from conjugate gradients, ended once the preconditioned residual √(rᵀM⁻¹r) is `accuracy`
    times the first; t from `search`, 1 as a rule. The gradient is exact, so the optimum is that of all
    rows; the sample only decides how fast it is approached, and doubles where the whole step was not
    taken. Some ten gradients take the place of L-BFGS's hundreds. The learning rate is not used.
    """

    needs_all_rows = True
    needs_smooth = True
    needs_convex = True

    def __init__(self, accuracy: float = 0.2, most_products: int = 100) -> None:
        self.accuracy = accuracy
        self.most_products = most_products

    def start(self, theta: Array) -> None:
        self._rows = 0
        self._value: float | None = None
        self._progress = Progress(theta.dtype)
        self._rng = np.random.default_rng(0)
        self.step_size = 0.0

    def step(
        self, objective: Objective, theta: Array, gradient: Array, rate: float, share: float = 1.0
    ) -> Measurement | None:
        if self._value is None:
            self._value = objective.value(theta, objective.measure(theta).risk)
            self._rows = FIRST_ROWS * max(objective.d, LEAST_COLUMNS)
        length = np.sqrt(dot(gradient, gradient))
        self._progress.look(self._value, length)
        if not length:
            raise Stalled
        found = self._along_newton(objective, theta, gradient)
        if found is None:
            # The Hessian may have vanished where the model is sure of all rows.
            step = min(1.0, 1.0 / length)
            found = search(objective, theta, gradient, self._value, -gradient, step=step)
        if found is None:
            raise Stalled
        theta[:] = found.theta
        gradient[:] = found.gradient
        self._value, self.step_size = found.value, found.step
        return found.measured

    def _along_newton(self, objective: Objective, theta: Array, gradient: Array) -> Reached | None:
        assert self._value is not None
        # Threads of BLAS spin on after a product, and would keep the cores from those that share the rows.
        with one_blas_thread(), np.errstate(over="ignore", invalid="ignore"):
            curvature = Curvature(objective, theta, self._rows, self._rng)
            direction = curvature.fold(self._solve(curvature, -curvature.unfold(gradient)))
        found = search(objective, theta, gradient, self._value, direction, flatter=FLATTER)
        if found is None or found.step != 1.0:
            self._rows = min(2 * self._rows, MOST_ROWS * max(objective.d, LEAST_COLUMNS))
        return found

    def _solve(self, curvature: Curvature, right: Array) -> Array:
        """H⁻¹·right by preconditioned conjugate gradients, as far as it is worth it."""
        number = right.dtype.type
        solution, residual = np.zeros_like(right), right.copy()
        ahead = curvature.precondition(residual)
        size = first = dot(residual.ravel(), ahead.ravel())
        direction = ahead
        for _ in range(self.most_products):
            image = curvature.product(direction)
            bent = dot(direction.ravel(), image.ravel())
            if not (bent > 0 and size > 0):
                break
            solution += number(size / bent) * direction
            residual -= number(size / bent) * image
            ahead = curvature.precondition(residual)
            new = dot(residual.ravel(), ahead.ravel())
            if not new > self.accuracy**2 * first:
                break
            direction = ahead + number(new / size) * direction
            size = new
        return solution
