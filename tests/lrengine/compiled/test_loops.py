from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.compiled.loops import AHEAD, are_within, loops_in


@given(
    k=st.integers(0, 12), m=st.integers(0, 9), cut=st.integers(0, 9), d=st.integers(0, 5),
    chosen=st.booleans(),
    dtype=st.sampled_from(["float32", "float64"]), seed=st.integers(0, 99),
)  # fmt: skip
def test_both_products_are_numpys_in_one_part_or_two(k, m, cut, d, chosen, dtype, seed):
    rng = np.random.default_rng(seed)
    logits, slopes = loops_in(np.dtype(dtype).type)
    x = rng.integers(0, 256, (m + 3 if chosen else m, d)).astype(np.uint8)
    rows = rng.integers(0, m + 3, m) if chosen else np.zeros(1, np.int64)
    # Small whole numbers: in whatever order, their sums are exact.
    weights, residual = (rng.integers(-9, 10, (k, size)).astype(dtype) for size in (d, m))
    z, g = np.full((k, m), np.nan, dtype), np.ones((k, d), dtype)
    scale, cut = np.dtype(dtype).type(0.5), min(cut, m)
    logits(weights, x, rows, chosen, z, scale, 0, cut)
    logits(weights, x, rows, chosen, z, scale, cut, m)
    slopes(residual, x, rows, chosen, g, 0, cut)
    slopes(residual, x, rows, chosen, g, cut, m)
    taken = (x[rows] if chosen else x).astype(dtype)
    np.testing.assert_array_equal(z, weights @ taken.T / 2)
    np.testing.assert_array_equal(g, 1 + residual @ taken)


@pytest.mark.parametrize(("k", "m"), list(itertools.product([4, 5, 10], [3, 12, 13, 16, 20])))
def test_only_rows_that_come_later_are_asked_for_in_advance(k, m):
    asked = []
    logits, _ = loops_in(np.float64, fetch=lambda x, row, column: asked.append((row, column)))
    x, rows = np.zeros((m, 70), np.uint8), np.arange(m)[::-1].copy()
    logits(np.zeros((k, 70)), x, rows, True, np.zeros((k, m)), 1.0, 0, m)
    expected = {(row, column) for row in rows[AHEAD : m - m % 4] for column in (0, 64)} if k >= 5 else set()
    assert set(asked) == expected and len(asked) == len(expected)


@pytest.mark.parametrize(("rows", "n", "within"), [
    ([], 0, True), ([0, 4, 4], 5, True), ([0, 5], 5, False), ([3, -1], 5, False), ([0], 0, False),
    ([-(2**63)], 5, False), ([2**63 - 1], 5, False),
])  # fmt: skip
def test_rows_that_there_are(rows, n, within):
    assert are_within(np.array(rows, np.int64), n) == within
