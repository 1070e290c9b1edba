"""Strokes to a model's input: the steps of MNIST, whatever the hand does."""

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrengine.drawing import prepare, rasterise
from lrengine.errors import LabError
from lrengine.ink import centre_of_mass

ANGLES = np.linspace(0, 2 * np.pi, 60)
SEVEN = [np.array([(0.25, 0.2), (0.5, 0.21), (0.75, 0.2), (0.6, 0.5), (0.45, 0.85)])]
TWO_STROKES = [np.array([(0.3, 0.2), (0.3, 0.5), (0.6, 0.5)]), np.array([(0.6, 0.2), (0.62, 0.8)])]
RING = [np.stack([0.5 + 0.2 * np.cos(ANGLES), 0.5 + 0.3 * np.sin(ANGLES)], axis=1)]
DRAWINGS = pytest.mark.parametrize(
    "strokes", [SEVEN, TWO_STROKES, RING], ids=["seven", "two strokes", "ring"]
)
WILD_STROKES = st.lists(
    hnp.arrays(
        np.float64,
        st.tuples(st.integers(0, 12), st.just(2)),
        elements=st.floats(allow_nan=True, allow_infinity=True) | st.floats(-0.5, 1.5),
    ),
    max_size=4,
)


def image_of(strokes, shape=(28, 28), **settings):
    stages = prepare(strokes, shape, **settings)
    assert stages is not None
    return stages.image


def difference(first, second):
    return float(np.abs(first.astype(float) - second.astype(float)).sum() / first.sum(dtype=float))


def moved(strokes, scale=1.0, shift=(0.0, 0.0)):
    return [(stroke - 0.5) * scale + 0.5 + np.array(shift) for stroke in strokes]


@DRAWINGS
def test_every_stage_holds_the_drawing(strokes):
    stages = prepare(strokes)
    assert stages.picture.shape == (112, 112)
    assert stages.image.shape == (28, 28) and stages.image.dtype == np.uint8
    assert max(stages.scaled.shape) == 20
    for stage in (stages.picture, stages.cropped, stages.scaled):
        assert stage.dtype == np.float32 and stage.min() >= 0 and 0.9 < stage.max() <= 1 + 1e-6
    assert stages.image.sum() / 255 == pytest.approx(stages.scaled.sum(), rel=0.01)
    with pytest.raises(ValueError):
        stages.image[0, 0] = 1


@DRAWINGS
def test_the_centre_of_mass_lies_on_the_middle_of_pixel_14(strokes):
    assert centre_of_mass(image_of(strokes).astype(float)) == pytest.approx((14.5, 14.5), abs=0.05)


@DRAWINGS
def test_the_longer_side_of_the_ink_fills_twenty_pixels(strokes):
    inked = image_of(strokes) > 100
    assert 19 <= max(np.ptp(np.flatnonzero(inked.any(axis))) + 1 for axis in (0, 1)) <= 21


@DRAWINGS
@pytest.mark.parametrize(("scale", "shift"), [(0.3, (0, 0)), (0.5, (0.2, -0.2)), (1.0, (0.03, 0.05))])
def test_place_and_size_do_not_matter(strokes, scale, shift):
    assert difference(image_of(strokes), image_of(moved(strokes, scale, shift))) < 0.01


@DRAWINGS
def test_the_brush_does_not_matter(strokes):
    assert difference(image_of(strokes), image_of(strokes, width=0.2)) < 0.01


def test_the_order_of_the_strokes_and_their_direction_do_not_matter():
    reversed_strokes = [stroke[::-1] for stroke in TWO_STROKES[::-1]]
    assert difference(image_of(TWO_STROKES), image_of(reversed_strokes)) < 0.02


def test_the_pen_is_as_wide_as_in_mnist():
    row = image_of([np.array([(0.5, 0.1), (0.5, 0.9)])])[14] / 255
    assert row.sum() == pytest.approx(2.4, abs=0.1)


def test_a_tap_is_a_dot_not_a_blot():
    stages = prepare([np.array([(0.9, 0.1)])])
    assert stages.picture.sum() == pytest.approx(np.pi * (0.04 * 112) ** 2, rel=0.05)
    assert 3 < stages.image.sum() / 255 < 7
    assert stages.image[14, 14] == 255


@pytest.mark.parametrize("nothing", [[], [np.empty((0, 2))], [np.array([(np.nan, 0.5)]), [(np.inf, 1.0)]]])
def test_an_empty_canvas_gives_nothing(nothing):
    assert prepare(nothing) is None
    assert not rasterise(nothing).any()


def test_points_that_are_not_finite_are_dropped():
    broken = [np.insert(SEVEN[0], 2, [(np.nan, 0.3), (0.4, np.inf)], axis=0)]
    assert np.array_equal(image_of(SEVEN), image_of(broken))


@given(
    WILD_STROKES, st.floats(allow_nan=True, allow_infinity=True), st.sampled_from([(28, 28), (8, 8), (9, 31)])
)
@settings(max_examples=60, deadline=None)
def test_no_stroke_is_too_wild(strokes, width, shape):
    stages = prepare(strokes, shape, width)
    finite = any(np.isfinite(stroke).all(1).any() for stroke in strokes)
    assert (stages is not None) == finite
    if stages is not None:
        for stage in (stages.picture, stages.cropped, stages.scaled):
            assert np.isfinite(stage).all() and stage.min() >= 0 and stage.max() <= 1 + 1e-5
        assert stages.image.shape == shape and stages.image.any()


@given(
    hnp.arrays(np.float64, (8, 2), elements=st.floats(0.1, 0.9)), st.floats(0.2, 1.0), st.floats(-0.05, 0.05)
)
@settings(max_examples=40, deadline=None)
def test_any_drawing_is_read_alike_anywhere(points, scale, shift):
    if np.ptp(points, axis=0).max() < 0.3:
        points = np.concatenate((points, [(0.1, 0.1), (0.9, 0.9)]))
    first, second = image_of([points]), image_of(moved([points], scale, (shift, -shift)))
    assert difference(first, second) < 0.03


def test_digits8_have_sixteen_levels_and_fill_their_height():
    image = image_of(SEVEN, (8, 8))
    assert image.shape == (8, 8) and image.dtype == np.uint8
    assert 12 < image.max() <= 16
    assert image.any(1).all()
    assert not image[:, [0, 7]].any() and image[:, 1].any() and image[:, 6].any()


@pytest.mark.parametrize("shape", [(14, 14), (56, 56), (28, 40), (300, 512)])
def test_other_sizes_are_in_proportion(shape):
    image = image_of(RING, shape)
    unit = min(shape) / 28
    assert image.shape == shape
    assert image.sum() / 255 == pytest.approx(image_of(RING).sum() / 255 * unit**2, rel=0.03)
    middle = shape[0] / 2 + unit / 2, shape[1] / 2 + unit / 2
    assert centre_of_mass(image.astype(float)) == pytest.approx(middle, abs=0.1)


@pytest.mark.parametrize("shape", [(0, 28), (3, 3), (28, 1000)])
def test_impossible_sizes_are_refused(shape):
    with pytest.raises(LabError, match="choose sides"):
        prepare(SEVEN, shape)


def test_a_picture_goes_the_same_way():
    stages = prepare(rasterise(SEVEN, 0.06))
    assert difference(image_of(SEVEN), stages.image) < 0.15


def test_rasterise_draws_the_width_it_is_told():
    line = rasterise([np.array([(0.2, 0.5), (0.8, 0.5)])], 0.1, 100)
    assert line.shape == (100, 100) and line.dtype == np.float32
    assert line[:, 50].sum() == pytest.approx(10, abs=0.1)
    assert line[50].sum() == pytest.approx(70, abs=0.6)


def test_a_stroke_bends_smoothly_through_its_midpoints():
    corner = rasterise([np.array([(0.1, 0.1), (0.9, 0.1), (0.9, 0.9)])], 0.04, 100)
    assert corner[10:12, 48:52].min() > 0 and corner[48:52, 89:91].min() > 0.9
    assert corner[9:11, 89:91].max() == 0
