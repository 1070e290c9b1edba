"""Placing a crop in a model's input."""

import numpy as np
import pytest

from lrengine.errors import LabError
from lrengine.ink import centre_of_mass
from lrengine.stages import DETAIL, finish, layout_for


def test_finish_places_a_crop_by_its_centre_of_mass():
    crop = np.zeros((80, 40), np.float32)
    crop[:, :10] = 1
    stages = finish(crop, crop, layout_for((28, 28)))
    assert stages.scaled.shape == (20, 10)
    assert centre_of_mass(stages.image.astype(float)) == pytest.approx((14.5, 14.5), abs=0.02)


def test_a_stretched_digit_fills_its_box():
    crop = np.ones((8 * DETAIL, 3 * DETAIL), np.float32)
    image = finish(crop, crop, layout_for((8, 8))).image
    assert image.max() == 16
    assert np.array_equal(image[:, 2:6], np.full((8, 4), 16)) and image[0, 1] == image[0, 6] > 10


def test_stretching_has_a_limit():
    crop = np.ones((8 * DETAIL, DETAIL), np.float32)
    assert finish(crop, crop, layout_for((8, 8))).image[4].sum() == 32


def test_layouts_keep_mnists_proportions():
    small, large = layout_for((28, 28)), layout_for((56, 56))
    assert (small.box, small.centre) == (20, (14.5, 14.5))
    assert (large.box, large.pen, large.centre) == (40, 2 * small.pen, (29, 29))


@pytest.mark.parametrize("shape", [(0, 28), (3, 3), (28, 1000)])
def test_impossible_sizes_are_refused(shape):
    with pytest.raises(LabError, match="choose sides"):
        layout_for(shape)
