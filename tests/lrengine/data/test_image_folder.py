"""A folder of pictures for each class."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lrengine.data.image_folder import read_image_folder
from lrengine.errors import Cancelled, LabError


def digit(height: int = 20, width: int = 20) -> np.ndarray:
    """A bright bar on a dark ground."""
    picture = np.zeros((height, width), np.uint8)
    half = max(1, width // 16)
    picture[height // 4 : -(height // 4), width // 2 - half : width // 2 + half] = 250
    return picture


def put(folder: Path, group: str, name: str, picture: np.ndarray | Image.Image) -> Path:
    path = folder / group / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (picture if isinstance(picture, Image.Image) else Image.fromarray(picture)).save(path)
    return path


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".PNG"])
def test_small_squares_of_one_size_are_kept(tmp_path: Path, suffix: str) -> None:
    for group in ("10", "9"):
        put(tmp_path, group, f"a{suffix}", digit())
        put(tmp_path, group, f"b{suffix}", digit())
    shares: list[float] = []
    data = read_image_folder(tmp_path, progress=shares.append)
    assert data.class_names == ("9", "10")
    assert data.labels.tolist() == [1, 1, 0, 0]
    assert data.inputs.dtype == np.uint8
    assert all(np.array_equal(image, digit()) for image in data.inputs)
    assert shares == [0.25, 0.5, 0.75, 1.0]


def test_dark_ink_on_paper_is_inverted(tmp_path: Path) -> None:
    put(tmp_path, "a", "1.png", 255 - digit())
    put(tmp_path, "a", "2.png", 255 - digit())
    put(tmp_path, "b", "3.png", digit())
    data = read_image_folder(tmp_path)
    assert np.array_equal(data.inputs[0], digit())
    assert np.array_equal(data.inputs[2], 255 - digit())


@pytest.mark.parametrize(
    "sizes", [[(20, 20), (40, 20)], [(20, 20), (24, 24)], [(100, 100)], [(30, 90), (28, 28)]]
)
def test_other_sizes_become_28_without_being_stretched(tmp_path: Path, sizes: list[tuple[int, int]]) -> None:
    for position, (height, width) in enumerate(sizes):
        put(tmp_path, "a", f"{position}.png", 255 - digit(height, width))
    data = read_image_folder(tmp_path)
    assert data.inputs.shape == (len(sizes), 28, 28)
    for image, (height, width) in zip(data.inputs, sizes, strict=True):
        rows = np.flatnonzero(image.max(axis=1) > 100)
        expected = 28 * (height - 2 * (height // 4)) / max(height, width)
        assert abs(len(rows) - expected) <= 2
        assert image[0].max() < 30


def test_jpeg_colour_alpha_and_deep_grey(tmp_path: Path) -> None:
    bar = digit()
    clear = np.zeros((20, 20, 4), np.uint8)
    clear[..., 3] = bar
    put(tmp_path, "a", "1.jpg", np.repeat((255 - bar)[..., None], 3, axis=2))
    put(tmp_path, "a", "2.png", clear)
    put(tmp_path, "a", "3.png", (255 - bar).astype(np.uint16) * 256)
    put(tmp_path, "a", "4.png", Image.fromarray(255 - bar).convert("1"))
    put(tmp_path, "a", "5.png", Image.fromarray(255 - bar).convert("P"))
    for image in read_image_folder(tmp_path).inputs:
        assert np.abs(image.astype(int) - bar).max() <= 40


def test_a_telephone_held_sideways(tmp_path: Path) -> None:
    turned = Image.fromarray(np.rot90(digit(40, 40)))
    note = Image.Exif()
    note[0x0112] = 6
    path = tmp_path / "a" / "1.jpg"
    path.parent.mkdir()
    turned.save(path, exif=note, quality=95)
    image = read_image_folder(tmp_path).inputs[0]
    assert np.abs(image.astype(int) - digit(40, 40)).max() <= 60


def test_what_is_no_picture_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "a", "1.png", digit())
    put(tmp_path, ".hidden", "1.png", digit())
    put(tmp_path, "__MACOSX", "1.png", digit())
    put(tmp_path, ".", "loose.png", digit())
    (tmp_path / "a" / ".DS_Store").write_bytes(b"\0")
    (tmp_path / "a" / "._1.png").write_bytes(b"\0")
    (tmp_path / "a" / "notes.txt").write_text("notes")
    (tmp_path / "empty").mkdir()
    data = read_image_folder(tmp_path)
    assert data.class_names == ("a",)
    assert len(data.inputs) == 1


@pytest.mark.parametrize("content", [b"", b"no picture", None])
def test_a_broken_picture_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = put(tmp_path, "a", "1.png", digit(64, 64))
    path.write_bytes(path.read_bytes()[:70] if content is None else content)
    with pytest.raises(LabError, match=r"The picture .*1\.png cannot be read"):
        read_image_folder(tmp_path)


def test_no_pictures_at_all(tmp_path: Path) -> None:
    put(tmp_path, ".", "loose.png", digit())
    with pytest.raises(LabError, match="one sub-folder for each class"):
        read_image_folder(tmp_path)
    with pytest.raises(LabError, match="Cannot read"):
        read_image_folder(tmp_path / "absent")


def test_cancelling(tmp_path: Path) -> None:
    put(tmp_path, "a", "1.png", digit())
    with pytest.raises(Cancelled):
        read_image_folder(tmp_path, cancelled=lambda: True)
