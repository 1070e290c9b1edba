import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from app.evaluation.gallery_tiles import SIDE, TilePainter, point_text, tile_image
from app.look.theme import DARK, LIGHT


@pytest.mark.parametrize(
    ("picture", "full"),
    [
        (np.array([[0, 255], [51, 0]], np.uint8), 255.0),
        (np.array([[0, 16], [3.2, 0]]), 16.0),
        (np.array([[np.nan, 1], [0.2, -1]], np.float32), 1.0),
    ],
)
def test_full_ink_is_white(qapp, picture, full):
    image = tile_image(picture, full)
    grey = [image.pixelColor(x, y).red() for y in range(2) for x in range(2)]
    assert grey == [0, 255, 51, 0]


def test_a_slice_of_an_array_is_the_picture_it_shows(qapp):
    wide = np.arange(64, dtype=np.uint8).reshape(4, 16)[:, 3:8]
    image = tile_image(wide, 255.0)
    assert [image.pixelColor(x, 2).red() for x in range(5)] == wide[2].tolist()


def test_points_are_coordinates():
    assert point_text(np.array([1.2, -0.43])) == "(1.20, −0.43)"
    assert point_text(np.array([1.0, 2.0, 3.0])) == "(1.00, 2.00, …)"


def paint(tiles, judged, theme, *, current=False):
    image = QImage(int(tiles.least_width), tiles.height, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.card))
    painter = QPainter(image)
    painter.setFont(tiles.font)
    tiles.paint(painter, QRectF(image.rect()), judged, 0, current=current)
    painter.end()
    return image


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("images", [True, False])
def test_a_current_tile_stands_out(qapp, make_judged, theme, images):
    judged = make_judged(images=images)
    tiles = TilePainter(QFont(), theme, judged.class_names, images=images)
    plain, framed = paint(tiles, judged, theme), paint(tiles, judged, theme, current=True)
    assert plain != framed
    names = {framed.pixelColor(x, y).name() for x in range(framed.width()) for y in range(framed.height())}
    assert theme.accent in names


def test_the_picture_is_painted_whole_pixels_large(qapp, judged):
    tiles = TilePainter(QFont(), DARK, images=True)
    image = paint(tiles, judged, DARK)
    scale = SIDE // 6
    left = round(image.width() / 2 - SIDE / 2) + (SIDE - 5 * scale) // 2
    top = 4 + (SIDE - 6 * scale) // 2
    for row in range(6):
        for column in range(5):
            seen = image.pixelColor(left + column * scale + scale // 2, top + row * scale + scale // 2)
            assert seen.red() == judged.inputs[0][row, column]


def test_long_names_make_wider_tiles_within_reason(qapp):
    short, long = (TilePainter(QFont(), DARK, (name,), images=True) for name in ("4", "sandal" * 9))
    assert SIDE < short.least_width < long.least_width < 200
