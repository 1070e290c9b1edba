"""Folders of .npy files and uncompressed IDX files, on the disk and in memory."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from lrengine.data import on_disk as module
from lrengine.data.files import check_file, load_file
from lrengine.data.on_disk import is_npy_folder, open_idx_pair, open_npy_folder
from lrengine.data.stored import StoredImages
from lrengine.errors import LabError


@pytest.fixture
def images() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (40, 5, 6), np.uint8)


@pytest.fixture
def folder(tmp_path: Path, images: np.ndarray) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    np.save(folder / "images.npy", images)
    np.save(folder / "labels.npy", np.array([5, 10, -3, 5] * 10, np.int16))
    return folder


@pytest.mark.parametrize("kept", ["memory", "disk", "auto"])
def test_a_folder_of_arrays(folder, images, kept, monkeypatch):
    for most, stays in ((images.nbytes - 1, kept != "memory"), (images.nbytes, kept == "disk")):
        monkeypatch.setattr(module, "MOST_HELD", most)
        data = open_npy_folder(folder, kept)
        assert isinstance(data.inputs, StoredImages) == stays and ("disk" in data.about) == stays
        np.testing.assert_array_equal(data.inputs[:], images)
        assert data.class_names == ("-3", "5", "10") and data.labels.tolist() == [1, 2, 0, 1] * 10
        assert (data.name, data.full_scale, data.test_inputs) == ("letters", 255.0, None)


def test_its_test_part(folder, images):
    np.save(folder / "test_images.npy", images[:7])
    np.save(folder / "test_labels.npy", np.array([5] * 6 + [77]))
    data = open_npy_folder(folder, "disk")
    assert data.class_names == ("-3", "5", "10", "77")
    assert data.test_labels.tolist() == [1] * 6 + [3] and data.labels.max() == 2
    np.testing.assert_array_equal(data.test_inputs[:], images[:7])


@pytest.mark.parametrize(("name", "array", "says"), [
    ("images", np.zeros((40, 5, 6)), r"images\.npy holds float64 values of shape \(40, 5, 6\): save images"),
    ("images", np.zeros((40, 30), np.uint8), r"images\.npy holds uint8 values of shape \(40, 30\)"),
    ("images", np.zeros((6, 5, 40), np.uint8).T, r"images\.npy .* in C order"),
    ("images", np.zeros((0, 5, 6), np.uint8), r"images\.npy .* of shape \(0, 5, 6\)"),
    ("images", np.zeros((39, 5, 6), np.uint8), r"letters has 39 inputs but 40 labels"),
    ("labels", np.zeros(40), r"labels\.npy holds float64 values of shape \(40,\): save labels as whole"),
    ("labels", np.zeros((40, 1), int), r"labels\.npy .* of shape \(40, 1\)"),
])  # fmt: skip
def test_what_is_wrong_with_an_array_is_said(folder, name, array, says):
    np.save(folder / f"{name}.npy", array)
    with pytest.raises(LabError, match=says):
        open_npy_folder(folder, "disk")


@pytest.mark.parametrize("content", [b"", b"no array", b"\x93NUMPY\x01\x00v\x00", None])
def test_a_broken_file_is_named(folder, content):
    path = folder / "images.npy"
    path.write_bytes(path.read_bytes()[:-1] if content is None else content)
    with pytest.raises(LabError, match=r"images\.npy is no (whole )?\.npy file.*: write it with np\.save"):
        open_npy_folder(folder)
    (folder / "labels.npy").unlink()
    np.save(path, np.zeros((2, 2, 2), np.uint8))
    with pytest.raises(LabError, match=r"There is no file .*labels\.npy"):
        open_npy_folder(folder)


def test_an_archive_under_that_name_is_none(folder):
    with (folder / "images.npy").open("wb") as file:
        np.savez(file, a=np.zeros(3))
    with pytest.raises(LabError, match=r"images\.npy is no \.npy file"):
        open_npy_folder(folder)


@pytest.fixture
def idx(tmp_path: Path, tiny: dict[str, bytes]) -> Path:
    for name, content in tiny.items():
        (tmp_path / name.removesuffix(".gz")).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("chosen", ["", "train-images-idx3-ubyte", "train-labels-idx1-ubyte"])
def test_idx_files_stay_on_the_disk_with_the_same_images(idx, chosen):
    held, left = load_file(idx / chosen, kept="memory"), load_file(idx / chosen, kept="disk")
    for name in ("inputs", "test_inputs"):
        assert isinstance(getattr(left, name), StoredImages)
        np.testing.assert_array_equal(getattr(left, name)[:], getattr(held, name))
    np.testing.assert_array_equal(left.labels, held.labels)
    np.testing.assert_array_equal(left.test_labels, held.test_labels)
    assert (left.name, left.class_names) == (held.name, held.class_names)


def test_idx_files_stay_there_by_themselves_if_they_are_large(idx, monkeypatch):
    assert open_idx_pair(idx, "auto") is None
    monkeypatch.setattr(module, "MOST_HELD", 1000)
    assert isinstance(load_file(idx).inputs, StoredImages)


def test_what_must_be_unpacked_first_is_said(idx):
    test = idx / "t10k-images-idx3-ubyte"
    test.with_suffix(".gz").write_bytes(gzip.compress(test.read_bytes()))
    test.unlink()
    with pytest.raises(LabError, match=r"t10k-images-idx3-ubyte\.gz is compressed, but stays on the disk"):
        load_file(idx, kept="disk")
    train = idx / "train-images-idx3-ubyte"
    train.write_bytes(gzip.compress(train.read_bytes()))
    with pytest.raises(LabError, match=r"cannot be read block by block: save a folder of images\.npy"):
        load_file(idx, kept="disk")


def test_idx_files_that_are_cut_short_are_told_before_training(idx):
    path = idx / "train-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(LabError, match=r"70,575 bytes long, but its header promises 70,576: fetch it again"):
        load_file(idx, kept="disk")


def test_other_files_cannot_stay_there(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("x,y,label\n1,2,a\n3,4,b\n")
    with pytest.raises(LabError, match=r"points\.csv cannot be read block by block"):
        load_file(path, kept="disk")
    assert not is_npy_folder(tmp_path) and len(load_file(path).labels) == 2


def test_a_folder_is_summed_up_without_holding_it(folder, images, monkeypatch):
    monkeypatch.setattr(module, "MOST_HELD", 0)
    said = check_file(folder)
    assert f"letters holds 40 images of 5×6 pixels, values {images.min()} to {images.max()}." in said
    assert "3 classes: -3 (10), 5 (20), 10 (10)." in said and "block by block from the disk" in said
