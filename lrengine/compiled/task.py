"""What is to be done with some rows, as a record that two threads read: numbers, and where arrays lie."""

from __future__ import annotations

import struct
from typing import NamedTuple

# All are whole numbers of 64 bits but the scale, which is a float64.
RECORD = struct.Struct("=16qd")


class Task(NamedTuple):
    """A block in two halves, each with results of its own.

    stages             which of `block`'s stages
    k, m, d            classes, rows, features
    chosen             whether `rows` say which of the bytes are taken
    weights … scale    where they lie that `block` is given; the scale itself
    other_…            where the second half's results go, until they are added to the first's; each behind
                       that of the first half, as `build` counts on
    """

    stages: int
    k: int
    m: int
    d: int
    bytes_: int
    chosen: int
    rows: int = 0
    weights: int = 0
    logits: int = 0
    other_logits: int = 0
    slopes: int = 0
    other_slopes: int = 0
    intercept: int = 0
    labels: int = 0
    found: int = 0
    other_found: int = 0
    scale: float = 1.0

    def packed(self) -> bytes:
        return RECORD.pack(*self)


# Where a field stands in a record.
AT = Task(*range(len(Task._fields)))
