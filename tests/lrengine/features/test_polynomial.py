from __future__ import annotations

import numpy as np
import pytest
from sklearn.preprocessing import PolynomialFeatures

from lrengine.errors import LabError
from lrengine.features import Polynomial

POINTS = np.random.default_rng(0).normal(size=(40, 3))


@pytest.mark.parametrize("degree", [1, 2, 5, 10])
@pytest.mark.parametrize("coordinates", [1, 2, 3])
def test_they_are_scikit_learns_in_its_order(degree, coordinates):
    points = POINTS[:, :coordinates]
    features = Polynomial(degree, (coordinates,))
    theirs = PolynomialFeatures(degree, include_bias=False).fit(points)
    np.testing.assert_allclose(features.transform(points, np.float64), theirs.transform(points), rtol=1e-12)
    np.testing.assert_array_equal(features.exponents, theirs.powers_)
    assert features.count == theirs.n_output_features_


@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble"])
def test_rows_are_of_the_precision_asked_for(dtype):
    X = Polynomial(4, (2,)).transform(POINTS[:, :2], np.dtype(dtype))
    assert X.dtype == dtype and X.shape == (40, 14) and X.flags.c_contiguous
    if dtype == "longdouble":
        assert X[0, 2] == np.longdouble(POINTS[0, 0]) ** 2


def test_each_product_has_a_name():
    assert Polynomial(3, (2,)).names() == (
        "x₁", "x₂", "x₁²", "x₁x₂", "x₂²", "x₁³", "x₁²x₂", "x₁x₂²", "x₂³"
    )  # fmt: skip


def test_points_have_no_pictures():
    assert Polynomial(2, (2,)).weight_pictures(np.zeros((1, 5))) is None


def test_no_rows_give_no_rows():
    assert Polynomial(3, (2,)).transform(np.zeros((0, 2))).shape == (0, 9)


def test_what_is_beyond_the_numbers_is_infinite():
    X = Polynomial(2, (2,)).transform(np.array([[1e30, -1e30]]), np.float32)
    assert X[0, 2] == np.inf and X[0, 3] == -np.inf


def test_inputs_of_another_size_are_refused():
    with pytest.raises(LabError, match="are 8×8 pixels, but the model was made for 2 values"):
        Polynomial(2, (2,)).transform(np.zeros((1, 8, 8)))


def test_too_many_products_are_refused_before_they_are_made():
    with pytest.raises(LabError, match=r"784 coordinates have 308,504 products.* choose a lower degree"):
        Polynomial(2, (784,))
