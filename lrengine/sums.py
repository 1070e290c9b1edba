"""What rows add up to, and how rows are cut so that the sum is always the same one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]

# A gradient is kept for each stretch, so many at most.
MOST_STRETCHES = 64


@dataclass
class Sums:
    """Unreduced sums over some rows: Σℓ, rows read correctly, Σ ∂ℓ/∂W and Σ ∂ℓ/∂b.

    slopes              (k, d) or None for losses alone
    slopes_intercepts   (k,) or None
    """

    loss: float = 0.0
    hits: int = 0
    slopes: Array | None = None
    slopes_intercepts: Array | None = None

    def add(self, other: Sums) -> Sums:
        """Take in the sums over other rows, whose arrays may be kept."""
        self.loss += other.loss
        self.hits += other.hits
        self.slopes = _added(self.slopes, other.slopes)
        self.slopes_intercepts = _added(self.slopes_intercepts, other.slopes_intercepts)
        return self


def _added(mine: Array | None, others: Array | None) -> Array | None:
    if mine is None:
        return others
    if others is not None:
        mine += others
    return mine


def stretches(count: int, block: int) -> list[list[slice]]:
    """Blocks of about `block` of `count` rows, gathered in stretches that follow one another.

    Each stretch may be summed by a thread of its own, block after block; both depend on the number
    of rows only, so that the sum, taken in order, is the same for any number of threads. Blocks come
    in even numbers and alike sizes, for two threads to share.
    """
    blocks = -(-count // block)
    if blocks > 1:
        blocks = min(count, blocks + blocks % 2)
    edges = [count * i // blocks for i in range(blocks + 1)]
    cuts = [slice(a, b) for a, b in itertools.pairwise(edges)]
    length = -(-len(cuts) // MOST_STRETCHES)
    return [cuts[a : a + length] for a in range(0, len(cuts), length)]
