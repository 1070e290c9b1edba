"""The user's digits, read from and written to their file at each change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from app.drawing.drawing_history import Points
from lrengine.data.own_digits import OwnDigits, no_digits, read_own_digits
from lrengine.errors import LabError


class OwnShelf:
    """Every method may raise a LabError: a damaged file stays where it is.

    path   where they are kept; None keeps them for as long as the program runs
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._here = no_digits()
        self.trouble = ""
        try:
            self.read()
        except LabError as error:
            self.trouble = str(error)

    def __len__(self) -> int:
        return len(self._here)

    def read(self) -> OwnDigits:
        """Those on disk, which another window may have added to."""
        if self._path is not None:
            self._here = read_own_digits(self._path)
        return self._here

    def add(self, image: NDArray[Any], label: str, strokes: tuple[Points, ...]) -> None:
        self._keep(self.read().add(image, label, strokes))

    def delete_last(self) -> None:
        if len(self.read()):
            self._keep(self._here.without(-1))

    def delete_all(self) -> None:
        self._keep(no_digits())

    def export(self, path: Path) -> None:
        """Write them all as an .npz of inputs and labels."""
        self.read().export(path)

    def _keep(self, digits: OwnDigits) -> None:
        if self._path is not None:
            digits.save(self._path)
        self._here = digits
