"""Random Fourier waves: nearly a Gaussian kernel, from a seed alone."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.errors import LabError
from lrengine.features import Fourier, features_from_arrays, same_features
from lrengine.features.deskewed import deskew

RNG = np.random.default_rng(1)
POINTS = RNG.normal(size=(200, 2))
IMAGES = RNG.integers(0, 256, (20, 6, 5)).astype(np.uint8)
FIRST = [[0.366403680631, 0.736683248689, 0.554388854176], [0.126053313846, 0.754749822601, -0.213496437577]]


def kernel(rows, width):
    apart = ((rows[:, None] - rows) ** 2).sum(axis=2)
    return np.exp(-apart / (2 * width**2))


def test_products_are_about_the_gaussian_kernel():
    features = Fourier(4000, 1.3, 7, False, 1.0, (2,))
    X = features.transform(POINTS[:60], np.float64)
    assert X.shape == (60, 4000)
    error = X @ X.T - kernel(POINTS[:60], 1.3)
    assert np.abs(error).max() < 0.08 and np.abs(error).mean() < 0.015


def test_the_width_is_in_typical_distances_of_training_rows():
    one = Fourier.fit(10, 1.0, 0, False, 1.0, (2,), POINTS)
    apart = np.linalg.norm(POINTS[:, None] - POINTS, axis=2)[np.triu_indices(200, 1)]
    assert one.width == pytest.approx(np.median(apart), rel=1e-6)
    assert Fourier.fit(10, 0.5, 0, False, 1.0, (2,), 1000 * POINTS).width == pytest.approx(500 * one.width)


def test_rows_that_are_all_alike_have_a_width_too():
    assert Fourier.fit(5, 2.0, 0, False, 1.0, (2,), np.ones((9, 2))).width == 2.0
    assert Fourier.fit(5, 2.0, 0, False, 1.0, (2,), np.ones((1, 2))).width == 2.0
    with pytest.raises(LabError, match="too large"):
        Fourier.fit(5, 1.0, 0, False, 1.0, (2,), np.array([[1e200, 0], [-1e200, 0], [0, 1e200]]))


def test_images_count_by_their_ink_upright_or_not():
    straight = Fourier.fit(30, 1.0, 3, True, 255.0, (6, 5), IMAGES)
    plain = Fourier.fit(30, 1.0, 3, False, 255.0, (6, 5), IMAGES)
    upright = Fourier(30, straight.width, 3, False, 1.0, (6, 5))
    np.testing.assert_allclose(
        straight.transform(IMAGES), upright.transform(deskew(IMAGES, 255.0)), atol=1e-5
    )
    assert not np.allclose(plain.transform(IMAGES), straight.transform(IMAGES))
    assert not Fourier(3, 1.0, 0, True, 1.0, (2,)).upright


def test_the_seed_decides_and_nothing_else():
    one, same, other = (Fourier(20, 1.0, seed, False, 1.0, (2,)) for seed in (4, 4, 5))
    np.testing.assert_array_equal(one.transform(POINTS), same.transform(POINTS))
    assert not np.allclose(one.transform(POINTS), other.transform(POINTS))


def test_the_waves_are_the_same_for_ever():
    """Raw bits of PCG64 are promised by NumPy; these are what we make of them."""
    X = Fourier(3, 1.0, 0, False, 1.0, (2,)).transform(np.array([[0.0, 0.0], [1.0, -1.0]]), np.float64)
    np.testing.assert_allclose(X, FIRST, atol=1e-9)


@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble"])
def test_they_have_the_precision_asked_for(dtype):
    X = Fourier(8, 1.0, 0, False, 1.0, (2,)).transform(POINTS, np.dtype(dtype))
    assert X.dtype == dtype
    np.testing.assert_allclose(
        X.astype(float), Fourier(8, 1.0, 0, False, 1.0, (2,)).transform(POINTS, np.float64), atol=1e-5
    )


def test_they_come_back_and_say_what_they_are():
    features = Fourier.fit(12, 1.0, 9, True, 255.0, (6, 5), IMAGES)
    again = features_from_arrays(features.to_arrays())
    assert same_features(again, features) and sum(a.nbytes for a in features.to_arrays().values()) < 200
    np.testing.assert_array_equal(again.transform(IMAGES), features.transform(IMAGES))
    assert Fourier(3, 1.0, 0, False, 1.0, (2,)).names() == ("φ₁", "φ₂", "φ₃")
    assert features.names() is None and features.weight_pictures(np.ones((2, 12))) is None
    for wrong in ({"count": np.array(0)}, {"count": np.array(10**7)}, {"width": np.array(np.nan)}):
        with pytest.raises(LabError, match="waves make no sense"):
            features_from_arrays(features.to_arrays() | wrong)
