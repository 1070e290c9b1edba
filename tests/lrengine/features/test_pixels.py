from __future__ import annotations

import numpy as np
import pytest

from lrengine.errors import LabError
from lrengine.features import Pixels

IMAGES = np.array([[[0, 255, 51]], [[102, 0, 0]]], np.uint8)


@pytest.mark.parametrize(("scale", "expected"), [
    ("unit", [[0, 1, 0.2], [0.4, 0, 0]]),
    ("raw", [[0, 255, 51], [102, 0, 0]]),
    ("normalised", [[-0.1307 / 0.3081, 0.8693 / 0.3081, 0.0693 / 0.3081],
                    [0.2693 / 0.3081, -0.1307 / 0.3081, -0.1307 / 0.3081]]),
])  # fmt: skip
@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble"])
def test_the_three_scales(scale, expected, dtype):
    X = Pixels(scale, 255.0, (1, 3)).transform(IMAGES, np.dtype(dtype))
    assert X.dtype == dtype and X.shape == (2, 3) and X.flags.c_contiguous
    np.testing.assert_allclose(X.astype(float), expected, rtol=1e-5)


@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
@pytest.mark.parametrize(
    ("full_scale", "shape"), [(255.0, (1, 3)), (16.0, (1, 3)), (1.0, (1, 3)), (1.0, (3,))]
)
def test_they_are_on_a_line(scale, full_scale, shape):
    pixels, inputs = Pixels(scale, full_scale, shape), IMAGES.reshape(2, *shape)
    slope, start = pixels.line()
    X = pixels.transform(inputs, np.float64)
    np.testing.assert_allclose(X, slope * IMAGES.reshape(2, 3) + start, rtol=1e-14, atol=1e-15)
    np.testing.assert_array_equal(pixels.scaled(IMAGES[1, 0, :2], np.float64), X[1, :2])
    place = np.full((2, 3), np.nan, np.float32)
    assert pixels.scaled(IMAGES.reshape(2, 3), np.float32, place) is place
    np.testing.assert_array_equal(place, pixels.transform(inputs, np.float32))


def test_every_source_has_its_own_full_scale():
    assert Pixels("unit", 16.0, (1, 1)).transform(np.array([[[16]]], np.uint8)).item() == 1.0


@pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
def test_points_pass_through_unchanged(scale):
    points = np.array([[0.1, -5.0], [2.0, 1e6]])
    np.testing.assert_array_equal(Pixels(scale, 1.0, (2,)).transform(points, np.float64), points)


def test_weights_of_pixels_are_pictures_and_those_of_points_have_names():
    weights = np.arange(12.0).reshape(2, 6)
    pictures = Pixels("unit", 255.0, (2, 3)).weight_pictures(weights)
    assert pictures is not None and pictures[1, 0].tolist() == [6, 7, 8]
    assert Pixels("unit", 255.0, (2, 3)).names() is None
    assert Pixels("unit", 1.0, (3,)).weight_pictures(weights) is None
    assert Pixels("unit", 1.0, (3,)).names() == ("x₁", "x₂", "x₃")


def test_inputs_are_left_alone():
    points = np.array([[1.0, 2.0]], np.float32)
    Pixels("unit", 255.0, (2,)).transform(points, np.float32)
    assert points.tolist() == [[1.0, 2.0]]


def test_no_rows_give_no_rows():
    assert Pixels("unit", 255.0, (28, 28)).transform(np.zeros((0, 28, 28), np.uint8)).shape == (0, 784)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (np.zeros((4, 8, 8)), "8×8 pixels"),
        (np.zeros((4, 2)), "2 values"),
        (np.zeros((0, 8, 8)), "8×8 pixels"),
    ],
)
def test_inputs_of_another_size_are_refused(inputs, words):
    with pytest.raises(LabError, match=f"{words}, but the model was made for 28×28 pixels"):
        Pixels("unit", 255.0, (28, 28)).transform(inputs)
