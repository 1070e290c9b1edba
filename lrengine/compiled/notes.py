"""Memory for what lies between a block's stages, kept by each thread from one call to the next."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.compiled.residuals import INTERCEPTS

Array = NDArray[Any]

# Two cores that write to neighbouring lines of a cache hold each other up; they are fetched in pairs.
APART = 128


class Notes:
    """Where a task's two halves may write, each far enough from the other.

    logits, other_logits    (k + 2, m) each
    other_slopes            (k, d): the first half's are the task's result
    found, other_found      (3 + k,) float64 each
    total                   `found` as an array, to be read before this thread's next call
    """

    def __init__(self, k: int, m: int, d: int, dtype: np.dtype[Any]) -> None:
        self._k, self._m, self._d = k, m, d
        numbers, size = INTERCEPTS + k, dtype.itemsize
        sizes = [(k + 2) * m * size, (k + 2) * m * size, k * d * size, 8 * numbers, 8 * numbers]
        places = np.cumsum([0, *(-(-one // APART) * APART + APART for one in sizes)])
        self._memory = np.empty(int(places[-1]) + APART, np.uint8)
        first = -self._memory.ctypes.data % APART
        at = [self._memory.ctypes.data + first + int(place) for place in places]
        self.logits, self.other_logits, self.other_slopes, self.found, self.other_found = at[:-1]
        begin = first + int(places[3])
        self.total = self._memory[begin : begin + 8 * numbers].view(np.float64)

    def suit(self, k: int, m: int, d: int) -> bool:
        """Whether they have room for so many classes, rows and features."""
        return (k, d) == (self._k, self._d) and m <= self._m
