"""Data whose images may stay on the disk: a folder of .npy files, or uncompressed IDX files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset
from lrengine.data.idx import read_idx, read_idx_shape
from lrengine.data.idx_pair import images_beside, labels_beside, test_images_beside
from lrengine.data.reading import first_bytes, open_file, reason
from lrengine.data.stored import StoredImages
from lrengine.data.tables import number_classes
from lrengine.errors import LabError

Array = NDArray[Any]

IMAGES, LABELS, TEST_IMAGES, TEST_LABELS = "images.npy", "labels.npy", "test_images.npy", "test_labels.npy"
# Larger ones stay on the disk unless the recipe says otherwise: single precision takes four times the bytes.
MOST_HELD = 1 << 30


def is_npy_folder(path: Path) -> bool:
    return (path / IMAGES).is_file()


def open_npy_folder(path: Path, kept: str = "auto") -> Dataset:
    """A folder of images.npy (n, height, width) uint8 and labels.npy (n,) whole numbers, with or without
    test_images.npy and test_labels.npy beside them, as `np.save` writes them.

    kept  "memory" reads the images, "disk" leaves them there, "auto" leaves more than 1 GiB
    Raises LabError for anything else.
    """
    images = _stored_npy(path / IMAGES)
    has_test = (path / TEST_IMAGES).is_file()
    test = _stored_npy(path / TEST_IMAGES) if has_test else None
    labels = _npy_labels(path / LABELS)
    test_labels = _npy_labels(path / TEST_LABELS) if has_test else None
    return _dataset(path.name or str(path), kept, images, labels, test, test_labels)


def open_idx_pair(path: Path, kept: str) -> Dataset | None:
    """Uncompressed IDX images, left on the disk, and their labels; None where they are to be held.

    path  either file of a pair, or the folder that holds train-images-idx3-ubyte
    See `read_idx_pair` for the names. Raises LabError for compressed files if kept is "disk".
    """
    if path.is_dir():
        path = path / "train-images-idx3-ubyte"
    images_path = images_beside(path)
    if images_path is None or not images_path.is_file():
        return None
    size = images_path.stat().st_size
    if not first_bytes(images_path, 4).startswith(b"\0\0\x08\x03"):
        return None
    if kept != "disk" and size <= MOST_HELD:
        return None
    labels_path, test = labels_beside(images_path), test_images_beside(images_path)
    if labels_path is None:
        return None
    test_labels = labels_beside(test) if test is not None else None
    if test is not None and not first_bytes(test, 4).startswith(b"\0\0\x08\x03"):
        raise LabError(f"{test} is compressed, but stays on the disk: unpack it.")
    has_test = test is not None and test_labels is not None
    return _dataset(
        images_path.name,
        "disk",
        _stored_idx(images_path),
        _one_column(labels_path, read_idx(labels_path)),
        _stored_idx(test) if has_test and test else None,
        _one_column(test_labels, read_idx(test_labels)) if has_test and test_labels else None,
    )


def _dataset(
    name: str,
    kept: str,
    images: StoredImages,
    labels: Array,
    test: StoredImages | None,
    test_labels: Array | None,
) -> Dataset:
    parts = [labels] if test_labels is None else [labels, test_labels]
    values, numbers = np.unique(np.concatenate(parts), return_inverse=True)
    order, names = number_classes([str(value) for value in values.tolist()], name)
    numbers = order[numbers]
    stays = kept == "disk" or (
        kept == "auto" and images.stored * images.shape[1] * images.shape[2] > MOST_HELD
    )

    def form(stored: StoredImages | None) -> Array | None:
        # To whoever takes rows of it, a stored one is as good as an array.
        return None if stored is None else cast(Array, stored) if stays else stored[:]

    return Dataset(
        name=name,
        inputs=cast(Array, form(images)),
        labels=numbers[: len(labels)],
        class_names=names,
        test_inputs=form(test),
        test_labels=None if test is None else numbers[len(labels) :],
        about=f"Read from {name}{', block by block from the disk' if stays else ''}.",
    )


def _stored_npy(path: Path) -> StoredImages:
    array = _npy(path)
    if array.dtype != np.uint8 or array.ndim != 3 or not array.size or not array.flags.c_contiguous:
        raise LabError(
            f"{path} holds {array.dtype} values of shape {array.shape}: "
            "save images as uint8 of shape (n, height, width), in C order."
        )
    return StoredImages(path, array.offset, len(array), array.shape[1:])


def _npy_labels(path: Path) -> Array:
    array = _npy(path)
    if array.dtype.kind not in "iu" or array.ndim != 1:
        raise LabError(
            f"{path} holds {array.dtype} values of shape {array.shape}: "
            "save labels as whole numbers of shape (n,)."
        )
    return np.array(array)


def _npy(path: Path) -> Any:
    """The array of a file, mapped: no more than its header is read."""
    open_file(path).close()
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError, TypeError) as error:
        raise LabError(f"{path} is no whole .npy file ({reason(error)}): write it with np.save.") from None
    if not isinstance(mapped, np.memmap):
        raise LabError(f"{path} is no .npy file: write it with np.save.")
    return mapped


def _stored_idx(path: Path) -> StoredImages:
    shape = read_idx_shape(path)
    offset = 4 + 4 * len(shape)
    expected = offset + shape[0] * shape[1] * shape[2]
    size = path.stat().st_size
    if size != expected:
        raise LabError(
            f"{path} is {size:,} bytes long, but its header promises {expected:,}: fetch it again."
        )
    return StoredImages(path, offset, shape[0], (shape[1], shape[2]))


def _one_column(path: Path, labels: Array) -> Array:
    if labels.ndim != 1:
        raise LabError(f"{path} has {labels.ndim} dimensions, labels have 1: choose a file of labels.")
    return labels
