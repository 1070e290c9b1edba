from __future__ import annotations

import gc
import threading

import numpy as np
import pytest

from lrengine import windows as module
from lrengine.data.stored import StoredImages
from lrengine.errors import LabError
from lrengine.windows import Windows

COUNT, SHAPE = 97, (3, 4)


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (COUNT, *SHAPE), np.uint8)


@pytest.fixture
def stored(tmp_path, images, monkeypatch):
    """Windows of four chunks of five rows; the last chunk has two."""
    monkeypatch.setattr(module, "CHUNK", 5)
    monkeypatch.setattr(module, "WINDOW", 4)
    path = tmp_path / "images.bin"
    path.write_bytes(images.tobytes())
    return StoredImages(path, 0, COUNT, SHAPE)


def taken(windows, rows):
    found, places = windows.find(rows)
    return found[places]


@pytest.mark.parametrize("size", [1, 7, 20, 41, 97])
def test_every_batch_has_its_images_whatever_its_size(stored, images, size):
    windows, rng = Windows(stored), np.random.default_rng(1)
    for _ in range(3):
        order = windows.order(rng)
        assert sorted(order) == list(range(COUNT))
        for begin in range(0, COUNT, size):
            batch = order[begin : begin + size]
            np.testing.assert_array_equal(taken(windows, batch), images[batch])


def test_the_next_window_is_read_by_another_thread(stored, monkeypatch):
    readers, read = [], StoredImages.read
    monkeypatch.setattr(
        StoredImages, "read", lambda *given: (readers.append(threading.current_thread().name), read(*given))
    )
    windows = Windows(stored)
    order = windows.order(np.random.default_rng(0))
    for begin in range(COUNT):
        taken(windows, order[begin : begin + 1])
    assert len(readers) == 20
    # Only the first window had to be waited for.
    assert readers.count(threading.current_thread().name) <= 4 and readers.count("images") >= 16


def test_what_is_still_in_use_is_not_overwritten(stored, images):
    """And what nobody uses any longer is used again."""
    windows = Windows(stored)
    order = windows.order(np.random.default_rng(0))
    kept = [(order[begin : begin + 3], windows.find(order[begin : begin + 3])) for begin in range(0, 97, 3)]
    for rows, (found, places) in kept:
        np.testing.assert_array_equal(found[places], images[rows])
    del kept, found
    gc.collect()
    before = {id(memory) for memory in windows._spare}
    windows.order(np.random.default_rng(1))
    gc.collect()
    assert before and before <= {id(memory) for memory in windows._spare}


def test_rows_of_no_epoch_are_read_by_themselves(stored, images):
    windows, rng = Windows(stored), np.random.default_rng(2)
    windows.order(rng)
    for size in (0, 1, 3, 30, 97):
        for _ in range(10):
            rows = rng.integers(0, COUNT, size)
            np.testing.assert_array_equal(taken(windows, rows), images[rows])


def test_threads_may_share_a_batch(stored, images):
    windows, wrong = Windows(stored), []
    order = windows.order(np.random.default_rng(0))

    def go_through(part):
        for begin in range(0, COUNT, 20):
            rows = order[begin : begin + 20][part::3]
            if not np.array_equal(taken(windows, rows), images[rows]):
                wrong.append(rows)

    threads = [threading.Thread(target=go_through, args=(part,)) for part in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_file_that_breaks_off_is_told_to_whoever_needs_it(stored):
    windows = Windows(stored)
    order = windows.order(np.random.default_rng(0))
    stored.path.write_bytes(stored.path.read_bytes()[:100])
    with pytest.raises(LabError, match="has been cut short"):
        windows.find(order[:5])
    with pytest.raises(LabError, match="has been cut short"):
        windows.find(order[20:25])
