"""Curves, discs and resampling, each against what geometry says."""

import numpy as np
import pytest

from lrengine.ink import (
    area_weights,
    centre_of_mass,
    clean_strokes,
    ink_box,
    resample,
    smooth_path,
    spline_samples,
    stamp_discs,
)

CORNER = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)])


def test_the_curve_starts_and_ends_with_its_stroke():
    path = smooth_path([CORNER], 0.01)
    assert path[0] == pytest.approx(CORNER[0]) and path[-1] == pytest.approx(CORNER[-1])


def test_the_curve_passes_the_midpoints_of_the_legs():
    path = smooth_path([CORNER], 0.001)
    for midpoint in ((0.5, 0.0), (1.0, 0.5)):
        assert np.hypot(*(path - midpoint).T).min() < 1e-6


def test_a_doubled_point_is_a_corner():
    doubled = np.insert(CORNER, 1, CORNER[1], axis=0)
    assert np.hypot(*(smooth_path([doubled], 0.001) - CORNER[1]).T).min() < 1e-6
    assert np.hypot(*(smooth_path([CORNER], 0.001) - CORNER[1]).T).min() > 0.1


def test_samples_are_as_near_as_asked_within_a_stroke_and_never_join_strokes():
    strokes = [CORNER, CORNER + 5]
    path = smooth_path(strokes, 0.05)
    steps = np.hypot(*np.diff(path, axis=0).T)
    assert (steps > 1).sum() == 1
    assert np.sort(steps)[-2] <= 0.05


def test_weights_are_a_partition_of_one():
    indices, weights = spline_samples([CORNER, CORNER[:1]], 0.1)
    assert weights.sum(1) == pytest.approx(1) and weights.min() >= 0
    assert indices.min() == 0 and indices.max() == 3


def test_a_disc_has_its_area_and_soft_edge():
    disc = stamp_discs(np.array([(20.3, 15.6)]), 6.0, (30, 40))
    assert disc.sum() == pytest.approx(np.pi * 36, rel=0.01)
    assert centre_of_mass(disc) == pytest.approx((15.6, 20.3), abs=0.02)
    assert 0.05 < ((disc > 0) & (disc < 1)).sum() / (disc > 0).sum() < 0.4


@pytest.mark.parametrize("centre", [(0, 0), (40, 30), (-3, 15), (43, -2), (-500, 1e6), (20, 15)])
def test_a_disc_is_the_part_that_lies_inside(centre):
    disc = stamp_discs(np.array([centre], float), 5.0, (30, 40))
    rows, columns = np.indices((30, 40)) + 0.5
    exact = np.clip(5.5 - np.hypot(columns - centre[0], rows - centre[1]), 0, 1)
    assert disc == pytest.approx(exact, abs=1e-5)


def test_overlapping_discs_are_a_union():
    centres = np.array([(10.0, 10.0), (12.0, 10.0)])
    both = stamp_discs(centres, 4.0, (20, 24))
    assert np.array_equal(both, np.maximum(*(stamp_discs(centres[[k]], 4.0, (20, 24)) for k in (0, 1))))


def test_averaging_by_area_keeps_blocks_exact():
    picture = np.random.default_rng(0).random((12, 20)).astype(np.float32)
    halved = resample(picture, (0.5, 0.25), (0, 0), (6, 5))
    assert halved == pytest.approx(picture.reshape(6, 2, 5, 4).mean((1, 3)), abs=1e-6)


def test_resampling_keeps_ink_and_moves_its_centre():
    picture = np.zeros((20, 20), np.float32)
    picture[6:12, 8:11] = 1
    moved = resample(picture, (0.7, 0.7), (-3.3, 1.1), (20, 20))
    assert moved.sum() == pytest.approx(18 * 0.49, rel=1e-5)
    assert centre_of_mass(moved) == pytest.approx(((9 + 3.3) * 0.7, (9.5 - 1.1) * 0.7), abs=0.03)


def test_enlarging_interpolates_between_pixels():
    weights = area_weights(5, 4.0, 0.0, 20)
    assert weights[4:16].sum(1) == pytest.approx(1)
    expected = (np.arange(4, 16) + 0.5) / 4 - 0.5
    assert weights[4:16] @ np.arange(5) == pytest.approx(expected, abs=1e-6)


def test_the_box_of_the_ink():
    picture = np.zeros((9, 9))
    assert ink_box(picture) is None
    picture[2, 3] = picture[5, 7] = 0.4
    assert ink_box(picture) == (2, 6, 3, 8)
    assert ink_box(picture, 0.5) is None


def test_cleaning_drops_what_is_no_point_and_keeps_to_the_square():
    strokes = [[(0.5, np.nan), (2.0, -1.0)], [], [(np.inf, 0.2)]]
    (stroke,) = clean_strokes(strokes)
    assert np.array_equal(stroke, [(1.0, 0.0)])
