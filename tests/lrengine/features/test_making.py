from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.features import (
    Deskewed,
    Fourier,
    Histograms,
    Pixels,
    Polynomial,
    Standardised,
    features_from_arrays,
    make_features,
    same_features,
)
from lrengine.recipe import Recipe
from lrengine.settings import change

POINTS = np.random.default_rng(1).normal(size=(30, 2))


def plane(points=POINTS):
    return Dataset("plane", points, np.arange(len(points)) % 2, ("0", "1"), full_scale=1.0)


def made(data, **features):
    recipe = change(Recipe(), {f"features.{name}": value for name, value in features.items()})
    return make_features(recipe, data, data.inputs[:20])


def test_a_recipe_names_its_features(digits):
    pixels = made(digits)
    assert isinstance(pixels, Pixels) and (pixels.shape, pixels.full_scale) == ((6, 5), 255.0)
    polynomial = made(plane(), kind="polynomial", degree=4)
    assert isinstance(polynomial, Polynomial) and polynomial.count == 14
    both = made(plane(), kind="polynomial", degree=2, standardise=True)
    assert isinstance(both, Standardised) and isinstance(both.inner, Polynomial)


def test_a_recipe_names_features_of_images(digits):
    assert isinstance(made(digits, kind="deskewed"), Deskewed)
    histograms = made(digits, kind="histograms")
    expected = Histograms((255.0), (6, 5)).transform(digits.inputs[:20]).mean(axis=0)
    assert isinstance(histograms, Histograms)
    np.testing.assert_allclose(histograms.mean, expected, atol=1e-6)
    waves = made(digits, kind="fourier", count=40, bandwidth=2.0, upright=False)
    assert isinstance(waves, Fourier) and (waves.count, waves.upright, waves.seed) == (40, False, 0)
    typical = Fourier.fit(40, 1.0, 0, False, 255.0, (6, 5), digits.inputs[:20]).width
    assert waves.width == pytest.approx(2 * typical)


@pytest.mark.parametrize(("kind", "words"), [("deskewed", "Upright pixels"), ("histograms", "Directions")])
def test_points_have_no_features_of_images(kind, words):
    with pytest.raises(LabError, match=f"{words}.* made of images, but plane holds points"):
        made(plane(), kind=kind)
    assert isinstance(made(plane(), kind="fourier"), Fourier)


def test_they_are_fitted_on_the_training_rows_alone():
    features = made(plane(), standardise=True)
    assert isinstance(features, Standardised)
    np.testing.assert_allclose(features.mean, POINTS[:20].mean(axis=0))
    np.testing.assert_allclose(features.deviation, POINTS[:20].std(axis=0))


def test_images_have_no_polynomial(digits):
    with pytest.raises(LabError, match=r"small digits holds images of 6×5 pixels: set features\.kind"):
        made(digits, kind="polynomial")


def test_products_too_large_for_the_precision_are_refused():
    with pytest.raises(LabError, match=r"degree 10 of values as large as .* too large for float32"):
        made(plane(1e5 * POINTS), kind="polynomial", degree=10)
    made(plane(1e5 * POINTS), kind="polynomial", degree=5)


@pytest.mark.parametrize(
    "features",
    [
        Pixels("raw", 255.0, (3, 2)),
        Pixels("normalised", 16.0, (8, 8)),
        Pixels("unit", 1.0, (2,)),
        Polynomial(7, (2,)),
        Standardised.fit(Polynomial(3, (2,)), POINTS),
        Standardised.fit(Pixels("unit", 1.0, (2,)), POINTS),
        Deskewed(16.0, (8, 8)),
        Histograms(255.0, (6, 5), np.full(1272, 0.5), np.full(1272, 0.25)),
        Fourier(30, 0.7, 3, True, 255.0, (6, 5)),
        Standardised(Deskewed(255.0, (2, 2)), np.zeros(4), np.ones(4)),
    ],
)
def test_they_come_back_from_arrays(features):
    again = features_from_arrays(features.to_arrays())
    assert type(again) is type(features) and same_features(again, features)
    inputs = np.random.default_rng(2).uniform(0, 1, (5, *features.shape))
    np.testing.assert_array_equal(again.transform(inputs), features.transform(inputs))


def test_without_a_kind_they_are_pixels():
    stored = {"shape": np.array([4, 3]), "full_scale": np.array(16.0)}
    assert same_features(features_from_arrays(stored), Pixels("unit", 16.0, (4, 3)))
    stored["scale"] = np.array("raw")
    assert same_features(features_from_arrays(stored), Pixels("raw", 16.0, (4, 3)))


@pytest.mark.parametrize(("changed", "words"), [
    ({"kind": "wavelets"}, "unknown kind"),
    ({"kind": "pixels", "scale": "odd"}, "unknown scale"),
    ({"degree": 0}, "polynomial makes no sense"),
    ({"shape": [2, 2]}, "polynomial makes no sense"),
    ({"shape": [2, 2, 2]}, "shape make no sense"),
    ({"degree": 1000}, "lower degree"),
    ({"standard_mean": [0.0]}, "do not fit"),
    ({"standard_mean": [0, 0]}, "do not fit"),
    ({"standard_mean": [np.nan, 0.0]}, "do not fit"),
    ({"standard_deviation": [1.0, 0.0]}, "not positive"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(changed, words):
    stored = Standardised(Polynomial(1, (2,)), np.zeros(2), np.ones(2)).to_arrays()
    stored |= {name: np.array(value) for name, value in changed.items()}
    with pytest.raises(LabError, match=words):
        features_from_arrays(stored)
