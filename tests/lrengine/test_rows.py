from __future__ import annotations

import numpy as np
import pytest

from lrengine.losses import Softmax
from lrengine.rows import FloatBlock, HeldRows, NarrowableRows, RowSource, logits_of_rows


def test_an_array_is_read_where_it_lies():
    array = np.arange(12.0).reshape(4, 3)
    rows = HeldRows(array)
    assert isinstance(rows, RowSource) and not isinstance(array, RowSource)
    assert rows.features is array and rows.shape == (4, 3) and rows.dtype == array.dtype
    assert np.shares_memory(rows.take(slice(1, 3)), array)
    np.testing.assert_array_equal(rows.take(np.array([3, 0])), array[[3, 0]])


@pytest.mark.parametrize("rows", [slice(1, 5), slice(2, 2), np.array([6, 0, 0]), np.array([], np.int64)])
@pytest.mark.parametrize("k", [1, 3, 4, 9])
def test_a_block_has_both_products_of_its_rows(rows, k):
    rng = np.random.default_rng(k)
    source = HeldRows(rng.normal(size=(7, 4)))
    assert isinstance(source, NarrowableRows)
    x = source.features[rows]
    for block in (source.block(rows), source.sample(rows)):
        assert isinstance(block, FloatBlock) and len(block) == len(x)
        np.testing.assert_array_equal(block.features(), x)
        weights, residual = rng.normal(size=(k, 4)), rng.normal(size=(k, len(x)))
        logits, slopes = np.full((k, len(x)), np.nan), np.full((k, 4), np.nan)
        block.logits(weights, logits)
        block.slopes(residual, slopes)
        np.testing.assert_allclose(logits, weights @ x.T, atol=1e-14)
        np.testing.assert_allclose(slopes, residual @ x, atol=1e-14)


def test_an_array_has_no_compiled_loops():
    source, weights = HeldRows(np.eye(3)), np.ones((2, 3))
    assert source.loops is None
    block = source.block(slice(None))
    assert block.sums(Softmax(), weights, None, np.zeros(3, np.int64), with_slopes=True) is None


def test_columns_may_be_left_out_and_rows_sent_away():
    array = np.arange(12.0).reshape(4, 3)
    rows = HeldRows(array)
    assert rows.zeros() is array and rows.lanes == 1
    np.testing.assert_array_equal(rows.narrowed(np.array([2, 0])).features, array[:, [2, 0]])
    np.testing.assert_array_equal(rows.part(slice(1, 3)), array[1:3])


def test_columns_are_laid_out_as_rows():
    assert HeldRows(np.zeros((3, 4)).T).features.flags.c_contiguous


def test_an_epoch_goes_through_all_rows_by_the_seed():
    rows = HeldRows(np.zeros((50, 1)))
    first, again, other = (rows.epoch_order(np.random.default_rng(seed)) for seed in (0, 0, 1))
    assert sorted(first) == list(range(50)) and (first == again).all() and (first != other).any()


@pytest.mark.parametrize("k", [1, 3, 10])
def test_logits_of_all_rows_are_those_of_their_blocks(k, monkeypatch):
    rng = np.random.default_rng(k)
    x, weights, intercept = rng.normal(size=(50, 7)), rng.normal(size=(k, 7)), rng.normal(size=k)
    monkeypatch.setattr(HeldRows, "tall", 16)
    for features in (x, np.asfortranarray(x), HeldRows(x)):
        found = logits_of_rows(weights, intercept, features)
        assert found.flags.c_contiguous
        np.testing.assert_allclose(found, weights @ x.T + intercept[:, None], atol=1e-13)
    np.testing.assert_allclose(logits_of_rows(weights, None, x), weights @ x.T, atol=1e-13)
    narrow = logits_of_rows(weights, intercept, x.astype(np.float32))
    assert narrow.dtype == np.float32
    np.testing.assert_allclose(narrow, weights @ x.T + intercept[:, None], atol=1e-4)
    assert logits_of_rows(weights, intercept, x[:0]).shape == (k, 0)
