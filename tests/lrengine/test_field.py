from __future__ import annotations

import numpy as np
import pytest

from lrengine.errors import LabError
from lrengine.features import Features, Pixels, Polynomial, Standardised
from lrengine.field import FieldGrid, probability_field
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change

PLANE = Pixels("unit", 1.0, (2,))
BOUNDS = (-2.0, 3.0, -1.0, 4.0)


def model(weights, intercept, features: Features = PLANE, kind="binary") -> Model:
    weights = np.array(weights, float)
    names = tuple(str(label) for label in range(max(2, len(weights))))
    recipe = change(Recipe(), {"task.kind": kind})
    return Model(features, weights, np.array(intercept, float), names, recipe)


def random_model(kind, k, features: Features):
    rng = np.random.default_rng(7)
    return model(rng.normal(size=(k, features.count)), rng.normal(size=k), features, kind)


@pytest.mark.parametrize(("kind", "k"), [("binary", 1), ("softmax", 3), ("one-vs-rest", 10)])
def test_each_cell_says_what_the_model_says_of_its_middle(kind, k):
    points = np.random.default_rng(0).normal(size=(50, 2))
    chosen = random_model(kind, k, Standardised.fit(Polynomial(4, (2,)), points))
    field = probability_field(chosen, BOUNDS, 50, 30)
    assert field.shape == (30, 50, max(k, 2)) and field.dtype == np.float32
    for row, column in ((0, 0), (29, 49), (11, 37)):
        middle = np.array([[-2 + (column + 0.5) * 0.1, -1 + (row + 0.5) / 6]])
        np.testing.assert_allclose(field[row, column], chosen.probabilities(middle)[0], atol=2e-5)


def test_the_grid_serves_every_iterate():
    grid = FieldGrid(PLANE, BOUNDS, 20, 10)
    for weights in ([[1.0, 0.0]], [[0.0, -2.0]]):
        chosen = model(weights, [0.5])
        expected = probability_field(chosen, BOUNDS, 20, 10)
        np.testing.assert_array_equal(grid.probabilities(chosen), expected)


def test_a_diverged_model_is_undecided():
    field = probability_field(model([[np.inf, np.inf]], [0.0]), BOUNDS, 8, 8)
    assert np.isfinite(field).all()


def test_images_have_no_field():
    with pytest.raises(LabError, match="trained on 2-D points"):
        FieldGrid(Pixels("unit", 255.0, (1, 2)), BOUNDS, 4, 4)
