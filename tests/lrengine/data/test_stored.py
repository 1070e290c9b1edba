"""Images on the disk against the array they were written from."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from lrengine.data import stored as module
from lrengine.data.stored import Buffers, StoredImages
from lrengine.errors import LabError

HEADER = 5


@pytest.fixture
def images() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (50, 3, 4), np.uint8)


@pytest.fixture
def stored(tmp_path: Path, images: np.ndarray) -> StoredImages:
    path = tmp_path / "images.bin"
    path.write_bytes(bytes(HEADER) + images.tobytes())
    return StoredImages(path, HEADER, 50, (3, 4))


@pytest.fixture(params=["all", "some", "part of some", "part of all"])
def pair(request, stored, images, monkeypatch):
    """Stored images and the same ones as an array; rows of a choice lie nearer and farther than a span."""
    monkeypatch.setattr(module, "SPAN", 8)
    rows = np.array([0, 1, 2, 5, 6, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 48])
    match request.param:
        case "some":
            return stored.select(rows), images[rows]
        case "part of some":
            return stored.select(rows).part(2, 9), images[rows[2:9]]
        case "part of all":
            return stored.part(7, 31), images[7:31]
    return stored, images


@pytest.mark.parametrize("key", [
    slice(None), slice(2, 7), slice(-3, None), slice(4, 4), slice(0, 100), slice(None, None, 3),
    np.array([3, 0, 0, 6]), np.array([], np.int64), np.array([-1, 2]),
])  # fmt: skip
def test_rows_are_read_as_an_array_gives_them(pair, key):
    stored, images = pair
    found = stored[key]
    np.testing.assert_array_equal(found, images[key])
    assert found.dtype == np.uint8 and found.flags.writeable
    assert stored.shape == images.shape and len(stored) == len(images) and stored.ndim == 3


def test_a_mask_chooses_rows(pair):
    stored, images = pair
    mask = np.arange(len(images)) % 3 == 1
    np.testing.assert_array_equal(stored[mask], images[mask])


def test_blocks_go_where_they_are_wanted(pair):
    stored, images = pair
    out = np.zeros((6, 3, 4), np.uint8)
    stored.read(1, 6, out[:5])
    np.testing.assert_array_equal(out[:5], images[1:6])
    assert not out[5].any()


def test_a_choice_keeps_the_order_of_the_file(stored, images):
    np.testing.assert_array_equal(stored.select(np.array([9, 3, 30]))[:], images[[3, 9, 30]])


def test_they_travel_to_other_processes_and_other_folders(pair, monkeypatch, tmp_path):
    stored, images = pair
    packed = pickle.dumps(stored)
    monkeypatch.chdir(tmp_path.parent)
    np.testing.assert_array_equal(pickle.loads(packed)[:], images)
    assert len(packed) < 1000, "no image travels with them"


def test_a_relative_path_stays_what_it_was(stored, images, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    there = StoredImages(Path("images.bin"), HEADER, 50, (3, 4))
    monkeypatch.chdir(tmp_path.parent)
    np.testing.assert_array_equal(there[:], images)


def test_a_file_that_has_changed_is_named(stored):
    content = stored.path.read_bytes()
    stored.path.write_bytes(content[:-1])
    stored[:49]
    with pytest.raises(LabError, match=r"images\.bin has been cut short since it was opened: write"):
        stored[:]
    stored.path.unlink()
    with pytest.raises(LabError, match=r"There is no file .*images\.bin"):
        pickle.loads(pickle.dumps(stored))[:1]


def test_a_buffer_is_used_again_and_grows():
    buffers = Buffers()
    first = buffers.of("a", (4, 2), np.uint8)
    assert np.shares_memory(first, buffers.of("a", (3, 2), np.uint8))
    assert not np.shares_memory(first, buffers.of("b", (4, 2), np.uint8))
    for shape, dtype in (((5, 2), np.uint8), ((4, 3), np.uint8), ((4, 2), np.float32)):
        found = buffers.of("a", shape, dtype)
        assert (found.shape, found.dtype) == (shape, dtype)
