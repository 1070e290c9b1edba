from __future__ import annotations

import numpy as np
import pytest

from lrengine.errors import LabError
from lrengine.features.base import check_size, same_features, size_in_words
from lrengine.features.pixels import Pixels
from lrengine.features.polynomial import Polynomial
from lrengine.features.standardised import Standardised


def standardised(mean):
    return Standardised(Polynomial(1, (2,)), np.array([mean, 0.0]), np.ones(2))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Pixels("unit", 1.0, (2,)), Pixels("unit", 1.0, (2,)), True),
        (Pixels("unit", 255.0, (2, 2)), Pixels("raw", 255.0, (2, 2)), False),
        (Pixels("unit", 255.0, (2, 2)), Pixels("unit", 255.0, (4, 1)), False),
        (Pixels("unit", 1.0, (2,)), Polynomial(1, (2,)), False),
        (Polynomial(2, (2,)), Polynomial(3, (2,)), False),
        (standardised(1.0), standardised(1.0), True),
        (standardised(1.0), standardised(1.5), False),
        (standardised(1.0), Polynomial(1, (2,)), False),
    ],
)
def test_features_are_the_same_if_they_make_the_same_numbers(one, other, same):
    assert same_features(one, other) == same_features(other, one) == same


def test_sizes_in_words():
    assert size_in_words((28, 20)) == "28×20 pixels"
    assert size_in_words((2,)) == "2 values"
    check_size(np.zeros((3, 4, 5)), (4, 5))
    with pytest.raises(LabError, match="are 2 values, but the model was made for 4×5 pixels"):
        check_size(np.zeros((3, 2)), (4, 5))
