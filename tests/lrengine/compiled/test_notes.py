from __future__ import annotations

import ctypes

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lrengine.compiled.notes import APART, Notes
from lrengine.compiled.residuals import INTERCEPTS


@given(
    k=st.integers(0, 23), m=st.integers(0, 500), d=st.integers(0, 800),
    dtype=st.sampled_from(["float32", "float64"]),
)  # fmt: skip
def test_parts_have_their_room_far_from_each_other(k, m, d, dtype):
    notes, size = Notes(k, m, d, np.dtype(dtype)), np.dtype(dtype).itemsize
    parts = [
        (notes.logits, (k + 2) * m * size), (notes.other_logits, (k + 2) * m * size),
        (notes.other_slopes, k * d * size),
        (notes.found, (INTERCEPTS + k) * 8), (notes.other_found, (INTERCEPTS + k) * 8),
    ]  # fmt: skip
    begin, end = notes._memory.ctypes.data, notes._memory.ctypes.data + notes._memory.nbytes
    assert begin <= notes.logits
    for at, length in parts:
        # Lines that are fetched as a pair belong to one part alone.
        assert at % APART == 0
        following = min((other - APART for other, _ in parts if other > at), default=end)
        assert at + -(-length // APART) * APART <= following


def test_what_is_found_is_read_where_it_was_written():
    notes = Notes(4, 10, 6, np.dtype(np.float32))
    numbers = np.arange(INTERCEPTS + 4, dtype=np.float64)
    ctypes.memset(notes.other_found, 255, numbers.nbytes)
    ctypes.memmove(notes.found, numbers.ctypes.data, numbers.nbytes)
    np.testing.assert_array_equal(notes.total, numbers)


def test_fewer_rows_have_room_where_more_had_it():
    notes = Notes(4, 10, 6, np.dtype(np.float32))
    assert notes.suit(4, 10, 6) and notes.suit(4, 0, 6)
    assert not (notes.suit(4, 11, 6) or notes.suit(3, 10, 6) or notes.suit(4, 10, 7))
