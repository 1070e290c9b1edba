"""Where an objective's rows come from: an array in memory, or anything else that gives blocks of them."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from lrengine.compiled import Loops
from lrengine.losses import Loss
from lrengine.sums import Sums
from lrengine.thin_products import TILE, logits_of, slopes_of, tiled
from lrengine.threads import Workers

Array = NDArray[Any]
Labels = NDArray[np.int64]


class Block(Protocol):
    """Some rows X (m, d), at hand for the two products of a gradient."""

    def __len__(self) -> int: ...

    def logits(self, weights: Array, out: Array) -> None:
        """W Xᵀ into `out`: (k, d) times the transpose of (m, d) is (k, m)."""

    def slopes(self, residual: Array, out: Array) -> None:
        """R X into `out`: (k, m) times (m, d) is (k, d)."""

    def sums(
        self, loss: Loss, weights: Array, intercept: Array | None, labels: Labels, with_slopes: bool,
        into: Array | None = None,
    ) -> Sums | None:  # fmt: skip
        """Both products and the loss between them in one go; None where that cannot be done.

        labels  (m,) those of these rows
        into    (k, d), where the slopes may be made
        """

    def features(self) -> Array:
        """X itself."""


@runtime_checkable
class RowSource(Protocol):
    """X (n, d) by blocks.

    shape   (n, d)
    dtype   of a block
    tile    weights go through its products fastest in multiples of so many rows
    tall    rows of a block at most
    large   entries of a part of a batch that is worth a thread of its own
    few     so many parts are gone through one after another, each by all threads
    finite  whether X is known to hold nothing infinite
    loops   the compiled loops, if a run on these rows may use them
    """

    shape: tuple[int, int]
    dtype: Any
    tile: int
    tall: int
    large: int
    few: int
    finite: bool
    loops: Loops | None

    def block(self, rows: slice | Labels, workers: Workers | None = None) -> Block:
        """Some rows; this thread's next call may overwrite them.

        workers  who may share its products; not those that share the blocks
        """

    def sample(self, rows: Labels) -> Block:
        """Some rows, kept."""

    def take(self, rows: slice | Labels) -> Array:
        """Some rows (m, d), C-ordered; this thread's next call may overwrite them."""

    def part(self, rows: slice) -> Any:
        """Neighbouring rows as something that can be sent to another process: an array or a RowSource."""

    def own(self) -> RowSource:
        """The same rows for one objective alone, which goes through epochs of its own."""

    def epoch_order(self, rng: np.random.Generator) -> Labels:
        """All row numbers (n,), in the order in which an epoch of mini-batches goes through them."""


class FloatBlock:
    """Rows that are multiplied by NumPy's BLAS."""

    def __init__(self, x: Array) -> None:
        self._x = x

    def __len__(self) -> int:
        return len(self._x)

    def logits(self, weights: Array, out: Array) -> None:
        logits_of(weights, self._x, out)

    def slopes(self, residual: Array, out: Array) -> None:
        slopes_of(residual, self._x, out)

    def sums(
        self, loss: Loss, weights: Array, intercept: Array | None, labels: Labels, with_slopes: bool,
        into: Array | None = None,
    ) -> Sums | None:  # fmt: skip
        return None

    def features(self) -> Array:
        return self._x


@runtime_checkable
class NarrowableRows(RowSource, Protocol):
    """Rows in memory, of which columns may be left out.

    lanes  products go fastest with a multiple of so many columns
    """

    lanes: int

    def zeros(self) -> Array | None:
        """An array (n, d) that is zero where X is; None where X is nowhere zero by itself."""

    def narrowed(self, columns: Labels) -> RowSource:
        """A copy of these columns."""


class HeldRows:
    """The rows of an array in memory; an epoch's order is any of all permutations."""

    tile = TILE
    # A few thousand rows are shared by two threads.
    tall = 4096
    large = 200_000
    few = 1
    finite = False
    loops: Loops | None = None
    lanes = 1

    def __init__(self, features: Array) -> None:
        self.features = np.ascontiguousarray(features)
        self.shape = self.features.shape
        self.dtype = self.features.dtype

    def block(self, rows: slice | Labels, workers: Workers | None = None) -> Block:
        return FloatBlock(self.features[rows])

    def sample(self, rows: Labels) -> Block:
        return self.block(rows)

    def take(self, rows: slice | Labels) -> Array:
        return self.features[rows]

    def zeros(self) -> Array:
        return self.features

    def narrowed(self, columns: Labels) -> HeldRows:
        return HeldRows(self.features.take(columns, axis=1))

    def part(self, rows: slice) -> Array:
        return self.features[rows]

    def own(self) -> HeldRows:
        return self

    def epoch_order(self, rng: np.random.Generator) -> Labels:
        return rng.permutation(len(self.features))


def logits_of_some(weights: Array, intercept: Array | None, source: RowSource, rows: slice | Labels) -> Array:
    """Z = W Xᵀ + b, (k, m) in the rows' precision, for some rows of a RowSource."""
    x = source.block(rows)
    whole = tiled(weights.astype(source.dtype, copy=False), source.tile)
    tiles = np.empty((len(whole), len(x)), source.dtype)
    x.logits(whole, tiles)
    logits = tiles[: len(weights)]
    if intercept is not None:
        logits += intercept[:, None]
    return logits


def logits_of_rows(weights: Array, intercept: Array | None, features: Array | RowSource) -> Array:
    """The same, (k, n) in C order, for all rows of an array or a RowSource."""
    source = features if isinstance(features, RowSource) else HeldRows(features)
    n = source.shape[0]
    found = np.empty((len(weights), n), source.dtype)
    for begin in range(0, n, source.tall):
        rows = slice(begin, min(begin + source.tall, n))
        found[:, rows] = logits_of_some(weights, intercept, source, rows)
    return found
