import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from app.guide.axes import Axes, dot, faded, handle, pen_of
from app.look.theme import DARK

AXES = Axes(QRectF(20, 10, 200, 100), -2.0, 2.0, 0.0, 10.0)


@pytest.fixture
def image(qapp):
    made = QImage(240, 140, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(0)
    return made


def inked(image):
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(140, 240, 4)
    return pixels[:, :, 3] > 0


def test_values_and_pixels_belong_together():
    assert AXES.at(0.0, 5.0) == QPointF(120, 60)
    assert AXES.x_at(AXES.x(1.3)) == pytest.approx(1.3)
    assert AXES.x_at(-50) == -2.0 and AXES.x_at(500) == 2.0


def test_a_curve_stays_inside(image):
    painter = QPainter(image)
    AXES.curve(painter, np.array([-4.0, 4.0]), np.array([-10.0, 20.0]), pen_of(DARK.accent))
    painter.end()
    ink = inked(image)
    assert ink[60, 120] and not ink[:, :18].any() and not ink[:8].any()


def test_scales_are_labelled_outside_the_plot(image):
    painter = QPainter(image)
    AXES.scales(painter, DARK, QFont(), [(0.0, "0")], [(5.0, "5")])
    painter.end()
    ink = inked(image)
    assert ink[60, 30:210].all() and ink[110, 30:210].all()
    assert ink[112:, 110:130].any() and ink[:, :19].any()


def test_marks_and_dashes(image):
    painter = QPainter(image)
    handle(painter, DARK, QPointF(50, 50), DARK.accent)
    dot(painter, QPointF(150, 50), DARK.ink)
    painter.end()
    assert image.pixelColor(50, 50).name() == DARK.accent and image.pixelColor(150, 50) == QColor(DARK.ink)
    assert pen_of("#ffffff", 2.0, (6, 3)).dashPattern() == [3.0, 1.5]
    assert faded("#ffffff", 0.5).alphaF() == pytest.approx(0.5, abs=0.01)
