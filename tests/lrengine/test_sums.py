from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lrengine.sums import MOST_STRETCHES, Sums, stretches


@given(count=st.integers(1, 20_000), block=st.integers(1, 3_000))
def test_stretches_cover_every_row_once_and_in_order(count, block):
    parts = stretches(count, block)
    blocks = list(itertools.chain.from_iterable(parts))
    assert [row for rows in blocks for row in range(rows.start, rows.stop)] == list(range(count))
    assert len(parts) <= MOST_STRETCHES
    sizes = [rows.stop - rows.start for rows in blocks]
    assert max(sizes) <= block and min(sizes) >= 1 and max(sizes) - min(sizes) <= 1
    assert len(blocks) == 1 or len(blocks) % 2 == 0 or len(blocks) == count


def test_sums_take_in_others_with_or_without_slopes():
    total = Sums().add(Sums(1.5, 2)).add(Sums(0.5, 1))
    assert (total.loss, total.hits, total.slopes) == (2.0, 3, None)
    slopes = np.ones((2, 3))
    total.add(Sums(1.0, 0, slopes, np.ones(2))).add(Sums(0.0, 0, np.full((2, 3), 2.0), np.ones(2)))
    np.testing.assert_array_equal(total.slopes, np.full((2, 3), 3.0))
    np.testing.assert_array_equal(total.slopes_intercepts, [2.0, 2.0])
