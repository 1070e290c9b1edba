"""The allographs as data: complete, well formed, and as tall as they say."""

import numpy as np
import pytest

from lrengine.data.pen_shapes import ALLOGRAPHS, Allograph
from lrengine.ink import smooth_path

EACH = pytest.mark.parametrize("allograph", ALLOGRAPHS, ids=lambda a: f"{a.digit} {a.name}")


def test_every_digit_has_several_ways():
    counts = np.bincount([allograph.digit for allograph in ALLOGRAPHS], minlength=10)
    assert counts.min() >= 3 and len(counts) == 10


def test_names_are_unique_within_a_digit():
    assert len({(allograph.digit, allograph.name) for allograph in ALLOGRAPHS}) == len(ALLOGRAPHS)


@EACH
def test_strokes_are_lines_of_points(allograph):
    assert allograph.weight > 0
    for stroke in allograph.strokes:
        assert stroke.ndim == 2 and stroke.shape[1] == 2 and len(stroke) >= 2
        assert np.abs(stroke).max() < 0.7


@EACH
def test_the_curve_is_about_as_high_as_the_unit(allograph):
    curve = smooth_path(allograph.strokes, 0.02)
    assert np.ptp(curve[:, 1]) == pytest.approx(1, abs=0.18)
    assert np.ptp(curve[:, 0]) < 1.2


def test_a_slash_lifts_the_pen():
    first, second = Allograph(4, "cross", 1, "0,50 100,50 / 50,0 50,100").strokes
    assert np.array_equal(first, [(-0.5, 0), (0.5, 0)])
    assert np.array_equal(second, [(0, -0.5), (0, 0.5)])
