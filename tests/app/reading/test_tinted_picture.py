import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from app.look.theme import DARK, LIGHT
from app.reading.tinted_picture import SIDE, TintedPicture, place_of


def channels(image: QImage, row: int, column: int) -> tuple[int, int, int]:
    colour = QColor(image.pixel(column, row))
    return colour.red(), colour.green(), colour.blue()


def test_orange_is_for_and_blue_against(stood_up) -> None:
    shown = stood_up(TintedPicture(), SIDE, SIDE)
    for theme in (DARK, LIGHT):
        shown.show_theme(theme)
        shown.show_tint(np.ones((2, 2)), np.array([[1.0, -1.0], [0.0, 0.5]]))
        image = shown.image()
        red, _, blue = channels(image, 0, 0)
        assert red > blue
        red, _, blue = channels(image, 0, 1)
        assert blue > red
    assert shown.limit == 1.0


def test_ink_that_says_nothing_is_a_faint_shadow(stood_up) -> None:
    shown = stood_up(TintedPicture(), SIDE, SIDE)
    shown.show_tint(np.array([[1.0, 0.0]]), np.zeros((1, 2)))
    image = shown.image()
    assert channels(image, 0, 1) == channels(QImage(_card()), 0, 0)
    assert channels(image, 0, 0) > channels(image, 0, 1)


def _card() -> QImage:
    image = QImage(1, 1, QImage.Format.Format_RGB888)
    image.fill(QColor(DARK.card))
    return image


def test_cells_coarser_or_finer_than_the_picture(stood_up) -> None:
    shown = stood_up(TintedPicture(), SIDE, SIDE)
    shown.show_tint(np.ones((4, 4)), np.array([[1.0, -1.0]]))
    assert shown.image().width() == 4 and shown.image().height() == 4
    assert channels(shown.image(), 3, 0) != channels(shown.image(), 3, 3)
    shown.show_tint(np.ones((4, 4)), np.ones((9, 9)))
    assert shown.image().width() == 9


def test_nothing_and_no_evidence_paint_without_complaint(stood_up) -> None:
    shown = stood_up(TintedPicture(), SIDE, SIDE)
    empty = shown.grab().toImage()
    shown.show_tint(np.ones((4, 4)), np.full((4, 4), np.nan))
    assert shown.grab().toImage() != empty
    shown.show_tint(None, None)
    assert shown.image() is None and shown.grab().toImage() == empty and shown.limit == 0.0


def test_an_enlarged_pixel_is_a_whole_number_of_pixels() -> None:
    image = QImage(28, 28, QImage.Format.Format_RGB888)
    assert place_of(image, QRectF(0, 0, 120, 120), 1.0) == QRectF(4, 4, 112, 112)
    assert place_of(image, QRectF(0, 0, 28, 28), 2.0) == QRectF(0, 0, 28, 28)
    wide = QImage(112, 56, QImage.Format.Format_RGB888)
    assert place_of(wide, QRectF(0, 0, 56, 56), 1.0) == QRectF(0, 14, 56, 28)
