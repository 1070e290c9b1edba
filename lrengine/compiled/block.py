"""What is done with a block of rows, by one thread: any of logits, losses and slopes, in one go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lrengine.compiled.loops import Array, Labels

# Stages, to be added up.
LOGITS, SOFTMAX, LOGISTIC, SLOPES = 1, 2, 4, 8

# So many rows go through all stages before the next ones do: the second product finds them in a core's
# own cache.
TOGETHER = 256


def block_in(
    real: Any, jit: Callable[[Any], Any], logits: Any, slopes: Any, softmax: Any, logistic: Any
) -> Any:
    """The function `block` of these loops; see `loops` and `residuals` for what they are given."""

    @jit
    def block(
        stages: int, w: Array, x: Array, rows: Labels, chosen: bool, z: Array, g: Array, scale: Any,
        intercept: Array, labels: Labels, found: Array, begin: int, end: int,
    ) -> None:  # fmt: skip
        """Rows begin ≤ i < end: z = scale · w xᵀ, then ∂ℓ/∂z in its place, then g = scale · z x."""
        if stages & SLOPES:
            for c in range(g.shape[0]):
                for f in range(g.shape[1]):
                    g[c, f] = real(0)
        if stages & (SOFTMAX | LOGISTIC):
            for entry in range(len(found)):
                found[entry] = 0.0
        for first in range(begin, end, TOGETHER):
            last = min(first + TOGETHER, end)
            if stages & LOGITS:
                logits(w, x, rows, chosen, z, scale, first, last)
            if stages & SOFTMAX:
                softmax(z, intercept, labels, found, first, last)
            if stages & LOGISTIC:
                logistic(z, intercept, labels, found, first, last)
            if stages & SLOPES:
                slopes(z, x, rows, chosen, g, first, last)
        if stages & SLOPES:
            for c in range(g.shape[0]):
                for f in range(g.shape[1]):
                    g[c, f] *= scale

    return block
