"""The 1,797 handwritten 8×8 digits that come inside scikit-learn."""

from __future__ import annotations

import numpy as np

from lrengine.data.dataset import Dataset


def load_digits8() -> Dataset:
    """1,797 images, (8, 8) uint8 with ink high and values 0 to 16, in the file's order; no test part.

    Source: "Optical Recognition of Handwritten Digits" (Alpaydin, Kaynak), the part that
    scikit-learn's `load_digits` carries.
    """
    from sklearn.datasets import load_digits

    digits = load_digits()
    return Dataset(
        name="digits8",
        inputs=digits.images.astype(np.uint8),
        labels=digits.target.astype(np.int64),
        class_names=tuple(str(digit) for digit in range(10)),
        full_scale=16.0,
        about="1,797 digits by 13 people, 8×8 pixels of 17 grey levels, from scikit-learn.",
    )
