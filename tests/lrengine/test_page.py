"""A sheet in its surroundings: what is around it goes, and a digit alone is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.bundled import bundled_model
from lrengine.drawing import rasterise
from lrengine.page import sheet_alone, surface
from lrengine.picture import FAINTEST, prepare_picture

FIVE = [
    [(0.36, 0.3), (0.36, 0.3), (0.34, 0.5), (0.34, 0.5), (0.5, 0.44), (0.66, 0.56), (0.56, 0.74),
     (0.34, 0.7)],
    [(0.36, 0.3), (0.5, 0.29), (0.66, 0.28)],
]  # fmt: skip
SIDE = 240
Y, X = np.mgrid[:SIDE, :SIDE] / SIDE - 0.5


def photo(kind, seed=0):
    """A five in ink on grey paper, and what is around it."""
    rng = np.random.default_rng(seed)
    ink = rasterise([np.array(stroke) for stroke in FIVE], 0.03, SIDE)
    paper = 0.8 * (1 - 0.25 * X - 0.15 * Y * Y) if kind in ("uneven", "uneven table") else 0.8
    grey = paper * (1 - 0.7 * ink)
    if kind in ("table", "uneven table"):
        turn = np.radians(6)
        along, across = np.cos(turn) * X + np.sin(turn) * Y, np.cos(turn) * Y - np.sin(turn) * X
        grey[(np.abs(along) > 0.43) | (np.abs(across) > 0.42)] = 0.25
    elif kind == "frame":
        frame = np.zeros((SIDE, SIDE), bool)
        frame[8:-8, 8:-8] = True
        frame[13:-13, 13:-13] = False
        grey[frame] = 0.1
    elif kind == "scanner":
        grey[:, :9] = 0.02
        grey[-6:] = 0.05
    grey = np.clip(grey + rng.normal(0, 0.015, grey.shape), 0, 1)
    return grey if kind != "blackboard" else 1 - grey


@pytest.mark.parametrize(
    "kind", ["plain", "uneven", "table", "uneven table", "frame", "scanner", "blackboard"]
)
@pytest.mark.parametrize("negative", [False, True])
def test_a_five_is_read_whatever_is_around_it(kind, negative):
    grey = photo(kind)
    stages = prepare_picture(np.rint(255 * (1 - grey if negative else grey)).astype(np.uint8))
    model = bundled_model()
    probabilities = model.probabilities(stages.image[np.newaxis])[0]
    assert model.class_names[probabilities.argmax()] == "5" and probabilities.max() > 0.8


@pytest.mark.parametrize("kind", ["table", "uneven table", "frame", "scanner"])
def test_the_surroundings_are_painted_like_paper_and_the_drawing_is_kept(kind):
    grey = photo(kind)
    alone = sheet_alone(grey, FAINTEST)
    inside = slice(60, -60)
    np.testing.assert_array_equal(alone[inside, inside], grey[inside, inside])
    for edge in (alone[:4], alone[-4:], alone[:, :4], alone[:, -4:]):
        assert edge.min() > 0.5


@pytest.mark.parametrize("kind", ["plain", "uneven", "blackboard"])
def test_where_there_are_no_surroundings_nothing_is_taken_away(kind):
    assert sheet_alone(photo(kind), FAINTEST) is None


@pytest.mark.parametrize("digit", ["thick zero", "tight one", "tight seven", "bar", "empty", "small"])
def test_a_digit_that_fills_its_picture_is_no_sheet(digit):
    grey = np.full((100, 100), 0.9)
    y, x = np.mgrid[:100, :100] - 49.5
    match digit:
        case "thick zero":
            grey[(np.hypot(x / 34, y / 44) < 1) & (np.hypot(x / 10, y / 16) > 1)] = 0.1
        case "tight one":
            grey = np.full((100, 30), 0.1)
            grey[:, :4] = 0.9
        case "tight seven":
            grey[:16] = 0.1
            grey[np.abs(x - 20 + 0.5 * y) < 9] = 0.1
        case "bar":
            grey[:, 30:70] = 0.1
        case "small":
            grey = grey[:20, :20]
    assert sheet_alone(grey, FAINTEST) is None


def test_a_sheet_without_a_drawing_is_none():
    empty = np.full((120, 120), 0.8)
    empty[:10] = empty[-10:] = 0.2
    assert sheet_alone(empty, FAINTEST) is None


def test_the_surface_follows_the_light_and_passes_over_the_ink():
    grey = photo("uneven")
    near = np.ones(grey.shape, bool)
    paper = 0.8 * (1 - 0.25 * X - 0.15 * Y * Y)
    assert np.abs(surface(grey, near, FAINTEST) - paper).max() < 0.02
    assert np.ptp(surface(np.full((8, 8), 0.5), np.ones((8, 8), bool), FAINTEST)) == 0
