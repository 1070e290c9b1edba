from __future__ import annotations

import pickle

import numpy as np
import pytest

from lrengine import windows as module
from lrengine.byte_rows import ByteBlock
from lrengine.compiled import loops_for
from lrengine.data.stored import StoredImages
from lrengine.features import Deskewed, Pixels
from lrengine.losses import Logistic, Softmax
from lrengine.objective import Objective
from lrengine.rows import FloatBlock, RowSource
from lrengine.streamed import StreamedRows

SHAPE = (6, 5)


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (100, *SHAPE), np.uint8)


@pytest.fixture
def make(tmp_path, images, monkeypatch):
    """Rows of all images but a few; windows of four chunks of five, which no disk is waited for."""
    monkeypatch.setattr(module, "CHUNK", 5)
    monkeypatch.setattr(module, "WINDOW", 4)
    monkeypatch.setattr(module, "A_READ", np.inf)
    path = tmp_path / "images.bin"
    path.write_bytes(images.tobytes())
    chosen = np.setdiff1d(np.arange(100), [0, 17, 50])

    def made(features=None, dtype=np.float32, loops=None):
        stored = StoredImages(path, 0, 100, SHAPE).select(chosen)
        features = features or Pixels("unit", 255.0, SHAPE)
        return StreamedRows(stored, features, dtype, loops), features.transform(images[chosen], dtype)

    return made


@pytest.mark.parametrize("features", [
    Pixels("unit", 255.0, SHAPE), Pixels("raw", 255.0, SHAPE), Pixels("normalised", 255.0, SHAPE),
    Deskewed(255.0, SHAPE),
])  # fmt: skip
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_blocks_and_batches_are_the_rows_that_memory_would_hold(make, features, dtype):
    streamed, held = make(features, dtype)
    assert isinstance(streamed, RowSource) and streamed.shape == held.shape and len(streamed) == len(held)
    for rows in (slice(0, 40), slice(40, 97), np.array([96, 0, 3, 3]), np.array([], np.int64)):
        taken = streamed.take(rows)
        assert taken.dtype == dtype and taken.flags.c_contiguous
        # Products of few images and of many may be rounded otherwise; numbers of pixels are not products.
        apart = 0 if isinstance(features, Pixels) else 2e-6
        np.testing.assert_allclose(taken, held[rows], rtol=0, atol=apart)
        np.testing.assert_allclose(streamed[rows], held[rows], rtol=0, atol=apart)


@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_blocks_of_bytes_have_the_products_of_numbers(make, scale, dtype):
    features = Pixels(scale, 255.0, SHAPE)
    bytes_, held = make(features, dtype, loops_for(dtype))
    numbers, _ = make(features, dtype)
    assert (bytes_.tile, numbers.tile) == (1, 4)
    rng = np.random.default_rng(2)
    for rows in (slice(0, 40), slice(90, 97), slice(5, 5), np.array([96, 0, 3, 3]), np.array([], np.int64)):
        weights = rng.normal(size=(5, 30)).astype(dtype)
        residual = rng.normal(size=(5, len(held[rows]))).astype(dtype)
        found = []
        for source, kind in ((bytes_, ByteBlock), (numbers, FloatBlock)):
            for take in (source.block, source.sample):
                block = take(rows)
                assert type(block) is kind and len(block) == len(held[rows])
                np.testing.assert_array_equal(block.features(), held[rows])
                logits, slopes = np.empty(residual.shape, dtype), np.empty(weights.shape, dtype)
                block.logits(weights, logits)
                block.slopes(residual, slopes)
                found.append((logits, slopes))
        apart = 200 * np.finfo(dtype).eps * np.abs(held).max()
        for logits, slopes in found:
            np.testing.assert_allclose(logits, found[0][0], rtol=0, atol=apart)
            np.testing.assert_allclose(slopes, found[0][1], rtol=0, atol=apart)


@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
@pytest.mark.parametrize("loss", [Softmax(), Logistic()], ids=["softmax", "logistic"])
def test_an_objective_of_bytes_on_the_disk_is_one_of_numbers(make, scale, loss):
    features, found = Pixels(scale, 255.0, SHAPE), []
    bytes_, held = make(features, "float64", loops_for("float64"))
    assert bytes_.loops is not None and make(features, "float64")[0].loops is None
    labels, batch = np.arange(97) % 3, np.array([96, 0, 3, 3, 50])
    theta = np.random.default_rng(5).normal(size=93) / np.abs(held).max()
    for rows in (bytes_, make(features, "float64")[0], held):
        objective, gradients = Objective(rows, labels, loss, 3), np.empty((2, 93))
        measured = objective.measure(theta, gradients[0])
        batch_risk = objective.measure_batch(theta, batch, gradients[1])
        found.append((measured.risk, measured.accuracy, batch_risk, gradients))
    for risk, accuracy, batch_risk, gradients in found[:2]:
        assert risk == pytest.approx(found[2][0], rel=1e-12) and accuracy == found[2][1]
        assert batch_risk == pytest.approx(found[2][2], rel=1e-12)
        np.testing.assert_allclose(gradients, found[2][3], rtol=0, atol=1e-12 * np.abs(held).max())


def test_a_sample_of_bytes_is_kept(make):
    streamed, held = make(loops=loops_for("float32"))
    kept = streamed.sample(np.arange(10))
    streamed.block(slice(10, 20))
    streamed.sample(np.arange(20, 30))
    np.testing.assert_array_equal(kept.features(), held[:10])


def test_only_pixels_stay_bytes(make):
    streamed, held = make(Deskewed(255.0, SHAPE), loops=loops_for("float32"))
    block = streamed.block(slice(0, 5))
    assert type(block) is FloatBlock and streamed.tile == 4
    np.testing.assert_allclose(block.features(), held[:5], atol=2e-6)


def test_what_sends_bytes_gets_bytes_where_there_are_loops(make, monkeypatch):
    streamed, _ = make(loops=loops_for("float32"))
    sent = [pickle.dumps(streamed), pickle.dumps(streamed.part(slice(3, 9))), pickle.dumps(make()[0])]
    kinds = [type(pickle.loads(one).block(slice(0, 2))) for one in sent]
    assert kinds == [ByteBlock, ByteBlock, FloatBlock]
    monkeypatch.setattr("lrengine.streamed.loops_for", lambda dtype: None)
    assert type(pickle.loads(sent[0]).block(slice(0, 2))) is FloatBlock


def test_a_block_is_made_where_the_last_one_was(make):
    streamed, held = make()
    first = streamed.take(slice(0, 10))
    assert np.shares_memory(first, streamed.take(slice(10, 20)))
    own = streamed[0:10]
    streamed.take(slice(10, 20))
    np.testing.assert_array_equal(own, held[:10])


def test_an_epoch_in_batches_sees_each_row_once_and_reads_each_chunk_about_once(make, monkeypatch):
    streamed, held = make()
    reads = []
    read = StoredImages.read
    monkeypatch.setattr(StoredImages, "read", lambda *given: (reads.append(given[1]), read(*given)))
    rng, epochs = np.random.default_rng(0), 3
    for _ in range(epochs):
        order = streamed.epoch_order(rng)
        assert sorted(order) == list(range(97))
        for begin in range(0, 97, 7):
            batch = order[begin : begin + 7]
            np.testing.assert_array_equal(streamed.take(batch), held[batch])
    assert epochs * 20 / 2 < len(reads) <= epochs * 20


def test_batches_of_any_rows_are_right_if_not_fast(make):
    streamed, held = make()
    rng = np.random.default_rng(1)
    for size in (1, 3, 9, 30, 97):
        for _ in range(30):
            batch = rng.integers(0, 97, size)
            np.testing.assert_array_equal(streamed.take(batch), held[batch])


def test_the_order_shuffles_chunks_and_the_rows_of_some_chunks_at_a_time(make):
    streamed, _ = make()
    orders = [streamed.epoch_order(np.random.default_rng(seed)) for seed in (0, 0, 1)]
    np.testing.assert_array_equal(orders[0], orders[1])
    assert (orders[0] != orders[2]).any()
    begin = 0
    while begin < 97:
        # The file's last chunk has two rows.
        end = begin + (17 if 96 in orders[0][begin : begin + 17] else 20)
        window = orders[0][begin:end]
        assert len(set(window // 5)) == min(4, -(-len(window) // 5))
        assert (np.diff(window) < 0).any()
        begin = end
    assert (np.diff(orders[0][::20] // 5) < 0).any(), "far chunks follow each other"


def test_few_rows_are_shuffled_as_in_memory(make, monkeypatch):
    streamed, _ = make()
    monkeypatch.setattr(module, "WINDOW", 20)
    expected = np.random.default_rng(3).permutation(97)
    np.testing.assert_array_equal(streamed.epoch_order(np.random.default_rng(3)), expected)


def test_what_is_remembered_does_not_travel(make):
    streamed, held = make()
    streamed.take(np.arange(97))
    there = pickle.loads(pickle.dumps(streamed))
    np.testing.assert_array_equal(there.take(slice(3, 9)), held[3:9])
    assert len(pickle.dumps(there)) == len(pickle.dumps(streamed))
