"""Columns of the features that say nothing because they are zero in every row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# Rows looked at first: whatever is not zero among them need not be looked at again.
FIRST_LOOK = 256
# With fewer empty columns than this share, a copy without them costs more than it saves.
WORTH_LEAVING_OUT = 0.1


class LiveColumns:
    """X (n, d) without the columns that are zero in every row, if they are a tenth of them or more.

    An empty column adds nothing to any logit, and the slopes of its weights are exactly 0. Two
    digits leave a fifth of a picture's pixels empty.

    features   (n, d′) C-ordered; X itself where nothing is left out
    """

    def __init__(self, features: Array) -> None:
        self.features = np.ascontiguousarray(features)
        d = features.shape[1]
        empty = np.flatnonzero(~features[:FIRST_LOOK].any(axis=0))
        if len(empty) >= WORTH_LEAVING_OUT * d:
            empty = empty[~features[:, empty].any(axis=0)]
        self._live: Array | None = None
        if len(empty) >= max(1, WORTH_LEAVING_OUT * d):
            self._live = np.setdiff1d(np.arange(d), empty)
            self.features = self.features[:, self._live]

    def weights(self, weights: Array) -> Array:
        """The weights (k, d) of the columns that are left, (k, d′)."""
        return weights if self._live is None else weights[:, self._live]

    def slopes(self, slopes: Array, out: Array) -> None:
        """Write slopes (k, d′) to their places in `out` (k, d), and 0 to the others."""
        if self._live is None:
            np.copyto(out, slopes)
        else:
            out[:] = 0
            out[:, self._live] = slopes
