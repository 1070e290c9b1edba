"""Drawings that a user taught the program: kept in one file, theirs to export and to delete."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lrengine.data.splits import Part
from lrengine.errors import LabError
from lrengine.recipe_files import write_whole

Array = NDArray[Any]

_NAME = "own-digits.npz"
_SHAPE = (28, 28)
FULL_SCALE = 255.0


@dataclass(frozen=True, eq=False)
class OwnDigits:
    """n drawings as the model got them, with the class that the user says they are.

    images   (n, 28, 28) uint8, ink high
    labels   (n,) class names
    strokes  n drawings of strokes (m, 2) in the unit square; none for a picture that was dropped
    """

    images: NDArray[np.uint8]
    labels: tuple[str, ...]
    strokes: tuple[tuple[Array, ...], ...]

    def __post_init__(self) -> None:
        self.images.setflags(write=False)

    def __len__(self) -> int:
        return len(self.labels)

    def add(self, image: Array, label: str, strokes: Sequence[ArrayLike] = ()) -> OwnDigits:
        """With one more at the end; LabError for an image that is not 28×28."""
        if image.shape != _SHAPE:
            raise LabError("Only drawings of 28×28 pixels are kept: choose a model of such images to teach.")
        kept = tuple(np.array(stroke, np.float32).reshape(-1, 2) for stroke in strokes)
        images = np.concatenate([self.images, np.asarray(image, np.uint8)[np.newaxis]])
        return OwnDigits(images, (*self.labels, label), (*self.strokes, kept))

    def without(self, index: int) -> OwnDigits:
        """Less one; −1 is the last."""
        kept = list(range(len(self)))
        del kept[index]
        return OwnDigits(
            self.images[kept], tuple(self.labels[i] for i in kept), tuple(self.strokes[i] for i in kept)
        )

    def part(self, class_names: Sequence[str], full_scale: float = FULL_SCALE) -> Part:
        """Those of known classes as rows: labels are indices into `class_names`."""
        known = [i for i, label in enumerate(self.labels) if label in class_names]
        images: Array = self.images[known]
        if full_scale != FULL_SCALE:
            images = images * (full_scale / FULL_SCALE)
        labels = [list(class_names).index(self.labels[i]) for i in known]
        return Part(images, np.array(labels, np.int64))

    def export(self, path: str | Path) -> Path:
        """Write an .npz that the program, and anybody else's, reads as data: inputs and labels."""
        path = Path(path)
        path = path if path.suffix == ".npz" or not path.name else path.with_name(path.name + ".npz")
        if not len(self):
            raise LabError("There are no digits of yours to export yet: teach one first.")
        write_whole(path, self._packed())
        return path

    def save(self, path: str | Path) -> None:
        """Write the file whole or not at all; without drawings there is no file."""
        if len(self):
            write_whole(Path(path), self._packed())
        else:
            delete_own_digits(path)

    def _packed(self) -> bytes:
        flat = [stroke for drawing in self.strokes for stroke in drawing]
        content = io.BytesIO()
        np.savez_compressed(
            content,
            inputs=self.images,
            labels=np.array(self.labels),
            points=np.concatenate([np.zeros((0, 2), np.float32), *flat]),
            stroke_sizes=np.array([len(stroke) for stroke in flat], np.int64),
            drawing_sizes=np.array([len(drawing) for drawing in self.strokes], np.int64),
        )
        return content.getvalue()


def no_digits() -> OwnDigits:
    return OwnDigits(np.zeros((0, *_SHAPE), np.uint8), (), ())


def own_digits_path() -> Path:
    """The file in the folder that LOGITLAB_HOME names, or in the user's data folder."""
    home = os.environ.get("LOGITLAB_HOME")
    if not home:
        import platformdirs

        home = platformdirs.user_data_dir("logit-lab")
    return Path(home) / _NAME


def read_own_digits(path: str | Path | None = None) -> OwnDigits:
    """The user's drawings; none where there is no file. A damaged one is a LabError and stays where it is."""
    path = Path(path) if path is not None else own_digits_path()
    try:
        with path.open("rb") as content, np.load(content, allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
        return _unpacked(stored)
    except FileNotFoundError:
        return no_digits()
    except Exception as error:
        # A damaged archive fails in a dozen ways of zipfile, zlib, NumPy and the lookups.
        raise LabError(
            f"Your own digits cannot be read from {path} ({str(error) or type(error).__name__}): "
            "move that file away to start anew."
        ) from None


def delete_own_digits(path: str | Path | None = None) -> None:
    """Remove the file for good."""
    path = Path(path) if path is not None else own_digits_path()
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise LabError(f"Cannot delete {path} ({error.strerror}): remove it by hand.") from None


def _unpacked(stored: dict[str, Array]) -> OwnDigits:
    images, labels = stored["inputs"], tuple(str(label) for label in stored["labels"])
    strokes, drawings = stored["stroke_sizes"], stored["drawing_sizes"]
    points = stored["points"]
    fits = (
        images.shape == (len(labels), *_SHAPE)
        and images.dtype == np.uint8
        and drawings.shape == (len(labels),)
        and strokes.shape == (drawings.sum(),)
        and points.shape == (strokes.sum(), 2)
        and min(strokes.min(initial=0), drawings.min(initial=0)) >= 0
    )
    if not fits:
        raise LabError("its parts do not fit")
    flat = np.split(points.astype(np.float32), np.cumsum(strokes)[:-1]) if len(strokes) else []
    ends = np.cumsum(drawings)
    made = tuple(tuple(flat[end - size : end]) for end, size in zip(ends, drawings, strict=True))
    return OwnDigits(images, labels, made)
