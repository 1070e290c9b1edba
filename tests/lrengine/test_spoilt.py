"""Spoilt images: as many, none as it was unless it is symmetric, and the same from the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.generated import generate
from lrengine.spoilt import spoilt

IMAGES, _ = generate(90, 5)


def made(images=IMAGES, seed=1):
    return spoilt(images, np.random.default_rng(seed))


def test_each_is_another_image_and_the_given_stay():
    before = IMAGES.copy()
    other = made()
    assert other.shape == IMAGES.shape and other.dtype == IMAGES.dtype
    assert (other != IMAGES).any(axis=(1, 2)).mean() > 0.95
    np.testing.assert_array_equal(IMAGES, before)


def test_the_nine_ways():
    other = made()
    np.testing.assert_array_equal(other[0], IMAGES[0][:, ::-1])
    np.testing.assert_array_equal(other[1], IMAGES[1][::-1])
    np.testing.assert_array_equal(other[3], IMAGES[3].T)
    np.testing.assert_array_equal(np.sort(other[2], axis=None), np.sort(IMAGES[2], axis=None))
    np.testing.assert_array_equal(other[4, :14], IMAGES[4, :14])
    np.testing.assert_array_equal(other[5, :, :14], IMAGES[5, :, :14])
    assert (other[6] >= IMAGES[6]).all() and (other[7] >= IMAGES[7]).all()
    assert (other[8] <= IMAGES[8]).all()


def test_a_seed_says_which():
    np.testing.assert_array_equal(made(), made())
    assert (made() != made(seed=2)).any()


@pytest.mark.parametrize("shape", [(20, 8, 8), (20, 10, 6), (3, 5, 7)])
def test_other_shapes_and_decimals_will_do(shape):
    images = np.random.default_rng(0).random(shape).astype(np.float32)
    other = made(images)
    assert other.shape == shape and other.dtype == np.float32 and np.isfinite(other).all()
