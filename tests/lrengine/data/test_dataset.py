from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.dataset import Dataset
from lrengine.errors import LabError


def dataset(**changes):
    parts = {
        "name": "small",
        "inputs": np.zeros((3, 4, 5), np.uint8),
        "labels": np.array([0, 1, 1]),
        "class_names": ("a", "b"),
    }
    return Dataset(**(parts | changes))


def test_images_and_points_know_their_form():
    images, points = dataset(), dataset(inputs=np.zeros((3, 2)))
    assert images.has_images and images.input_shape == (4, 5)
    assert not points.has_images and points.input_shape == (2,)


def test_the_arrays_cannot_be_written():
    test = {"test_inputs": np.zeros((1, 4, 5), np.uint8), "test_labels": np.array([0])}
    made = dataset(**test)
    for array in (made.inputs, made.labels, made.test_inputs, made.test_labels):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 1


@pytest.mark.parametrize(("changes", "words"), [
    ({"inputs": np.zeros((0, 4, 5)), "labels": np.zeros(0, int)}, "no rows in small"),
    ({"inputs": np.zeros(3)}, "no rows in small"),
    ({"labels": np.array([0, 1])}, "3 inputs but 2 labels"),
    ({"labels": np.array([0, 1, 2])}, "between 0 and 1"),
    ({"labels": np.array([0, 1, -1])}, "between 0 and 1"),
    ({"test_inputs": np.zeros((2, 4, 5)), "test_labels": np.array([0])}, "part of small has 2 inputs"),
    ({"test_inputs": np.zeros((1, 5, 4)), "test_labels": np.array([0])}, "differ in shape"),
    ({"test_inputs": np.zeros((1, 4, 5)), "test_labels": np.array([7])}, "A label of the test part of small"),
])  # fmt: skip
def test_what_does_not_belong_together_is_refused(changes, words):
    with pytest.raises(LabError, match=words):
        dataset(**changes)
