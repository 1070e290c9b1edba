from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from app.drawing.picture_input import (
    LONGEST_SIDE,
    grey_values,
    holds_picture,
    image_file,
    picture_from,
    read_picture,
)
from lrengine.errors import LabError


def plain(width: int, height: int, colour: str = "#ffffff") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def urls(*places: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(place) for place in places])
    return mime


def test_grey_values_of_an_odd_width(qapp: object) -> None:
    image = plain(5, 3)
    image.setPixelColor(4, 2, QColor("#000000"))
    grey = grey_values(image)
    assert grey.shape == (3, 5) and grey.dtype == np.uint8 and not grey.flags.writeable
    assert grey[2, 4] == 0 and grey[:2].min() == 255


@pytest.mark.parametrize(("ink", "paper"), [("#000000", 255), ("#ffffff", 0)])
def test_transparency_becomes_paper_of_the_other_polarity(qapp: object, ink: str, paper: int) -> None:
    image = QImage(6, 6, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    image.setPixelColor(2, 3, QColor(ink))
    grey = grey_values(image)
    assert grey[0, 0] == paper and grey[3, 2] == 255 - paper


def test_large_pictures_are_reduced_in_proportion(qapp: object, tmp_path: Path) -> None:
    image = plain(2000, 500, "#808080")
    assert grey_values(image).shape == (128, LONGEST_SIDE)
    image.save(str(tmp_path / "large.png"))
    assert read_picture(tmp_path / "large.png").shape == (128, LONGEST_SIDE)
    assert grey_values(plain(3000, 1)).shape == (1, LONGEST_SIDE)


def test_one_image_file_is_a_picture(qapp: object, tmp_path: Path) -> None:
    path = tmp_path / "three 3.PNG"
    plain(8, 6).save(str(path))
    mime = urls(path.as_uri())
    assert image_file(mime) == path and holds_picture(mime)
    assert picture_from(mime).shape == (6, 8)


@pytest.mark.parametrize(
    "places",
    [("file:///a.csv",), ("file:///a.png", "file:///b.png"), ("https://example.org/a.png",)],
)
def test_other_files_are_none(qapp: object, places: tuple[str, ...]) -> None:
    assert not holds_picture(urls(*places))
    with pytest.raises(LabError, match="copy an image"):
        picture_from(urls(*places))


def test_image_data_is_a_picture(qapp: object) -> None:
    mime = QMimeData()
    mime.setImageData(plain(7, 9))
    assert holds_picture(mime)
    assert picture_from(mime).shape == (9, 7)


def test_a_file_that_is_no_image_is_refused_by_name(qapp: object, tmp_path: Path) -> None:
    path = tmp_path / "letter.png"
    path.write_text("not an image")
    with pytest.raises(LabError, match=r"letter\.png cannot be read"):
        picture_from(urls(path.as_uri()))
    with pytest.raises(LabError, match=r"gone\.png"):
        read_picture(tmp_path / "gone.png")
