"""Adam: each weight has a step of its own."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.measurement import Measurement
from lrengine.objective import Objective
from lrengine.solvers.base import shrink

Array = NDArray[Any]


class Adam:
    """m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  θ ← θ − η m̂/(√v̂ + ε), m̂ and v̂ bias-corrected.

    L1 enters by the proximal step in Adam's own metric: weight j shrinks by λ₁·η/(√v̂ⱼ + ε).

    Source of the constants β₁ = .9, β₂ = .999, ε = 1e-8: "Logistic Regression for MNIST", section 6.
    """

    needs_all_rows = False
    needs_smooth = False
    needs_convex = False

    def __init__(self, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def start(self, theta: Array) -> None:
        # m/(1−β₁) and v/(1−β₂), which take a pass less each: both factors go into those of the step.
        self._sum = np.zeros_like(theta)
        self._square_sum = np.zeros_like(theta)
        self._width = np.empty_like(theta)
        self._move = np.empty_like(theta)
        self._updates = 0

    def step(
        self, objective: Objective, theta: Array, gradient: Array, rate: float, share: float = 1.0
    ) -> Measurement | None:
        number = theta.dtype.type
        self._updates += 1
        # √v̂ + ε is `scale` times √square_sum + epsilon.
        scale = math.sqrt((1 - self.beta2) / (1 - self.beta2**self._updates))
        epsilon = self.epsilon / scale
        step = rate / scale * (1 - self.beta1) / (1 - self.beta1**self._updates)
        if objective.source.loops is not None:
            objective.source.loops.adam(
                theta, gradient, self._sum, self._square_sum,
                beta1=self.beta1, beta2=self.beta2, epsilon=epsilon, rate=step,
            )  # fmt: skip
            if objective.penalty.l1:
                self._widen(epsilon)
        else:
            self._sum *= number(self.beta1)
            self._sum += gradient
            np.multiply(gradient, gradient, out=self._move)
            self._square_sum *= number(self.beta2)
            self._square_sum += self._move
            self._widen(epsilon)
            np.divide(self._sum, self._width, out=self._move)
            self._move *= number(step)
            theta -= self._move
        if objective.penalty.l1:
            shrink(objective, theta, number(rate / scale * share) / self._width)
        return None

    def _widen(self, epsilon: float) -> None:
        np.sqrt(self._square_sum, out=self._width)
        self._width += self._width.dtype.type(epsilon)
