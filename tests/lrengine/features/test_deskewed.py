"""Images set upright: by how much, about where, and the way back."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.errors import LabError
from lrengine.features import Deskewed
from lrengine.features.deskewed import deskew, spread_back

SHAPE = (28, 28)
ROWS, COLUMNS = np.mgrid[:28, :28].astype(np.float64)


def blob(slant=0.0, middle=(13.5, 13.5), size=(5.0, 2.0)):
    """A soft ellipse, column x of row y moved by slant·(y − its middle)."""
    down, right = ROWS - middle[0], COLUMNS - middle[1] - slant * (ROWS - middle[0])
    return 255 * np.exp(-((down / size[0]) ** 2 + (right / size[1]) ** 2))


def moments(image):
    share = image / image.sum()
    middle = (share * ROWS).sum(), (share * COLUMNS).sum()
    down, right = ROWS - middle[0], COLUMNS - middle[1]
    return middle, (share * down * right).sum() / (share * down * down).sum()


@pytest.mark.parametrize("slant", [-0.6, -0.2, 0.0, 0.3, 0.7])
def test_a_slanted_shape_becomes_the_upright_one(slant):
    made = deskew(blob(slant)[np.newaxis], 255.0)[0]
    assert made.dtype == np.float32
    middle, left = moments(made)
    assert middle == pytest.approx((13.5, 13.5), abs=0.02)
    assert abs(left) < 0.01
    np.testing.assert_allclose(made, blob() / 255, atol=0.06)


@pytest.mark.parametrize("middle", [(13.5, 13.5), (9.5, 16.5), (8.0, 18.0), (16.25, 11.75)])
def test_place_does_not_matter(middle):
    made = deskew(blob(0.3, middle, (3.5, 2.5))[np.newaxis], 255.0)[0]
    np.testing.assert_allclose(made, blob(0, size=(3.5, 2.5)) / 255, atol=0.07)


def test_whole_pixels_of_shift_change_nothing_at_all():
    image = np.zeros((28, 28))
    image[8:20, 10:18] = np.random.default_rng(1).integers(0, 256, (12, 8))
    moved = np.roll(image, (4, -6), (0, 1))
    one, other = deskew(np.stack([image, moved]), 255.0)
    np.testing.assert_allclose(other, one, atol=2e-5)


def test_ink_at_the_edge_is_not_smeared_into_the_paper():
    image = np.zeros((28, 28))
    image[:3, 10:18] = 255
    made = deskew(image[np.newaxis], 255.0)[0]
    assert made.sum() == pytest.approx(24, rel=1e-4)
    assert made[:11].max() == made[17:].max() == 0


def test_the_strength_of_ink_does_not_matter_and_full_scale_is_one():
    one, other = deskew(blob(0.4)[np.newaxis], 255.0), deskew(blob(0.4)[np.newaxis] / 255 * 16, 16.0)
    np.testing.assert_allclose(one, other, atol=1e-6)


def test_a_lying_stroke_is_sheared_by_no_more_than_45_degrees_and_paper_stays_paper():
    lying = np.zeros((2, 28, 28))
    lying[0, 13, 4:24] = lying[0, 14, 6:26] = 255
    made = deskew(lying, 255.0)
    assert np.isfinite(made).all() and made[0].sum() == pytest.approx(40, rel=0.01)
    assert not made[1].any()


def test_rows_come_out_alike_one_by_one_and_all_together(digits):
    features = Deskewed(255.0, digits.input_shape)
    every = features.transform(np.concatenate([digits.inputs] * 5))
    assert every.shape == (5 * len(digits.inputs), 30) and every.dtype == np.float32
    for row in (0, 7, len(every) - 1):
        single = features.transform(digits.inputs[[row % len(digits.inputs)]])
        np.testing.assert_allclose(every[row], single[0], atol=1e-6)
    assert features.transform(digits.inputs[:2], np.float64).dtype == np.float64


def test_they_say_what_they_are():
    features = Deskewed(255.0, SHAPE)
    weights = np.arange(2 * 784.0).reshape(2, 784)
    assert features.weight_pictures(weights).shape == (2, 28, 28) and features.names() is None
    with pytest.raises(LabError, match="8×8 pixels, but the model was made for 28×28"):
        features.transform(np.zeros((1, 8, 8)))


@pytest.mark.parametrize("slant", [-0.5, 0.0, 0.4])
def test_shares_of_upright_pixels_go_back_to_the_ink_they_came_from(slant):
    image = blob(slant, (11.3, 15.2), (4.0, 1.5)).round()
    upright = deskew(image[np.newaxis], 255.0)[0]
    weights = np.random.default_rng(2).normal(size=(3, 28, 28))
    shares = weights * upright
    back = spread_back(shares, image, 255.0)
    np.testing.assert_allclose(back.sum(axis=(1, 2)), shares.sum(axis=(1, 2)), rtol=1e-4, atol=1e-4)
    assert not back[:, image == 0].any()
    # All upright pixels worth their ink: so is every pixel of the image.
    same = spread_back(upright[np.newaxis].astype(float), image, 255.0)[0]
    np.testing.assert_allclose(same, image / 255, atol=1e-4)
