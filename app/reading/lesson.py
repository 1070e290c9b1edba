"""What teaching needs, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray

from app.background import Asked
from app.reading.flips_strip import Flip
from lrengine.experiment import Rows
from lrengine.model import Model


@dataclass(frozen=True, eq=False)
class Lesson:
    """A model that has learned the user's digits.

    flips  test images that are read otherwise than before; None where there were none to compare on
    rows   how many were compared
    """

    model: Model
    flips: tuple[Flip, ...] | None = None
    rows: int = 0


class OwnDigits(Protocol):
    """The user's digits, kept across starts; every method may raise a LabError."""

    def __len__(self) -> int: ...

    def add(self, image: NDArray[Any], label: str) -> None:
        """Keep an image (h, w) uint8 as the model gets it, and the class it really is."""

    def delete_last(self) -> None: ...

    def delete_all(self) -> None: ...

    def export(self, path: Path) -> None:
        """Write them all as an .npz of images and labels."""


class Teacher(Protocol):
    """Fits a model that starts from the given one to the user's digits and `rows`, in a thread of its own."""

    def __call__(self, model: Model, rows: Rows | None, cancelled: Asked) -> Lesson: ...
