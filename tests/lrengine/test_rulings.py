"""Ruled paper: its lines go, the digit on them stays, and a digit alone keeps its bars."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.drawing import prepare_picture, rasterise
from lrengine.rulings import without_rulings

SIDE = 240
SEVEN = rasterise([np.array([(0.3, 0.25), (0.5, 0.26), (0.7, 0.25), (0.6, 0.5), (0.45, 0.8)])], 0.05, SIDE)


def lines(strength, tilt=0.0, gap=40):
    rows, columns = np.indices((SIDE, SIDE))
    return (strength * np.clip(1.5 - np.abs((rows + tilt * columns + 11) % gap - 2), 0, 1)).astype(np.float32)


@pytest.mark.parametrize("strength", [0.2, 0.4, 0.9])
@pytest.mark.parametrize("tilt", [0.0, 0.025, -0.025])
def test_lines_go_and_the_strokes_across_them_stay(strength, tilt):
    ruled = np.maximum(SEVEN, lines(strength, tilt))
    plain = without_rulings(ruled)
    assert ((plain > 0.5) != (SEVEN > 0.5)).mean() < 0.01
    left, before = (((ink > 0.15) != (SEVEN > 0.15)).mean() for ink in (plain, ruled))
    assert left < 0.25 * before


def test_squared_paper_too():
    squared = np.maximum.reduce([SEVEN, lines(0.35), lines(0.35).T])
    plain = without_rulings(squared)
    assert ((plain > 0.15) != (SEVEN > 0.15)).mean() < 0.03
    assert plain.flags.c_contiguous


def test_where_there_are_no_lines_the_array_is_the_same():
    assert without_rulings(SEVEN) is SEVEN
    small = np.maximum(SEVEN, lines(0.4))[::5, ::5]
    assert without_rulings(small) is small


@pytest.mark.parametrize("thick", [6, 20])
def test_a_bar_from_edge_to_edge_is_a_digits_own(thick):
    tight = np.zeros((SIDE, 150), np.float32)
    tight[:thick] = 1
    tight[:, 70 : 70 + thick] = 1
    assert without_rulings(tight) is tight


def test_a_ruled_page_is_read_like_a_blank_one():
    page = np.rint(230 * (1 - 0.75 * np.maximum(SEVEN, lines(0.4, 0.01)))).astype(np.uint8)
    blank = np.rint(230 * (1 - 0.75 * SEVEN)).astype(np.uint8)
    one, other = (prepare_picture(picture).image.astype(float) for picture in (page, blank))
    assert np.abs(one - other).sum() < 0.1 * other.sum()
