from __future__ import annotations

import numpy as np
import pytest

from lrengine.benchmark import ours
from lrengine.settings import change, find_setting
from lrengine.threads import Workers


def test_the_solver_for_the_optimum_is_one_that_there_is():
    assert ours.OPTIMUM_SOLVER in find_setting("solver.name").choices


def test_looks_come_at_every_so_many_updates(material):
    changes = {"solver.learning_rate": 0.5, "stopping.iterations": 7}
    looks = [
        (weights.copy(), intercept.copy())
        for weights, intercept in ours.iterates(material.ten_recipe, material.ten, changes, 3, 2)
    ]
    assert len(looks) == 2 and looks[0][0].shape == (10, 784)
    assert not np.array_equal(looks[0][0], looks[1][0])


def test_a_task_without_intercept_has_zeros_for_it(material):
    changes = {"solver.learning_rate": 1e-6, "stopping.iterations": 1}
    ((weights, intercept),) = ours.iterates(material.pair_recipe, material.pair, changes, 1, 1)
    assert weights.shape == (1, 784) and intercept.tolist() == [0.0]


def test_the_optimum_lies_lower_than_where_it_began(material):
    changes = ours.settings_to_optimum(1e-3, 30)
    looks = list(ours.iterates(material.ten_recipe, material.ten, changes, 1, 1))
    assert material.test_accuracy(*looks[-1]) > 0.5


def test_all_schedules_of_a_sweep_give_the_same_weights(material):
    base = change(material.pair_recipe, {"stopping.iterations": 4})
    recipes = [change(base, {"solver.learning_rate": rate}) for rate in (1e-6, 2e-6)]
    workers = Workers(2)
    try:
        together = ours.train_together(recipes, material.pair, workers)
        apart = [ours.train(recipe, material.pair, {}, workers) for recipe in recipes]
    finally:
        workers.close()
    beside = ours.train_side_by_side(recipes, material.pair, 2)
    for one, two, three in zip(together, apart, beside, strict=True):
        assert one == pytest.approx(two, rel=1e-3, abs=1e-8) and np.array_equal(two, three)
