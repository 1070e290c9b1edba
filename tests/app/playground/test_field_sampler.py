import numpy as np
import pytest

from app.playground.field_sampler import FieldSampler
from app.playground.plane_view import PlaneView
from lrengine.features import Pixels
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change

VIEW = PlaneView(x=0.5, y=-0.2, across=40.0, up=30.0, width=211, height=133)
FEATURES = Pixels("unit", 1.0, (2,))


def model(weights, intercept, kind="binary"):
    weights = np.array(weights, np.float32)
    names = tuple(map(str, range(max(2, len(weights)))))
    recipe = change(Recipe(), {"task.kind": kind})
    return Model(FEATURES, weights, np.array(intercept, np.float32), names, recipe)


def test_nodes_say_what_the_model_says_at_their_pixels():
    chosen = model([[1.0, -2.0], [0.3, 1.0], [-1.0, 0.2]], [0.1, 0.0, -0.2], "softmax")
    field = FieldSampler().field(chosen, VIEW)
    rows, columns, classes = field.probabilities.shape
    assert (
        classes == 3 and (columns - 1) * field.step >= VIEW.width and (rows - 1) * field.step >= VIEW.height
    )
    for row, column in ((0, 0), (5, 17), (rows - 1, columns - 1)):
        place = VIEW.to_position(column * field.step, row * field.step)
        assert field.probabilities[row, column] == pytest.approx(
            chosen.probabilities(np.array([place]))[0], abs=1e-5
        )


def test_the_boundary_of_a_line_is_that_line():
    weights, intercept = np.array([1.0, 4.0]), -0.9
    (line,), _ = FieldSampler().field(model([weights], [intercept]), VIEW).lines()
    positions = np.array([VIEW.to_position(*pixel) for pixel in line])
    assert np.abs(positions @ weights + intercept).max() < 1e-5


def test_quarters_lie_where_the_probability_is_a_quarter():
    for chosen in (model([[1.0, 4.0]], [0.3]), model([[0.0, 0.0], [1.0, 4.0]], [0.0, 0.3], "softmax")):
        _, lines = FieldSampler().field(chosen, VIEW).lines()
        positions = np.array([VIEW.to_position(*pixel) for line in lines for pixel in line])
        shares = chosen.probabilities(positions)[:, 1]
        assert np.minimum(abs(shares - 0.25), abs(shares - 0.75)).max() < 0.01
        assert len(lines) == 2


def test_several_classes_have_borders_and_no_quarters():
    field = FieldSampler().field(model([[1, 0], [-1, 1], [0, -1]], [0, 0, 0], "softmax"), VIEW)
    borders, quarters = field.lines()
    assert borders and quarters == []


def test_the_features_of_the_grid_are_made_once_a_view(monkeypatch):
    asked = []
    transform = Pixels.transform

    def counted(self, inputs, dtype=np.float32):
        asked.append(len(inputs))
        return transform(self, inputs, dtype)

    monkeypatch.setattr(Pixels, "transform", counted)
    sampler = FieldSampler()
    for slope in (1.0, 2.0, 3.0):
        sampler.field(model([[slope, 1.0]], [0.0]), VIEW)
    assert len(asked) == 1
    sampler.field(model([[1.0, 1.0]], [0.0]), VIEW.panned(3, 0))
    assert len(asked) == 2


def test_weights_beyond_all_bounds_give_no_line_and_no_warning():
    field = FieldSampler().field(model([[np.nan, np.inf]], [0.0]), VIEW)
    assert np.isfinite(field.probabilities).all()
    assert field.lines() == ([], [])


def test_a_large_plot_has_no_more_nodes_than_can_be_followed():
    field = FieldSampler().field(model([[1.0, 1.0]], [0.0]), PlaneView(width=2400, height=1400))
    assert field.probabilities[:, :, 0].size <= 13_000
