"""The user's own data: what a file is, by its content, and a plain summary of it."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.data.csv_file import read_csv
from lrengine.data.dataset import Dataset
from lrengine.data.idx import looks_like_idx
from lrengine.data.idx_pair import read_idx_pair
from lrengine.data.image_folder import read_image_folder
from lrengine.data.npz_file import read_npz
from lrengine.data.on_disk import is_npy_folder, open_idx_pair, open_npy_folder
from lrengine.data.reading import (
    GZIP_MAGIC,
    Asked,
    Progress,
    check_cancelled,
    first_bytes,
    is_folder,
    report,
)
from lrengine.errors import LabError

# What people choose by mistake, by its first bytes, and what to do instead.
_MISTAKES = {
    b"\x93NUMPY": "is a single array: save inputs and labels with np.savez(path, X=images, y=labels)",
    b"\x89PNG": "is one picture: choose the folder that holds a sub-folder of pictures for each class",
    b"\xff\xd8\xff": "is one picture: choose the folder that holds a sub-folder of pictures for each class",
    b"\xff\xfe": "is text in UTF-16: save it as CSV in UTF-8",
    b"\xfe\xff": "is text in UTF-16: save it as CSV in UTF-8",
    b"\xd0\xcf\x11\xe0": "is a spreadsheet: save it as CSV",
    b"%PDF": "is a document: choose a CSV, NPZ or IDX file",
}


def load_file(
    path: str | Path,
    *,
    kept: str = "auto",
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> Dataset:
    """Read a CSV, NPZ or IDX file or a folder of images; the content decides which it is.

    kept  "memory", "disk" to read images block by block whenever they are needed, or "auto", which does
          so with more than 1 GiB; only a folder of .npy files and uncompressed IDX files may stay on the disk
    progress is called with the share done (0 to 1). Raises LabError with one sentence for whatever is wrong
    with the file, Cancelled when `cancelled()` becomes true. See `read_csv`, `read_npz`, `read_idx_pair` and
    `read_image_folder` for what each may hold.
    """
    path = Path(path).expanduser()
    check_cancelled(cancelled)
    stored = _left_on_disk(path, kept)
    if stored is not None:
        dataset = stored
    elif is_folder(path):
        dataset = _load_folder(path, progress, cancelled)
    else:
        start = _start(path)
        if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            dataset = read_npz(path)
        elif looks_like_idx(start):
            dataset = read_idx_pair(path, progress=progress, cancelled=cancelled)
        else:
            _refuse_mistakes(path, start)
            dataset = read_csv(path, progress=progress, cancelled=cancelled)
    report(progress, 1.0)
    return dataset


def _left_on_disk(path: Path, kept: str) -> Dataset | None:
    """Data that need not be held in memory; None for what is read in another way."""
    if is_folder(path) and is_npy_folder(path):
        return open_npy_folder(path, kept)
    stored = open_idx_pair(path, kept) if kept != "memory" else None
    if stored is None and kept == "disk":
        raise LabError(
            f"{path} cannot be read block by block: save a folder of images.npy and labels.npy, "
            "or choose uncompressed IDX files."
        )
    return stored


def check_file(path: str | Path) -> str:
    """One paragraph in plain words: rows, form, range of values, classes and their counts, test part."""
    dataset = load_file(path)
    rows = len(dataset.inputs)
    size = "×".join(map(str, dataset.input_shape))
    form = f"images of {size} pixels" if dataset.has_images else f"points of {size} columns"
    low, high = _range(dataset.inputs)
    counts = np.bincount(dataset.labels, minlength=len(dataset.class_names))
    classes = ", ".join(
        f"{name} ({count:,})" for name, count in zip(dataset.class_names, counts, strict=True)
    )
    parts = [
        f"{dataset.name} holds {rows:,} {form}, values {low:g} to {high:g}.",
        f"{len(dataset.class_names)} classes: {classes}."
        if len(dataset.class_names) > 1
        else f"All are of one class, {classes}: at least two are needed to learn from.",
    ]
    if dataset.test_inputs is not None:
        parts.append(f"A test part of {len(dataset.test_inputs):,} more comes with it.")
    return " ".join([*parts, dataset.about])


def _range(inputs: NDArray[Any]) -> tuple[float, float]:
    """The least and the largest value, a block of rows at a time."""
    low, high = np.inf, -np.inf
    for begin in range(0, len(inputs), 4096):
        block = inputs[begin : begin + 4096]
        low, high = min(low, float(block.min())), max(high, float(block.max()))
    return low, high


def _load_folder(path: Path, progress: Progress | None, cancelled: Asked | None) -> Dataset:
    for name in ("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"):
        if (path / name).is_file():
            return read_idx_pair(path / name, progress=progress, cancelled=cancelled)
    return read_image_folder(path, progress=progress, cancelled=cancelled)


def _start(path: Path) -> bytes:
    """The first bytes of the content, unpacked where it is compressed."""
    start = first_bytes(path, 1024)
    if not start.startswith(GZIP_MAGIC):
        return start
    try:
        with gzip.open(path) as content:
            return content.read(1024)
    except (OSError, EOFError, zlib.error):
        raise LabError(f"{path} is damaged or cut short: fetch it again.") from None


def _refuse_mistakes(path: Path, start: bytes) -> None:
    for magic, what in _MISTAKES.items():
        if start.startswith(magic):
            raise LabError(f"{path} {what}.")
    if not start.strip():
        raise LabError(f"{path} is empty: choose a CSV, NPZ or IDX file, or a folder of images.")
    if b"\0" in start:
        raise LabError(f"{path} is of no known kind: choose a CSV, NPZ or IDX file, or a folder of images.")
