"""Where an objective's rows come from: an array in memory, or anything else that gives blocks of them."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Labels = NDArray[np.int64]


@runtime_checkable
class RowSource(Protocol):
    """X (n, d) by blocks.

    shape  (n, d)
    dtype  of a block
    """

    shape: tuple[int, int]
    dtype: Any

    def take(self, rows: slice | Labels) -> Array:
        """Some rows (m, d), C-ordered; this thread's next call may overwrite them."""

    def part(self, rows: slice) -> Any:
        """Neighbouring rows as something that can be sent to another process: an array or a RowSource."""

    def epoch_order(self, rng: np.random.Generator) -> Labels:
        """All row numbers (n,), in the order in which an epoch of mini-batches goes through them."""


class HeldRows:
    """The rows of an array in memory; an epoch's order is any of all permutations."""

    def __init__(self, features: Array) -> None:
        self.features = np.ascontiguousarray(features)
        self.shape = self.features.shape
        self.dtype = self.features.dtype

    def take(self, rows: slice | Labels) -> Array:
        return self.features[rows]

    def part(self, rows: slice) -> Array:
        return self.features[rows]

    def epoch_order(self, rng: np.random.Generator) -> Labels:
        return rng.permutation(len(self.features))
