from __future__ import annotations

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from lrengine.errors import LabError
from lrengine.features import Pixels, Polynomial, Standardised

RNG = np.random.default_rng(3)
# More than one block of rows, and a mean far from zero.
POINTS = RNG.normal([5.0, -300.0], [2.0, 0.5], size=(9000, 2))
IMAGES = RNG.integers(0, 256, (50, 4, 3)).astype(np.uint8)
IMAGES[:, 0, 0] = 0
IMAGES[:, 0, 1] = 77


def test_they_are_scikit_learns():
    features = Standardised.fit(Pixels("unit", 1.0, (2,)), POINTS)
    X = features.transform(POINTS, np.float64)
    np.testing.assert_allclose(X, StandardScaler().fit_transform(POINTS), rtol=1e-9, atol=1e-9)
    assert features.transform(POINTS, np.longdouble).dtype == np.longdouble


def test_a_constant_feature_is_left_alone():
    inner = Pixels("unit", 255.0, (4, 3))
    features = Standardised.fit(inner, IMAGES)
    X, plain = features.transform(IMAGES, np.float64), inner.transform(IMAGES, np.float64)
    np.testing.assert_array_equal(X[:, :2], plain[:, :2])
    np.testing.assert_allclose(X[:, 2:].mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(X[:, 2:].std(axis=0), 1)


def test_they_say_what_their_inner_features_say():
    features = Standardised.fit(Polynomial(2, (2,)), POINTS)
    assert (features.kind, features.shape, features.full_scale, features.count) == (
        "polynomial",
        (2,),
        1.0,
        5,
    )
    assert features.names() == ("x₁", "x₂", "x₁²", "x₁x₂", "x₂²")
    assert features.weight_pictures(np.ones((1, 5))) is None


def test_pictures_show_what_a_pixel_is_multiplied_by():
    features = Standardised.fit(Pixels("unit", 255.0, (4, 3)), IMAGES)
    weights = RNG.normal(size=(2, 12)).astype(np.float32)
    pictures = features.weight_pictures(weights)
    assert pictures.shape == (2, 4, 3) and pictures.dtype == np.float32
    brighter = IMAGES.copy()
    brighter[:, 2, 1] = 255
    risen = (features.transform(brighter) - features.transform(IMAGES)) @ weights.T
    share = 1 - IMAGES[:, 2, 1] / 255
    np.testing.assert_allclose(risen, share[:, None] * pictures[:, 2, 1], rtol=1e-3, atol=1e-5)


def test_folded_weights_give_the_same_logits():
    features = Standardised.fit(Polynomial(3, (2,)), POINTS / 100)
    weights, intercept = RNG.normal(size=(3, 9)), RNG.normal(size=3)
    folded, constant = features.on_inner(weights, intercept)
    np.testing.assert_allclose(
        features.inner.transform(POINTS / 100, np.float64) @ folded.T + constant,
        features.transform(POINTS / 100, np.float64) @ weights.T + intercept,
        rtol=1e-6, atol=1e-8,
    )  # fmt: skip


def test_what_was_fitted_cannot_be_changed():
    mean = np.zeros(2)
    features = Standardised(Pixels("unit", 1.0, (2,)), mean, np.ones(2))
    mean += 1
    assert features.mean.tolist() == [0, 0]
    assert not features.mean.flags.writeable and not features.deviation.flags.writeable


def test_features_beyond_all_numbers_are_refused():
    with pytest.raises(LabError, match="too large to standardise"):
        Standardised.fit(Pixels("unit", 1.0, (2,)), np.array([[1e200, 0.0], [-1e200, 1.0]]))
