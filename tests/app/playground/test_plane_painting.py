import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from app.look.theme import DARK
from app.playground.plane_painting import paint_axes, paint_chip, points_layer
from app.playground.plane_view import PlaneView, fitted
from app.playground.point_set import PointSet


def painted(paint, width=300, height=200):
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def inked(image):
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return pixels[:, : image.width(), 3] > 0


def test_ticks_lie_along_two_edges_and_leave_the_corner_free(qapp):
    view = PlaneView(0, 0, 50, 50, 300, 200)
    ink = inked(painted(lambda painter: paint_axes(painter, view, DARK, QFont())))
    assert ink[-1, 150] and ink[100, 0]
    assert not ink[20:170, 60:].any()


def test_very_many_points_are_thinned_and_one_may_be_left_out(qapp):
    rng = np.random.default_rng(0)
    count = 50_000
    points = PointSet(rng.normal(size=(count, 2)), np.arange(count) % 2, np.zeros(count, int), ("0", "1"))
    view = fitted(points.positions, 300, 200)
    layer = points_layer(points, view, DARK, 3.0, 1.0, QFont(), without=None)
    assert inked(layer).mean() > 0.1
    one = PointSet(np.zeros((1, 2)), np.zeros(1, int), np.zeros(1, int), ("0", "1"))
    view = PlaneView(0, 0, 50, 50, 300, 200)
    assert inked(points_layer(one, view, DARK, 3.0, 2.0, QFont(), without=None))[200, 300]
    assert not inked(points_layer(one, view, DARK, 3.0, 2.0, QFont(), without=0))[200, 300]


def test_a_plate_is_as_large_as_its_words(qapp):
    frame = QRectF(0, 0, 300, 200)
    short = inked(painted(lambda painter: paint_chip(painter, "x", frame, DARK)))
    long = inked(painted(lambda painter: paint_chip(painter, "many words " * 12, frame, DARK, centred=True)))
    assert short[:40, :60].any() and not short[60:].any()
    assert long[100, 150] and long.sum() > 5 * short.sum()
