from __future__ import annotations

import numpy as np

from lrengine.rows import HeldRows, RowSource


def test_an_array_is_read_where_it_lies():
    array = np.arange(12.0).reshape(4, 3)
    rows = HeldRows(array)
    assert isinstance(rows, RowSource) and not isinstance(array, RowSource)
    assert rows.features is array and rows.shape == (4, 3) and rows.dtype == array.dtype
    assert np.shares_memory(rows.take(slice(1, 3)), array)
    np.testing.assert_array_equal(rows.take(np.array([3, 0])), array[[3, 0]])


def test_columns_are_laid_out_as_rows():
    assert HeldRows(np.zeros((3, 4)).T).features.flags.c_contiguous


def test_an_epoch_goes_through_all_rows_by_the_seed():
    rows = HeldRows(np.zeros((50, 1)))
    first, again, other = (rows.epoch_order(np.random.default_rng(seed)) for seed in (0, 0, 1))
    assert sorted(first) == list(range(50)) and (first == again).all() and (first != other).any()
