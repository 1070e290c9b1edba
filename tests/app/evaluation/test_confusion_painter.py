import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from app.evaluation.confusion_layout import ConfusionLayout
from app.evaluation.confusion_painter import paint_cells, paint_names
from app.evaluation.confusion_shades import shade, strengths
from app.look.theme import DARK, LIGHT
from lrengine.metrics import confusion_rates

COUNTS = np.array([[8, 2, 0], [1, 9, 0], [0, 0, 10]])


def paint(theme, counts, size=(300, 200), as_rates=False):
    names = [str(k) for k in range(len(counts))]
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.card))
    font = QFont()
    layout = ConfusionLayout(QRectF(image.rect()), names, font)
    rates = confusion_rates(counts)
    painter = QPainter(image)
    paint_names(painter, layout, font, theme, names)
    paint_cells(painter, layout, font, theme, counts, rates, strengths(rates), as_rates=as_rates)
    painter.end()
    return image, layout


def pixels(image, place):
    part = image.copy(place.toRect().adjusted(2, 2, -2, -2)).convertToFormat(QImage.Format.Format_RGB32)
    return {part.pixelColor(x, y).name() for x in range(part.width()) for y in range(part.height())}


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_cells_have_their_shades_and_numbers(qapp, theme):
    image, layout = paint(theme, COUNTS)
    for cell, strength, right in (((0, 1), 1.0, False), ((2, 2), 1.0, True), ((2, 0), 0.0, False)):
        seen = pixels(image, layout.cell_rect(cell))
        assert shade(theme, strength, right=right)[0] in seen
        assert len(seen) > 1


def test_a_number_that_would_be_unreadable_is_left_out(qapp):
    image, layout = paint(DARK, np.full((26, 26), 3), (260, 200))
    assert len(pixels(image, layout.cell_rect((3, 4)))) == 1


def test_rates_look_other_than_counts(qapp):
    assert paint(DARK, COUNTS)[0] != paint(DARK, COUNTS, as_rates=True)[0]
    narrow = np.full((10, 10), 3)
    assert paint(DARK, narrow, (200, 200))[0] != paint(DARK, narrow, (200, 200), as_rates=True)[0]
