"""MNIST: where it lies on this computer, and how it gets there."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset
from lrengine.data.download import TIMEOUT, fetch_files
from lrengine.data.idx import read_idx
from lrengine.data.reading import Asked, Progress, check_cancelled, is_file, is_folder, report
from lrengine.data.transfer import BytesDone, RemoteFile, Timeout
from lrengine.errors import LabError

MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)

# The hashes are of the uncompressed content, so that any mirror's compression is accepted.
FILES = (
    RemoteFile(
        "train-images-idx3-ubyte.gz",
        sha256="ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        content_bytes=47_040_016,
        download_bytes=9_912_422,
    ),
    RemoteFile(
        "train-labels-idx1-ubyte.gz",
        sha256="65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        content_bytes=60_008,
        download_bytes=28_881,
    ),
    RemoteFile(
        "t10k-images-idx3-ubyte.gz",
        sha256="0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        content_bytes=7_840_016,
        download_bytes=1_648_877,
    ),
    RemoteFile(
        "t10k-labels-idx1-ubyte.gz",
        sha256="ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        content_bytes=10_008,
        download_bytes=4_542,
    ),
)
# Share of the loading time after each file, by size of content.
_LOADED = (0.85, 0.86, 0.99, 1.0)


def load_mnist(progress: Progress | None = None, cancelled: Asked | None = None) -> Dataset:
    """60,000 images to train on and 10,000 to test on, (28, 28) uint8 with ink high, classes "0" to "9".

    Looks in the folder that LOGITLAB_DATA_DIR names, then in `mnist_directory()`. progress is called with
    the share done (0 to 1). Raises LabError when the four files are in neither place or one of them is
    damaged, Cancelled when `cancelled()` becomes true.
    Source: "The MNIST database of handwritten digits" (LeCun, Cortes, Burges).
    """
    arrays: list[NDArray[np.uint8]] = []
    for path, share in zip(find_mnist(), _LOADED, strict=True):
        check_cancelled(cancelled)
        array = read_idx(path)
        expected = (28, 28) if len(arrays) % 2 == 0 else ()
        if array.shape[1:] != expected:
            raise LabError(f"{path} does not hold MNIST (its sizes are {array.shape}): fetch it again.")
        arrays.append(array)
        report(progress, share)
    images, labels, test_images, test_labels = arrays
    return Dataset(
        name="mnist",
        inputs=images,
        labels=labels.astype(np.int64),
        class_names=tuple(str(digit) for digit in range(10)),
        test_inputs=test_images,
        test_labels=test_labels.astype(np.int64),
        about=f"MNIST: {len(images):,} handwritten digits to train on and {len(test_images):,} to test on "
        "(LeCun, Cortes, Burges).",
    )


def mnist_directory() -> Path:
    """The user's own folder for MNIST, or the one that LOGITLAB_DOWNLOAD_DIR names."""
    if chosen := os.environ.get("LOGITLAB_DOWNLOAD_DIR"):
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("logit-lab", appauthor=False)) / "mnist"


def find_mnist() -> list[Path]:
    """The four files, in the order of `FILES`; LabError with what to do when they aren't here."""
    given = os.environ.get("LOGITLAB_DATA_DIR")
    named = Path(given).expanduser() if given else None
    for place in (named, mnist_directory()):
        found = [_present(place / file.name) for file in FILES] if place is not None else []
        if found and all(found):
            return [path for path in found if path]
    fault, remedy = "", "set LOGITLAB_DATA_DIR to a folder that holds its four files"
    if named is not None:
        fault, remedy = f", and {_fault(named)}", "correct that folder"
    raise LabError(
        f"MNIST is not on this computer{fault}: get it with `logitlab data get mnist` or from the File menu, "
        f"or {remedy}."
    )


def download_mnist(
    directory: str | Path | None = None,
    mirrors: tuple[str, ...] = MIRRORS,
    progress: BytesDone | None = None,
    cancelled: Asked | None = None,
    *,
    files: tuple[RemoteFile, ...] = FILES,
    timeout: Timeout = TIMEOUT,
) -> Path:
    """Fetch what is missing of MNIST into a folder (`mnist_directory()` unless said) and return it.

    progress is called with (bytes done, bytes in total); what `cancelled` or a fault leaves half done is
    continued by the next call. See `fetch_files` for the verification, the mirrors and the errors.
    """
    place = Path(directory) if directory is not None else mnist_directory()
    fetch_files("MNIST", files, place, mirrors, progress=progress, cancelled=cancelled, timeout=timeout)
    return place


def _fault(folder: Path) -> str:
    """What is wrong with the folder that LOGITLAB_DATA_DIR names."""
    if not is_folder(folder):
        return f"LOGITLAB_DATA_DIR names {folder}, which is no folder that can be read"
    lacking = [file.name for file in FILES if _present(folder / file.name) is None]
    named = "all four files" if len(lacking) == len(FILES) else " and ".join(lacking)
    return f"LOGITLAB_DATA_DIR names {folder}, which lacks {named}"


def _present(path: Path) -> Path | None:
    """The file itself, or its uncompressed twin."""
    return next(filter(is_file, (path, path.with_suffix(""))), None)
