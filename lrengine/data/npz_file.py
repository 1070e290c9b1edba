"""NumPy archives: an array of inputs beside an array of labels, with or without a test part."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset
from lrengine.data.reading import open_file, reason
from lrengine.data.tables import full_scale_of, is_pixels, number_classes, square_side
from lrengine.errors import LabError

INPUT_NAMES = ("x_train", "train_images", "x", "images", "data", "inputs")
LABEL_NAMES = ("y_train", "train_labels", "y", "labels", "label", "target", "targets")
TEST_INPUT_NAMES = ("x_test", "test_images", "test_inputs")
TEST_LABEL_NAMES = ("y_test", "test_labels")
MAX_BYTES = 4 << 30


def read_npz(path: Path) -> Dataset:
    """Read what `np.savez` wrote; nothing in the file is executed (no pickle).

    Inputs are named x_train, x, images, data or inputs, labels y_train, y, labels or target; x_test and
    y_test (or test_images and test_labels) are optional; capitals don't matter. Inputs are pixels
    (n, height, width) or (n, height, width, 1), whole numbers from 0 to 255 or shares from 0 to 1; or
    (n, columns): square pictures when the columns are pixels in a square number of at least 64, else points.
    Labels are (n,) numbers or words, or (n, classes) with a single 1 in each row. Raises LabError for
    anything else.
    """
    arrays = _arrays(path)
    inputs = _numeric(path, _wanted(path, arrays, INPUT_NAMES, "X"))
    texts = _texts(path, _wanted(path, arrays, LABEL_NAMES, "y"))
    rows, labelled = len(inputs), len(texts)
    test_inputs, test_labels = _first(arrays, TEST_INPUT_NAMES), _first(arrays, TEST_LABEL_NAMES)
    tested = test_inputs is not None and test_labels is not None
    # Both parts are read as one, so that they get the same form and scale.
    if test_inputs is not None and test_labels is not None:
        test_inputs = _numeric(path, test_inputs)
        if inputs.shape[1:] != test_inputs.shape[1:]:
            raise LabError(
                f"The training and test inputs of {path} differ in shape ({inputs.shape[1:]} and "
                f"{test_inputs.shape[1:]}): save rows of the same size."
            )
        inputs = np.concatenate([inputs, test_inputs])
        texts += _texts(path, test_labels)
    inputs = _images_or_points(path, inputs)
    labels, class_names = number_classes(texts, str(path))
    return Dataset(
        name=path.name,
        inputs=inputs[:rows],
        labels=labels[:labelled],
        class_names=class_names,
        full_scale=full_scale_of(inputs) if inputs.ndim == 3 else 1.0,
        test_inputs=inputs[rows:] if tested else None,
        test_labels=labels[labelled:] if tested else None,
        about=f"Read from {path.name}.",
    )


def _arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    wanted = {*INPUT_NAMES, *LABEL_NAMES, *TEST_INPUT_NAMES, *TEST_LABEL_NAMES}
    with open_file(path) as file:
        try:
            with zipfile.ZipFile(file) as archive:
                size = sum(member.file_size for member in archive.infolist())
            if size > MAX_BYTES:
                raise LabError(f"{path} unpacks to {size:,} bytes, too many to read: save fewer rows.")
            file.seek(0)
            with np.load(file, allow_pickle=False) as archive:
                found = {name.lower(): archive[name] for name in archive.files if name.lower() in wanted}
        except LabError:
            raise
        # A damaged archive fails in many ways (zlib, struct, tokenizer, memory): none is the program's.
        except Exception as error:
            raise LabError(
                f"{path} cannot be read as a NumPy archive ({reason(error)}): save it again with "
                "np.savez(path, X=images, y=labels)."
            ) from None
    # What is no array inside the archive comes out as bytes.
    return {name: array for name, array in found.items() if isinstance(array, np.ndarray)}


def _first(arrays: dict[str, NDArray[np.generic]], names: tuple[str, ...]) -> NDArray[np.generic] | None:
    return next((arrays[name] for name in names if name in arrays), None)


def _wanted(
    path: Path, arrays: dict[str, NDArray[np.generic]], names: tuple[str, ...], usual: str
) -> NDArray[np.generic]:
    found = _first(arrays, names)
    if found is None:
        raise LabError(f"{path} has no array named {usual}: save it with np.savez(path, X=images, y=labels).")
    return found


def _numeric(path: Path, values: NDArray[np.generic]) -> NDArray[np.generic]:
    if values.ndim == 4 and values.shape[-1] == 1:
        values = values[..., 0]
    if values.ndim not in (2, 3) or 0 in values.shape or values.dtype.kind not in "buif":
        sizes = " × ".join(map(str, values.shape)) or "a single value"
        raise LabError(
            f"The inputs of {path} are {values.dtype} of {sizes}: give numbers of rows × height × width, "
            "or rows × columns."
        )
    if not np.isfinite(values).all():
        raise LabError(f"The inputs of {path} hold values that are not finite: replace them by numbers.")
    return values


def _images_or_points(path: Path, values: NDArray[np.generic]) -> NDArray[np.generic]:
    if values.ndim == 2:
        side = square_side(values.shape[1])
        if not (side and is_pixels(values)):
            return values.astype(np.float64)
        values = values.reshape(-1, side, side)
    if is_pixels(values):
        return values.astype(np.uint8)
    if values.min() >= 0 and values.max() <= 1:
        return np.rint(values.astype(np.float32) * 255).astype(np.uint8)
    raise LabError(f"The images of {path} have values outside 0 to 255: scale them to whole numbers in it.")


def _texts(path: Path, labels: NDArray[np.generic]) -> list[str]:
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    elif labels.ndim == 2 and labels.dtype.kind in "buif" and len(labels):
        if not ((labels == 0) | (labels == 1)).all() or not (labels.sum(axis=1) == 1).all():
            raise LabError(f"The labels of {path} are a table: give one label for each row.")
        labels = labels.argmax(axis=1)
    if labels.ndim != 1 or labels.dtype.kind not in "buifUS":
        raise LabError(f"The labels of {path} are no list: give one number or word for each row.")
    if labels.dtype.kind == "b":
        labels = labels.astype(np.int64)
    if labels.dtype.kind == "f" and not np.isfinite(labels).all():
        raise LabError(f"The labels of {path} hold values that are not finite: give each row a class.")
    if labels.dtype.kind == "S":
        return [label.decode("utf-8", "replace") for label in labels.tolist()]
    return [str(label) for label in labels.tolist()]
