"""Endless pen-stroke digits from a seed, kept in a cache; the data that need no file and no network."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset, Labels
from lrengine.data.handwriting import SHAPE, write
from lrengine.data.pen_shapes import ALLOGRAPHS
from lrengine.data.reading import Asked, Progress, check_cancelled, report
from lrengine.errors import LabError

# Counts up whenever the same seed gives other images, so that no cache holds old ones.
VERSION = 3
CLASSES = 10
BATCH = 256


def generate(
    count: int,
    seed: int | np.random.SeedSequence,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> tuple[NDArray[np.uint8], Labels]:
    """Digits as people write them: images (count, 28, 28) uint8 with ink high, and labels (count,).

    Classes are equally frequent (to within one) and shuffled. An allograph of the digit is drawn at
    random, varied like a hand varies it, inked with MNIST's pen, put in its 20-pixel box and placed by
    its centre of mass. The same seed gives the same images. progress is called with the share done
    (0 to 1). Raises LabError for a negative seed or count, Cancelled when `cancelled()` becomes true.
    """
    if count < 0:
        raise LabError(f"Cannot generate {count} images: ask for 0 or more.")
    if isinstance(seed, int) and seed < 0:
        raise LabError(f"The seed {seed} is negative: choose 0 or more.")
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(count) % CLASSES).astype(np.int64)
    ways = _choose_ways(labels, rng)
    images = np.empty((count, *SHAPE), np.uint8)
    done = 0
    for way, allograph in enumerate(ALLOGRAPHS):
        rows = np.flatnonzero(ways == way)
        for start in range(0, len(rows), BATCH):
            check_cancelled(cancelled)
            batch = rows[start : start + BATCH]
            images[batch] = write(allograph, len(batch), rng)
            done += len(batch)
            report(progress, done / count)
    return images, labels


def load_generated(
    seed: int,
    train: int = 10_000,
    test: int = 2_000,
    cache_dir: str | Path | None = None,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> Dataset:
    """Generated digits with a test part from a stream of its own; classes "0" to "9".

    Made once and kept in `cache_dir`, the folder that LOGITLAB_CACHE_DIR names, or the user's cache; a
    cache that is damaged or cannot be written costs the time to generate again and nothing else.
    progress is called with the share done (0 to 1). Raises LabError when a count is below 1 or the seed
    is negative, Cancelled when `cancelled()` becomes true.
    """
    if min(train, test) < 1:
        raise LabError("Generated data need at least one image to train on and one to test on: ask for more.")
    if seed < 0:
        raise LabError(f"The seed {seed} is negative: choose 0 or more.")
    check_cancelled(cancelled)
    path = _cache_path(cache_dir, seed, train, test)
    parts = _read_cache(path, train, test)
    if parts is None:
        total = train + test
        inputs, labels = generate(
            train,
            np.random.SeedSequence((seed, 0)),
            lambda share: report(progress, share * train / total),
            cancelled,
        )
        test_inputs, test_labels = generate(
            test,
            np.random.SeedSequence((seed, 1)),
            lambda share: report(progress, (train + share * test) / total),
            cancelled,
        )
        parts = inputs, labels, test_inputs, test_labels
        _write_cache(path, parts)
    report(progress, 1.0)
    return Dataset(
        name="generated",
        inputs=parts[0],
        labels=parts[1],
        class_names=tuple(str(digit) for digit in range(CLASSES)),
        test_inputs=parts[2],
        test_labels=parts[3],
        about=f"{train:,} + {test:,} pen-stroke digits of 28×28 pixels, generated from seed {seed}.",
    )


_Parts = tuple[NDArray[np.uint8], Labels, NDArray[np.uint8], Labels]


def _choose_ways(labels: Labels, rng: np.random.Generator) -> NDArray[np.intp]:
    """An index into `ALLOGRAPHS` for each label, as frequent as its weight says."""
    ways = np.empty(len(labels), np.intp)
    for digit in range(CLASSES):
        own = [way for way, allograph in enumerate(ALLOGRAPHS) if allograph.digit == digit]
        weights = np.array([ALLOGRAPHS[way].weight for way in own])
        mine = labels == digit
        ways[mine] = rng.choice(own, int(mine.sum()), p=weights / weights.sum())
    return ways


def _cache_path(cache_dir: str | Path | None, seed: int, train: int, test: int) -> Path:
    chosen = cache_dir or os.environ.get("LOGITLAB_CACHE_DIR")
    if not chosen:
        import platformdirs

        chosen = platformdirs.user_cache_dir("logit-lab", appauthor=False)
    return Path(chosen).expanduser() / f"generated-{VERSION}-{seed}-{train}-{test}.npz"


def _read_cache(path: Path, train: int, test: int) -> _Parts | None:
    # A damaged archive can raise nearly anything, and whatever it is, generating again mends it.
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            parts = kept["inputs"], kept["labels"], kept["test_inputs"], kept["test_labels"]
    except Exception:
        return None
    for (images, labels), count in ((parts[:2], train), (parts[2:], test)):
        if images.shape != (count, *SHAPE) or images.dtype != np.uint8:
            return None
        if (
            labels.shape != (count,)
            or labels.dtype != np.int64
            or not 0 <= labels.min() <= labels.max() < CLASSES
        ):
            return None
    return parts


def _write_cache(path: Path, parts: _Parts) -> None:
    """Whole or not at all; a folder that cannot be written or a full disk is no reason to fail."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=path.stem, suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            np.savez(file, inputs=parts[0], labels=parts[1], test_inputs=parts[2], test_labels=parts[3])
        Path(temporary).replace(path)
    except OSError:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
