from __future__ import annotations

import gc
import threading

import numpy as np
import pytest

from lrengine import windows as module
from lrengine.data.stored import StoredImages
from lrengine.errors import LabError
from lrengine.threads import Workers
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
    monkeypatch.setattr(module, "A_READ", np.inf)
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


@pytest.fixture
def reads(monkeypatch):
    """Which chunks are read, and by which thread."""
    found, read = [], StoredImages.read

    def told(images, begin, end, out):
        found.append((begin // 5, threading.current_thread().name))
        read(images, begin, end, out)

    monkeypatch.setattr(StoredImages, "read", told)
    return found


def test_each_window_is_read_once_when_a_batch_needs_it(stored, reads):
    windows = Windows(stored)
    order = windows.order(np.random.default_rng(0))
    for begin in range(0, COUNT, 7):
        batch = order[begin : begin + 7]
        taken(windows, batch)
        assert {chunk for chunk, _ in reads} >= set(batch // 5)
        assert len(reads) <= 4 * (1 + (begin + 7) // 17)
    assert sorted(chunk for chunk, _ in reads) == list(range(20))


def test_the_threads_there_are_share_the_reading(stored, images, reads, monkeypatch):
    windows, workers, both = Windows(stored), Workers(2), threading.Barrier(2, timeout=10)
    told = StoredImages.read
    monkeypatch.setattr(StoredImages, "read", lambda *given: (both.wait(), told(*given)))
    rows = windows.order(np.random.default_rng(0))[:6]
    found, places = windows.find(rows, workers)
    workers.close()
    np.testing.assert_array_equal(found[places], images[rows])
    assert len({name for _, name in reads}) == 2 and len(reads) == 4


def test_images_that_fit_a_window_are_read_once_for_all_epochs(stored, images, reads, monkeypatch):
    monkeypatch.setattr(module, "WINDOW", 20)
    windows, rng = Windows(stored), np.random.default_rng(1)
    for _ in range(3):
        order = windows.order(rng)
        np.testing.assert_array_equal(taken(windows, order[:50]), images[order[:50]])
    assert len(reads) == 20


@pytest.fixture(params=[np.inf, 0.0], ids=["kept by the system", "from the disk"])
def is_slow(request, stored, monkeypatch):
    """Whether a disk is waited for."""
    monkeypatch.setattr(module, "A_READ", request.param)
    monkeypatch.setattr(module, "A_BYTE", 0.0)
    yield not request.param
    end_of_fetching()


def end_of_fetching():
    for thread in threading.enumerate():
        if thread.name == "images":
            thread.join()


def test_a_thread_has_the_next_window_fetched_where_a_disk_is_waited_for(stored, images, reads, is_slow):
    windows = Windows(stored)
    order = windows.order(np.random.default_rng(0))
    # What the first window takes says nothing, as its memory is new.
    for begin in (0, 20):
        rows = order[begin : begin + 3]
        np.testing.assert_array_equal(taken(windows, rows), images[rows])
    end_of_fetching()
    fetched = {chunk for chunk, name in reads if name == "images"}
    assert len(fetched) == (4 if is_slow else 0)
    taken(windows, order[40:43])
    end_of_fetching()
    needed = [chunk for chunk, name in reads if name != "images"]
    assert len(needed) == 12 and (set(needed[8:]) == fetched or not is_slow)


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


def test_a_file_that_breaks_off_is_told_to_whoever_needs_it(stored, is_slow):
    windows = Windows(stored)
    order = windows.order(np.random.default_rng(0))
    for begin in (0, 20):
        taken(windows, order[begin : begin + 3])
    end_of_fetching()
    stored.path.write_bytes(stored.path.read_bytes()[:100])
    with pytest.raises(LabError, match="has been cut short"):
        windows.find(order[40:43])
    windows = Windows(stored)
    order = windows.order(np.random.default_rng(1))
    with pytest.raises(LabError, match="has been cut short"):
        windows.find(order[:5])
    with pytest.raises(LabError, match="has been cut short"):
        windows.find(order[20:25])
