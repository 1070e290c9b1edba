import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.reading.grey_picture import grey_image, paint_picture


@pytest.mark.parametrize(
    ("picture", "greys"),
    [
        (np.array([[0, 255]], np.uint8), [0, 255]),
        (np.array([[0, 16]], np.uint8), [0, 255]),
        (np.array([[0.5, 2.0]]), [127, 255]),
        (np.array([[np.nan, -1.0]]), [0, 0]),
    ],
)
def test_greys_of_every_scale(picture: np.ndarray, greys: list[int]) -> None:
    image = grey_image(picture)
    assert [QColor(image.pixel(column, 0)).red() for column in range(2)] == greys


@pytest.mark.parametrize("shape", [(28, 28), (112, 60), (4, 8)])
def test_a_picture_lies_in_its_frame(shape: tuple[int, int]) -> None:
    canvas = QImage(60, 60, QImage.Format.Format_RGB32)
    canvas.fill(QColor("#ffffff"))
    painter = QPainter(canvas)
    paint_picture(painter, QRectF(2, 2, 56, 56), grey_image(np.ones(shape)), QColor("#ff0000"))
    painter.end()
    assert QColor(canvas.pixel(0, 30)) == QColor("#ffffff")
    assert QColor(canvas.pixel(30, 30)) == QColor("#ffffff")
    assert QColor(canvas.pixel(30, 2)).red() > QColor(canvas.pixel(30, 2)).green()
