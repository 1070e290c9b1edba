"""The 8×8 digits of scikit-learn as a Dataset."""

from __future__ import annotations

import numpy as np

from lrengine.data.digits8 import load_digits8


def test_shapes_scale_and_classes() -> None:
    digits = load_digits8()
    assert digits.inputs.shape == (1797, 8, 8)
    assert digits.inputs.dtype == np.uint8
    assert (digits.inputs.min(), digits.inputs.max(), digits.full_scale) == (0, 16, 16.0)
    assert digits.labels.dtype == np.int64
    assert digits.class_names == tuple("0123456789")
    assert digits.test_inputs is None
    assert digits.test_labels is None


def test_rows_are_in_the_order_of_scikit_learn() -> None:
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    digits = load_digits8()
    assert np.array_equal(digits.inputs.reshape(1797, 64), X)
    assert np.array_equal(digits.labels, y)


def test_the_arrays_cannot_be_changed() -> None:
    digits = load_digits8()
    assert not digits.inputs.flags.writeable
    assert not digits.labels.flags.writeable
