from __future__ import annotations

import pickle
import threading

import numpy as np
import pytest

from lrengine import byte_rows as module
from lrengine.byte_rows import ByteBlock, ByteRows
from lrengine.compiled import loops_for, why_not
from lrengine.compiled.sharing import LEAST_ROWS
from lrengine.features import Pixels
from lrengine.losses import DoubleSoftmax, Logistic, Softmax
from lrengine.rows import NarrowableRows, RowSource, logits_of_rows
from lrengine.threads import Workers

SHAPE = (5, 7)
SCALES = ["unit", "raw", "normalised"]
ROWS = [
    slice(3, 17),
    slice(0, 0),
    slice(None),
    slice(1, 20, 3),
    np.array([19, 0, 4, 4]),
    np.array([], np.int64),
]


each_loss = pytest.mark.parametrize("loss", [Softmax(), Logistic()], ids=["softmax", "logistic"])


@pytest.fixture(params=SCALES)
def scale(request):
    return request.param


@pytest.fixture(params=["float32", "float64"])
def dtype(request):
    return request.param


@pytest.fixture
def make(scale, dtype):
    """Rows that stay bytes, and the same rows as numbers."""

    def made(full_scale=255.0):
        images = np.random.default_rng(0).integers(0, int(full_scale) + 1, (20, *SHAPE)).astype(np.uint8)
        images[:, 2] = 0
        images.setflags(write=False)
        pixels, loops = Pixels(scale, full_scale, SHAPE), loops_for(dtype)
        assert loops is not None, why_not()
        return ByteRows(images, pixels, dtype, loops), pixels.transform(images, dtype)

    return made


@pytest.mark.parametrize("full_scale", [16.0, 255.0])
def test_they_are_looked_at_like_an_array_of_numbers(make, full_scale, dtype):
    rows, numbers = make(full_scale)
    assert isinstance(rows, RowSource) and isinstance(rows, NarrowableRows)
    assert rows.shape == numbers.shape and rows.dtype == numbers.dtype and len(rows) == 20
    assert rows.ndim == numbers.ndim
    for chosen in (*ROWS, 7, numbers[:, 0] > numbers[0, 0]):
        for found in (rows[chosen], rows.take(chosen)):
            assert found.dtype == dtype and found.flags.c_contiguous
            np.testing.assert_array_equal(found, numbers[chosen])
    np.testing.assert_array_equal(np.asarray(rows), numbers)
    assert np.asarray(rows, np.float64).dtype == np.float64
    with pytest.raises(ValueError, match="array of their own"):
        rows.__array__(copy=False)


@pytest.mark.parametrize("full_scale", [16.0, 255.0])
@pytest.mark.parametrize("chosen", ROWS, ids=str)
def test_a_block_has_the_products_of_its_numbers(make, full_scale, chosen, dtype):
    rows, numbers = make(full_scale)
    x, rng = numbers[chosen], np.random.default_rng(1)
    weights, residual = rng.normal(size=(3, 35)).astype(dtype), rng.normal(size=(3, len(x))).astype(dtype)
    logits, slopes = np.full((3, len(x)), np.nan, dtype), np.full((3, 35), np.nan, dtype)
    apart = 200 * np.finfo(dtype).eps * max(1.0, float(np.abs(numbers).max()))
    for block in (rows.block(chosen), rows.sample(chosen)):
        assert len(block) == len(x)
        block.logits(weights, logits)
        block.slopes(residual, slopes)
        np.testing.assert_allclose(logits, weights @ x.T, rtol=0, atol=apart)
        np.testing.assert_allclose(slopes, residual @ x, rtol=0, atol=apart)
        np.testing.assert_array_equal(block.features(), x)


@pytest.mark.parametrize("chosen", ROWS, ids=str)
@pytest.mark.parametrize("intercept", [None, [0.5, -1.0, 0.0]])
@each_loss
def test_a_block_has_the_sums_of_its_numbers(make, chosen, intercept, loss, dtype):
    rows, numbers = make()
    x, rng = numbers[chosen].astype(float), np.random.default_rng(1)
    weights = (rng.normal(size=(3, 35)) / max(1, np.abs(numbers).max())).astype(dtype)
    labels, b = rng.integers(0, 3, len(x)), None if intercept is None else np.array(intercept, dtype)
    logits = weights @ x.T + (0 if b is None else b[:, None])
    hits = loss.hits(logits, labels)
    risk, eps = loss.risk_and_residual(logits, loss.encode(labels, 3)), 100 * float(np.finfo(dtype).eps)
    for block in (rows.block(chosen), rows.sample(chosen)):
        sums = block.sums(loss, weights, b, labels, with_slopes=True)
        assert sums.loss == pytest.approx(risk, rel=eps, abs=eps) and sums.hits == hits
        apart = eps * len(x) * max(1, np.abs(numbers).max())
        np.testing.assert_allclose(sums.slopes, logits @ x, rtol=0, atol=apart)
        if b is None:
            assert sums.slopes_intercepts is None
        else:
            np.testing.assert_allclose(sums.slopes_intercepts, logits.sum(axis=1), rtol=0, atol=apart)
        alone = block.sums(loss, weights, b, labels, with_slopes=False)
        assert (alone.loss, alone.hits, alone.slopes) == (sums.loss, sums.hits, None)
        assert alone.slopes_intercepts is None


@each_loss
def test_sums_that_the_loops_do_not_know_are_left_to_others(make, loss, dtype):
    block, labels = make()[0].block(slice(None)), np.zeros(20, np.int64)
    weights = np.zeros((3, 35), dtype)
    assert block.sums(DoubleSoftmax(), weights, None, labels, with_slopes=True) is None
    weights[1, 2] = np.inf
    assert block.sums(loss, weights, None, labels, with_slopes=True) is None


def test_weights_and_rows_of_another_kind_are_made_fit(make, dtype):
    rows, numbers = make()
    weights = np.asfortranarray(np.random.default_rng(2).normal(size=(2, 35)))
    logits = np.empty((2, 3), dtype)
    rows.block(np.array([5, 0, 9], np.int32)).logits(weights, logits)
    np.testing.assert_allclose(
        logits, weights @ numbers[[5, 0, 9]].T, rtol=1e-4, atol=1e-4 * np.abs(numbers).max()
    )
    block, labels = rows.block(slice(0, 9)), np.arange(9) % 2
    for other in (np.float32, np.float64, np.longdouble):
        sums = block.sums(Softmax(), weights.astype(other), np.ones(4, other)[::2], labels, with_slopes=True)
        assert sums.slopes.dtype == sums.slopes_intercepts.dtype == dtype


@pytest.mark.parametrize("row", [-1, 20])
def test_a_row_that_there_is_not_is_an_error(make, row, dtype):
    rows, _ = make()
    with pytest.raises(IndexError, match="none of the 20"):
        rows.block(np.array([3, row]))


def test_images_are_shared_and_not_copied():
    images = np.zeros((4, *SHAPE), np.uint8)
    rows = ByteRows(images, Pixels("unit", 255.0, SHAPE), "float32", loops_for("float32"))
    images[1, 0, 0] = 255
    assert rows[1, 0] == 1.0 and np.shares_memory(rows.part(slice(0, 2)).zeros(), images)
    odd = ByteRows(images[:, ::2], Pixels("unit", 255.0, (3, 7)), "float32", loops_for("float32"))
    assert odd.shape == (4, 21)


def test_a_part_is_neighbouring_rows(make):
    rows, numbers = make()
    part = rows.part(slice(4, 11))
    assert isinstance(part, ByteRows)
    np.testing.assert_array_equal(np.asarray(part), numbers[4:11])


def test_columns_can_be_left_out_where_no_pixel_is_no_number(make, scale, dtype):
    rows, numbers = make()
    zeros = rows.zeros()
    assert (zeros is None) == (scale == "normalised")
    if zeros is not None:
        np.testing.assert_array_equal(zeros == 0, numbers == 0)
    columns = np.array([0, 3, 34])
    narrow = rows.narrowed(columns)
    assert narrow.shape == (20, 3)
    np.testing.assert_array_equal(np.asarray(narrow), numbers[:, columns])
    logits = np.empty((1, 20), dtype)
    narrow.block(slice(None)).logits(np.ones((1, 3), dtype), logits)
    np.testing.assert_allclose(logits[0], numbers[:, columns].sum(axis=1), rtol=1e-5, atol=1e-5)


def test_they_travel_as_bytes(make):
    rows, numbers = make()
    sent = pickle.dumps(rows.part(slice(2, 6)))
    assert len(sent) < len(pickle.dumps(rows))
    there = pickle.loads(sent)
    assert isinstance(there, ByteRows)
    np.testing.assert_array_equal(np.asarray(there), numbers[2:6])


def test_and_are_numbers_where_there_are_no_loops(make, monkeypatch, dtype):
    rows, numbers = make()
    sent = pickle.dumps(rows)
    monkeypatch.setattr(module, "loops_for", lambda dtype: None)
    there = pickle.loads(sent)
    assert type(there) is np.ndarray and there.dtype == dtype
    np.testing.assert_array_equal(there, numbers)


def test_an_epoch_is_any_permutation(make):
    rows, _ = make()
    orders = [rows.epoch_order(np.random.default_rng(seed)) for seed in (0, 0, 1)]
    assert sorted(orders[0]) == list(range(20))
    assert (orders[0] == orders[1]).all() and (orders[0] != orders[2]).any()


def test_a_block_of_all_bytes_and_one_of_chosen_rows_are_the_same_sums(make, dtype):
    rows, _ = make()
    weights, found = np.random.default_rng(3).normal(size=(6, 35)).astype(dtype), np.empty((2, 6, 20), dtype)
    rows.block(slice(None)).logits(weights, found[0])
    rows.block(np.arange(20)).logits(weights, found[1])
    np.testing.assert_array_equal(*found)
    assert isinstance(rows.block(slice(None)), ByteBlock)


@pytest.mark.parametrize("rows", [slice(0, LEAST_ROWS), np.arange(LEAST_ROWS + 9)[::-1]], ids=["all", "some"])
def test_a_block_of_enough_rows_is_shared_where_there_are_workers(monkeypatch, dtype, rows):
    monkeypatch.setattr("lrengine.threads.available_cores", lambda: 2)
    images = np.random.default_rng(0).integers(0, 256, (LEAST_ROWS + 20, 30)).astype(np.uint8)
    source = ByteRows(images, Pixels("unit", 255.0, (30,)), dtype, loops_for(dtype))
    weights = np.random.default_rng(1).normal(size=(6, 30)).astype(dtype)
    count = len(images[rows])
    found, called = np.full((4, 6, count), np.nan, dtype), []
    for out, threads in zip(found, (None, 1, 2, 3), strict=True):
        workers = None if threads is None else Workers(threads)
        before = threading.active_count()
        source.block(rows, workers).logits(weights, out)
        called.append(threading.active_count() - before)
        if workers is not None:
            workers.close()
    assert called == [0, 0, 1, 1]
    assert (found == found[0]).all()


def test_nobody_is_called_for_a_few_rows(monkeypatch, make, dtype):
    monkeypatch.setattr("lrengine.threads.available_cores", lambda: 2)
    workers, before = Workers(2), threading.active_count()
    make()[0].block(slice(None), workers).logits(np.ones((1, 35), dtype), np.empty((1, 20), dtype))
    assert threading.active_count() == before
    workers.close()


def test_logits_of_all_rows_are_those_of_their_numbers(make, dtype, monkeypatch):
    rows, numbers = make()
    monkeypatch.setattr(ByteRows, "tall", 8)
    rng = np.random.default_rng(4)
    weights, intercept = rng.normal(size=(3, 35)), rng.normal(size=3)
    found = logits_of_rows(weights, intercept, rows)
    assert found.dtype == dtype
    apart = 200 * np.finfo(dtype).eps * max(1.0, float(np.abs(numbers).max()))
    np.testing.assert_allclose(found, weights @ numbers.T + intercept[:, None], rtol=0, atol=apart)
