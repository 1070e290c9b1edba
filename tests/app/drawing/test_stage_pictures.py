import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.drawing.stage_pictures import StagePictures, grey_image


def values(image: QImage) -> list[list[int]]:
    return [[image.pixelColor(x, y).red() for x in range(image.width())] for y in range(image.height())]


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (np.array([[0, 255, 17]], np.uint8), [[0, 255, 17]]),
        (np.array([[0, 16, 8]], np.uint8), [[0, 255, 127]]),
        (np.array([[0.0, 1.0, 0.5]], np.float32), [[0, 255, 127]]),
        (np.array([[-1.0, 2.0, np.nan]]), [[0, 255, 0]]),
        (np.array([[300, 0, 51]], np.int64), [[255, 0, 51]]),
    ],
)
def test_ink_becomes_grey(picture: np.ndarray, expected: list[list[int]]) -> None:
    assert values(grey_image(picture)) == expected


def test_an_odd_width_and_a_slice_stay_straight() -> None:
    picture = np.arange(60, dtype=np.uint8).reshape(6, 10)
    assert values(grey_image(picture[1:4, 2:9])) == picture[1:4, 2:9].tolist()


def test_the_image_outlives_its_array(qtbot: QtBot) -> None:
    picture = np.full((4, 4), 200, np.uint8)
    image = grey_image(picture)
    picture[:] = 0
    assert values(image)[2][2] == 200


def test_pixels_of_a_small_picture_are_equal_squares(qtbot: QtBot) -> None:
    pictures = StagePictures()
    qtbot.addWidget(pictures)
    pictures.resize(220, pictures.sizeHint().height())
    board = (np.indices((28, 28)).sum(0) % 2 * 255).astype(np.uint8)
    pictures.show_stages([("28 × 28", board)])
    shown = pictures.grab().toImage()
    ratio = shown.devicePixelRatio()
    size = round(2 * ratio)
    # The outermost row has the frame's corners on it.
    for row in range(1, 27):
        for column in range(1, 27):
            pixel = shown.pixelColor(column * size + size // 2, row * size + size // 2)
            assert pixel == QColor(*3 * (int(board[row, column]),))


def test_titles_and_count(qtbot: QtBot) -> None:
    pictures = StagePictures()
    qtbot.addWidget(pictures)
    stages = [("boxed", np.zeros((80, 60), np.float32)), ("28 × 28", np.zeros((28, 28), np.uint8))]
    pictures.show_stages(stages)
    assert pictures.titles == ("boxed", "28 × 28") and len(pictures.images) == 2
    pictures.resize(120, 80)
    assert not pictures.grab().isNull()
    pictures.show_stages(())
    assert pictures.images == ()
