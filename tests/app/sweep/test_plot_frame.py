"""Where values lie in a painted plot."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.look.theme import DARK
from app.sweep.plot_frame import PlotFrame, paint_places

ROOM = QRectF(20, 10, 100, 50)


def painted(paint):
    image = QImage(140, 80, QImage.Format.Format_ARGB32)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(80, 140, 4)
    return pixels[..., :3].max(axis=2) > 60


def test_corners_are_the_ends_of_the_axes():
    frame = PlotFrame(ROOM, (0.0, 10.0), (-1.0, 1.0))
    assert (frame.across(0), frame.down(-1)) == (20, 60)
    assert (frame.across(10), frame.down(1)) == (120, 10)


def test_a_curve_has_gaps_where_nothing_is_known():
    frame = PlotFrame(ROOM, (0.0, 10.0), (0.0, 1.0))
    x, y = np.arange(11.0), np.full(11, 0.5)
    y[4:7] = np.nan
    seen = painted(lambda painter: frame.paint_curve(painter, (x, y), "#ffffff", None, 1.5))
    columns = seen[33:38].any(axis=0)
    assert columns[25] and columns[100] and not columns[65:75].any()
    assert not painted(
        lambda painter: frame.paint_curve(painter, (x[:0], y[:0]), "#ffffff", (4.0, 3.0), 1.5)
    ).any()


def test_ticks_of_a_logarithmic_axis_are_round():
    assert PlotFrame(ROOM, (0.0, 1.0), (-3.0, 1.0), log=True).height_ticks(10.0)[0] in (0.001, 0.01)
    frame = PlotFrame(ROOM, (0.0, 1.0), (-1.0, 1.0), log=True)
    seen = painted(lambda painter: frame.paint_heights(painter, DARK))
    assert seen[:, :20].any(), "numbers stand left of the room"


def test_texts_that_would_touch_are_left_out():
    ticks = [(30.0, "0.001"), (34.0, "0.002"), (100.0, "1")]
    seen = painted(lambda painter: paint_places(painter, DARK, 62.0, ticks, 140.0))
    alone = painted(lambda painter: paint_places(painter, DARK, 62.0, [ticks[0], ticks[2]], 140.0))
    assert seen.any() and (seen == alone).all()
