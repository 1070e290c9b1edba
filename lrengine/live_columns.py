"""Columns of the features that say nothing because they are zero in every row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.rows import Block, NarrowableRows, RowSource
from lrengine.threads import Workers

Array = NDArray[Any]
Labels = NDArray[np.int64]

# Rows looked at first, then twice as many: a column that is seen to live is not looked at again.
FIRST_LOOK = 256
# With fewer empty columns than this share, a copy without them costs more than it saves.
WORTH_LEAVING_OUT = 0.1


class LiveColumns:
    """X (n, d) without the columns that are zero in every row, if they are a tenth of them or more.

    An empty column adds nothing to any logit, and the slopes of its weights are exactly 0. Two
    digits leave a fifth of a picture's pixels empty. Some may stay, where products go faster with a round
    number of columns. Rows that are not in memory keep theirs.
    """

    def __init__(self, source: RowSource, leave_out: bool = True) -> None:
        self.source = source
        self._d = source.shape[1]
        self._live: Array | None = None
        if leave_out and isinstance(source, NarrowableRows) and (zeros := source.zeros()) is not None:
            empty = _empty_columns(zeros)
            stays = (len(empty) - self._d) % source.lanes
            if len(empty) > stays:
                self._live = np.setdiff1d(np.arange(self._d), empty[stays:])
                self.source = source.narrowed(self._live)

    def block(self, rows: slice | Labels, workers: Workers | None = None) -> Block:
        """The columns that are left of some rows, (m, d′)."""
        return self.source.block(rows, workers)

    def weights(self, weights: Array) -> Array:
        """The weights (k, d) of the columns that are left, (k, d′)."""
        return weights if self._live is None else weights.take(self._live, axis=1)

    def widened(self, slopes: Array) -> Array:
        """Slopes (k, d′) in their places among those of all columns (k, d), the others being 0."""
        if self._live is None:
            return slopes
        wide = np.zeros((len(slopes), self._d), slopes.dtype)
        wide[:, self._live] = slopes
        return wide


def _empty_columns(features: Array) -> Array:
    """Indices of the columns that are zero throughout; none if they are too few to matter."""
    n, d = features.shape
    empty, looked_at, look = np.arange(d), 0, FIRST_LOOK
    while looked_at < n:
        seen = features[looked_at : looked_at + look]
        empty = empty[~seen[:, empty].any(axis=0)]
        if len(empty) < max(1, WORTH_LEAVING_OUT * d):
            return empty[:0]
        looked_at += look
        look *= 2
    return empty
