from __future__ import annotations

import numpy as np
import pytest

from lrengine.live_columns import FIRST_LOOK, LiveColumns
from lrengine.losses import Softmax
from lrengine.objective import Objective
from lrengine.rows import HeldRows


def test_columns_that_are_zero_throughout_are_left_out_and_come_back_as_zeros():
    x = np.random.default_rng(0).normal(size=(50, 6))
    x[:, [1, 4]] = 0
    live = LiveColumns(HeldRows(x))
    np.testing.assert_array_equal(live.block(slice(None)).features(), x[:, [0, 2, 3, 5]])
    weights = np.arange(12.0).reshape(2, 6)
    np.testing.assert_array_equal(live.weights(weights), weights[:, [0, 2, 3, 5]])
    np.testing.assert_array_equal(live.widened(np.ones((2, 4))), [[1, 0, 1, 1, 0, 1]] * 2)


def test_a_column_that_wakes_up_late_is_kept():
    x = np.ones((FIRST_LOOK + 10, 4), np.float32)
    x[:, 1] = x[:FIRST_LOOK, 2] = 0
    assert LiveColumns(HeldRows(x)).source.shape[1] == 3


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e-45])
def test_what_is_not_zero_is_not_empty(value):
    x = np.zeros((5, 3), np.float32)
    x[:, 0], x[3, 1] = 1, value
    assert LiveColumns(HeldRows(x)).source.shape[1] == 2


def test_too_few_empty_columns_cost_no_copy():
    x = np.ones((5, 30))
    x[:, 3] = 0
    assert LiveColumns(HeldRows(x)).block(slice(None)).features().base is x


@pytest.mark.parametrize(("empty", "lanes", "left"), [
    (6, 1, 14), (6, 4, 16), (6, 7, 14), (6, 16, 16), (6, 20, 20), (6, 64, 20), (4, 4, 16), (20, 4, 0),
])  # fmt: skip
def test_as_many_columns_are_left_as_products_like(empty, lanes, left):
    x = np.random.default_rng(2).uniform(1, 2, (9, 20))
    x[:, :empty] = 0

    class Laned(HeldRows):
        pass

    Laned.lanes = lanes
    live = LiveColumns(Laned(x))
    assert live.source.shape == (9, left)
    weights = np.random.default_rng(3).normal(size=(2, 20))
    kept = live.weights(weights)
    np.testing.assert_allclose(kept @ live.block(slice(None)).features().T, weights @ x.T, atol=1e-14)
    wide = live.widened(np.ones((2, left)))
    assert (wide[:, empty:] == 1).all() and wide.sum() == 2 * left


def test_rows_that_are_nowhere_zero_by_themselves_are_not_looked_at():
    class Shifted(HeldRows):
        def zeros(self):
            return None

    rows = Shifted(np.zeros((5, 30)))
    assert LiveColumns(rows).source is rows


def test_features_that_are_all_zero_have_no_columns_left():
    assert LiveColumns(HeldRows(np.zeros((5, 3)))).source.shape == (5, 0)


def test_the_objective_is_the_same_with_and_without_them(monkeypatch):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(200, 40))
    x[:, ::3] = 0
    labels = rng.integers(0, 10, 200)
    theta = rng.normal(size=410)
    found = []
    for share in (0.1, 2.0):
        monkeypatch.setattr("lrengine.live_columns.WORTH_LEAVING_OUT", share)
        objective = Objective(x, labels, Softmax(), 10)
        gradient = np.full(objective.size, np.nan)
        found.append((objective.measure(theta, gradient).risk, gradient))
    assert found[0][0] == pytest.approx(found[1][0], rel=1e-14)
    np.testing.assert_allclose(found[0][1], found[1][1], atol=1e-15)
