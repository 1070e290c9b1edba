"""Points and models of the plane."""

import numpy as np
import pytest

from lrengine.data.splits import Part, Split
from lrengine.features import Pixels
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change


@pytest.fixture
def make_split():
    """A split of points: each part's rows as (x, y, label)."""

    def make(train, validation=(), test=(), names=("0", "1")):
        def part(rows):
            return Part(
                np.array([row[:2] for row in rows], float).reshape(-1, 2),
                np.array([row[2] for row in rows], np.int64),
            )

        return Split(part(train), part(validation), part(test), names, np.zeros(len(train), bool))

    return make


@pytest.fixture
def square(make_split):
    """Four training points at the corners of a square, one held out in the middle."""
    return make_split([(-1, -1, 0), (1, -1, 0), (-1, 1, 1), (1, 1, 1)], [(0, 0.2, 1)])


@pytest.fixture
def line_model():
    """σ(4 x₂): class 1 is above."""
    recipe = change(Recipe(), {"task.kind": "binary"})
    weights = np.array([[0.0, 4.0]], np.float32)
    return Model(Pixels("unit", 1.0, (2,)), weights, np.zeros(1, np.float32), ("0", "1"), recipe)
