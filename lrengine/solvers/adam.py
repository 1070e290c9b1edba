"""Adam: each weight has a step of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.objective import Measurement, Objective
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
        self._mean = np.zeros_like(theta)
        self._square = np.zeros_like(theta)
        self._step = np.empty_like(theta)
        self._updates = 0

    def step(
        self, objective: Objective, theta: Array, gradient: Array, rate: float, share: float = 1.0
    ) -> Measurement | None:
        number = theta.dtype.type
        self._updates += 1
        self._mean += number(1 - self.beta1) * (gradient - self._mean)
        self._square += number(1 - self.beta2) * (gradient * gradient - self._square)
        np.sqrt(self._square, out=self._step)
        self._step *= number(1 / np.sqrt(1 - self.beta2**self._updates))
        self._step += number(self.epsilon)
        np.divide(number(rate), self._step, out=self._step)
        theta -= self._step * self._mean * number(1 / (1 - self.beta1**self._updates))
        shrink(objective, theta, self._step * number(share))
        return None
