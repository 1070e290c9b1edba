"""An IDX file of images with the file of labels that lies beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset
from lrengine.data.idx import read_idx
from lrengine.data.reading import Asked, Progress, check_cancelled, report
from lrengine.data.tables import number_classes
from lrengine.errors import LabError

TEST_WORDS = ("t10k", "test")


def read_idx_pair(path: Path, *, progress: Progress | None = None, cancelled: Asked | None = None) -> Dataset:
    """Read images (n, height, width) and their labels (n,), given either of the two files.

    train-images-idx3-ubyte goes with train-labels-idx1-ubyte, compressed or not; a pair named t10k… or
    test… beside a pair named train… becomes the test part. Raises LabError naming what is missing.
    """
    images_path = images_beside(path)
    if images_path is None:
        raise LabError(
            f"{path} has no file of images beside it: choose an IDX file with images in its name "
            "(train-images-idx3-ubyte) and keep its labels in the same folder."
        )
    images, labels = _read_pair(images_path)
    report(progress, 0.8)
    check_cancelled(cancelled)
    test = test_images_beside(images_path)
    test_images, test_labels = _read_pair(test) if test else (None, np.zeros(0, np.uint8))
    numbers, names = number_classes(
        [str(label) for label in (*labels.tolist(), *test_labels.tolist())], str(images_path)
    )
    report(progress, 1.0)
    return Dataset(
        name=images_path.name,
        inputs=images,
        labels=numbers[: len(labels)].copy(),
        class_names=names,
        test_inputs=test_images,
        test_labels=None if test_images is None else numbers[len(labels) :].copy(),
        about=f"Read from {images_path.name}{f' and {test.name}' if test else ''}.",
    )


def images_beside(path: Path) -> Path | None:
    """The images of a pair, given either of its files."""
    return path if "images" in path.name else _partner(path, "labels", "images", "idx1", "idx3")


def labels_beside(images: Path) -> Path | None:
    return _partner(images, "images", "labels", "idx3", "idx1")


def _read_pair(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    labels_path = labels_beside(path)
    if labels_path is None:
        raise LabError(
            f"{path} has no labels beside it: put {_swapped(path.name, 'images', 'labels', 'idx3', 'idx1')} "
            "into the same folder."
        )
    images, labels = read_idx(path), read_idx(labels_path)
    if images.ndim != 3:
        raise LabError(f"{path} has {images.ndim} dimensions, images have 3: choose a file of images.")
    if labels.ndim != 1:
        raise LabError(f"{labels_path} has {labels.ndim} dimensions, labels have 1: choose a file of labels.")
    return images, labels


def _swapped(name: str, *words: str) -> str:
    old, new, old_kind, new_kind = words
    return name.replace(old, new).replace(old_kind, new_kind)


def _partner(path: Path, *words: str) -> Path | None:
    """The file whose name has the other word, with or without .gz."""
    name = _swapped(path.name, *words)
    return None if name == path.name else _existing(path.with_name(name))


def test_images_beside(path: Path) -> Path | None:
    """The images of the test part that lies beside training images."""
    if "train" not in path.name:
        return None
    candidates = (_existing(path.with_name(path.name.replace("train", word))) for word in TEST_WORDS)
    return next((found for found in candidates if found), None)


def _existing(path: Path) -> Path | None:
    twin = path.with_suffix("") if path.suffix == ".gz" else path.with_name(path.name + ".gz")
    return next((candidate for candidate in (path, twin) if candidate.is_file()), None)
