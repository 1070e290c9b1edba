"""Gradient descent, plain and with momentum."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.measurement import Measurement
from lrengine.objective import Objective
from lrengine.solvers.base import shrink

Array = NDArray[Any]


class GradientDescent:
    """θ ← prox(θ − η g), with momentum μ through a velocity v.

    ========  ==============================================
    plain     θ ← θ − η g                            (μ = 0)
    momentum  v ← μ v − η g,  θ ← θ + v
    nesterov  v ← μ v − η g,  θ ← θ + μ v − η g
    ========  ==============================================

    In Nesterov's form θ is the point looked ahead to, where the gradient is taken.
    """

    needs_all_rows = False
    needs_smooth = False
    needs_convex = False

    def __init__(self, momentum: float = 0.0, nesterov: bool = False) -> None:
        self.momentum = momentum
        self.nesterov = nesterov

    def start(self, theta: Array) -> None:
        self._velocity = np.zeros_like(theta)
        self._move = np.empty_like(theta)

    def step(
        self, objective: Objective, theta: Array, gradient: Array, rate: float, share: float = 1.0
    ) -> Measurement | None:
        np.multiply(gradient, theta.dtype.type(-rate), out=self._move)
        mu = theta.dtype.type(self.momentum)
        if self.momentum:
            self._velocity *= mu
            self._velocity += self._move
        theta += self._velocity if self.momentum and not self.nesterov else self._move
        if objective.penalty.l1:
            ahead = theta.copy()
            shrink(objective, theta, rate * share)
            if self.momentum:
                # The velocity is the way really gone: without this the fixed point would have
                # |∇F| = (1 − μ)·λ₁, an optimum of another penalty.
                self._velocity += theta - ahead
        if self.nesterov:
            np.multiply(self._velocity, mu, out=self._move)
            theta += self._move
        return None
