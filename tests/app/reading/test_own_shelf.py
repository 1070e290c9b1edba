from pathlib import Path

import numpy as np
import pytest

from app.reading.own_shelf import OwnShelf
from lrengine.errors import LabError

IMAGE = np.full((28, 28), 9, np.uint8)


def test_digits_stay_across_starts_and_between_windows(tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    one, other = OwnShelf(path), OwnShelf(path)
    one.add(IMAGE, "3", ())
    other.add(IMAGE, "8", (np.array([[0.1, 0.2], [0.3, 0.4]]),))
    assert len(other) == 2 and one.read().labels == ("3", "8")
    again = OwnShelf(path)
    assert len(again) == 2 and again.trouble == "" and len(again.read().strokes[1]) == 1
    again.delete_last()
    assert again.read().labels == ("3",)
    again.delete_all()
    assert len(again) == 0 and not path.exists()
    again.delete_last()
    assert len(again) == 0


def test_without_a_place_they_are_kept_here(tmp_path: Path) -> None:
    shelf = OwnShelf(None)
    shelf.add(IMAGE, "3", ())
    shelf.export(tmp_path / "mine.npz")
    with np.load(tmp_path / "mine.npz") as file:
        assert file["labels"].tolist() == ["3"] and file["inputs"].shape == (1, 28, 28)


def test_a_damaged_file_is_told_of_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    path.write_bytes(b"no archive")
    shelf = OwnShelf(path)
    assert "cannot be read" in shelf.trouble and len(shelf) == 0
    with pytest.raises(LabError, match="cannot be read"):
        shelf.add(IMAGE, "3", ())
    assert path.read_bytes() == b"no archive"
