"""The training images nearest to a drawing, by the features that the model reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.right_of_way import right_of_way

Array = NDArray[Any]

# Rows of one product: whoever goes first waits no longer than for these.
_BLOCK = 1024


@dataclass(frozen=True, eq=False)
class Near:
    """The nearest rows, nearest first.

    rows       (m,) indices into the rows searched
    inputs     (m, …) the rows themselves
    labels     (m,) their classes
    distances  (m,) ‖φ − φᵢ‖
    """

    rows: NDArray[np.int64]
    inputs: Array
    labels: NDArray[np.int64]
    distances: Array


class Neighbours:
    """‖φ − φᵢ‖² = ‖φ‖² − 2 φ·φᵢ + ‖φᵢ‖²: with the norms ready, one product over all rows tells the nearest.

    features  (n, d) of the rows, shared, not copied
    """

    def __init__(self, features: Array, inputs: Array, labels: NDArray[np.int64]) -> None:
        self.features = features
        self.inputs = inputs
        self.labels = labels
        self._norms = np.empty(len(features), features.dtype)
        for rows in self._blocks():
            np.einsum("nd,nd->n", features[rows], features[rows], out=self._norms[rows])

    def nearest(self, feature: Array, count: int = 5) -> Near:
        """The nearest rows to one feature vector (d,); fewer where there are fewer."""
        feature = feature.reshape(-1).astype(self.features.dtype, copy=False)
        count = min(count, len(self.features))
        apart = self._norms.copy()
        for block in self._blocks():
            apart[block] -= 2 * (self.features[block] @ feature)
        found = np.argpartition(apart, count - 1)[:count] if count else np.empty(0, np.int64)
        # A difference of large numbers is rounded; the few found are measured again.
        exact = np.linalg.norm((self.features[found] - feature).astype(np.float64), axis=1)
        order = np.argsort(exact, kind="stable")
        rows = found[order]
        return Near(rows, self.inputs[rows], self.labels[rows], exact[order])

    def _blocks(self) -> Iterator[slice]:
        for begin in range(0, len(self.features), _BLOCK):
            right_of_way.let_pass()
            yield slice(begin, begin + _BLOCK)
