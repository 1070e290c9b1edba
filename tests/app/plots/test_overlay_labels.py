from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from app.plots.overlay_labels import Label, paint_labels, spread

FRAME = QRectF(0, 0, 200, 100)


@given(st.lists(st.floats(-50, 150), max_size=8).map(sorted))
def test_labels_do_not_overlap_while_there_is_room(tops):
    places = spread(tops, 10.0, 0.0, 100.0)
    assert all(0 <= place <= 90 for place in places)
    assert all(b - a >= 10 - 1e-9 for a, b in pairwise(places))
    if all(b - a >= 10 for a, b in pairwise(tops)) and all(0 <= t <= 90 for t in tops):
        assert places == tops


def test_too_many_labels_stay_inside():
    assert all(0 <= place <= 90 for place in spread([5.0] * 30, 10.0, 0.0, 100.0))


@pytest.mark.parametrize(
    ("down", "end"),
    [
        ([50.0, 40.0, 30.0], (150.0, 30.0)),
        ([50.0, 40.0, np.nan], (100.0, 40.0)),
        ([50.0, 40.0, -99.0], None),
        ([np.nan] * 3, None),
    ],
)
def test_a_label_stands_where_its_line_ends_in_sight(down, end):
    found = Label("1", "#ffffff", np.array([50.0, 100.0, 150.0]), np.array(down)).end(FRAME)
    assert found is None if end is None else (found.x(), found.y()) == end


def test_names_are_written_in_their_colours(qapp):
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    x = np.array([0.0, 190.0])
    labels = [
        Label("7 a very long name that has to be cut short somewhere", "#ff0000", x, np.array([20.0, 20.0])),
        Label("8", "#00ff00", x, np.array([22.0, 22.0])),
    ]
    paint_labels(painter, labels, FRAME, QFont(), "#000000")
    painter.end()
    pixels = np.array(image.constBits()).reshape(100, 200, 4).astype(int)
    red, green = pixels[..., 2] - pixels[..., 1] > 100, pixels[..., 1] - pixels[..., 2] > 100
    assert red.any() and green.any()
    assert red.any(axis=1).nonzero()[0].max() < green.any(axis=1).nonzero()[0].max()
    assert red.any(axis=0).nonzero()[0].min() > 60
