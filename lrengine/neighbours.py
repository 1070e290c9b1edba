"""The training images nearest to a drawing, by the features that the model reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.right_of_way import right_of_way
from lrengine.rows import HeldRows, RowSource

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

    features  (n, d) of the rows, an array or a RowSource, shared, not copied
    """

    def __init__(self, features: Array | RowSource, inputs: Array, labels: NDArray[np.int64]) -> None:
        self._source = features if isinstance(features, RowSource) else HeldRows(features)
        self.inputs = inputs
        self.labels = labels
        self._norms = np.empty(self._source.shape[0], self._source.dtype)
        for rows in self._blocks():
            x = self._source.take(rows)
            np.einsum("nd,nd->n", x, x, out=self._norms[rows])

    def nearest(self, feature: Array, count: int = 5) -> Near:
        """The nearest rows to one feature vector (d,); fewer where there are fewer."""
        feature = feature.reshape(-1).astype(self._source.dtype, copy=False)
        count = min(count, len(self._norms))
        apart = self._norms.copy()
        for rows in self._blocks():
            products = np.empty((1, len(apart[rows])), apart.dtype)
            self._source.block(rows).logits(feature[np.newaxis], products)
            apart[rows] -= 2 * products[0]
        found = np.argpartition(apart, count - 1)[:count] if count else np.empty(0, np.int64)
        # A difference of large numbers is rounded; the few found are measured again.
        exact = np.linalg.norm((self._source.take(found) - feature).astype(np.float64), axis=1)
        order = np.argsort(exact, kind="stable")
        nearest = found[order]
        return Near(nearest, self.inputs[nearest], self.labels[nearest], exact[order])

    def _blocks(self) -> Iterator[slice]:
        for begin in range(0, len(self._norms), _BLOCK):
            right_of_way.let_pass()
            yield slice(begin, begin + _BLOCK)
