"""What a training loop does with a gradient, as loops that read and write each number once."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lrengine.compiled.loops import Array


def adam_in(jit: Callable[[Any], Any], root: Callable[[Any], Any] = math.sqrt) -> Any:
    """The loop `adam`; see `lrengine.solvers.adam`.

    root  of a number that is not negative
    """

    @jit
    def adam(
        theta: Array, gradient: Array, sums: Array, squares: Array,
        beta1: Any, beta2: Any, epsilon: Any, rate: Any,
    ) -> None:  # fmt: skip
        """sums ← β₁ sums + g, squares ← β₂ squares + g², θ ← θ − rate · sums/(√squares + ε), all (n,)."""
        for j in range(len(theta)):
            g = gradient[j]
            sums[j] = beta1 * sums[j] + g
            squares[j] = beta2 * squares[j] + g * g
            theta[j] -= rate * (sums[j] / (root(squares[j]) + epsilon))

    return adam


def squared_norm_in(jit: Callable[[Any], Any]) -> Any:
    """The loop `squared_norm`."""

    @jit
    def squared_norm(array: Array) -> float:
        """‖a‖² of a (n,), added up in float64."""
        total = 0.0
        for j in range(len(array)):
            # What Numba calls float() leaves single precision as it is.
            entry = np.float64(array[j])
            total += entry * entry
        return total

    return squared_norm
