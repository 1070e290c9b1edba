"""What Newton's method and L-BFGS promise alike: they get to the bottom, and say that they are there."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.losses import Logistic
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.solvers import LBFGS, Newton

both = pytest.mark.parametrize("make_solver", [Newton, LBFGS])


@pytest.mark.parametrize(("make_solver", "limit"), [(Newton, 100), (LBFGS, 150)])
@pytest.mark.parametrize("task", ["binary", "softmax"])
@pytest.mark.parametrize("intercept", [True, False])
def test_it_reaches_the_optimum_of_scikit_learn(
    make_objective, scikit_learn_optimum, value_of, descend, make_solver, limit, task, intercept
):
    objective = make_objective(task, n=100, d=6, penalty=Penalty(l2=0.01), intercept=intercept)
    expected = scikit_learn_optimum(objective, l2=0.01)
    theta, updates, ended = descend(objective, make_solver())
    assert ended and updates < limit
    if task == "softmax" and intercept:
        expected[-3:] -= expected[-3:].mean()
        theta[-3:] -= theta[-3:].mean()
    np.testing.assert_allclose(theta, expected, atol=1e-7)
    assert value_of(objective, theta) <= value_of(objective, expected) + 1e-14


@both
def test_it_hands_back_what_it_measured_at_the_new_point(make_objective, make_solver):
    objective = make_objective("softmax", penalty=Penalty(l2=0.1))
    theta, gradient = np.zeros(objective.size), np.zeros(objective.size)
    objective.measure(theta, gradient)
    solver = make_solver()
    solver.start(theta)
    measured = solver.step(objective, theta, gradient, 1.0)
    fresh = np.zeros_like(gradient)
    assert objective.measure(theta, fresh) == measured and solver.step_size > 0
    np.testing.assert_array_equal(gradient, fresh)


@pytest.mark.parametrize(("make_solver", "risk"), [(Newton, 1e-6), (LBFGS, 1e-12)])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("labels", [[1, 1, 1, 1], [0, 0, 1, 1]])
def test_where_the_objective_falls_for_ever_it_ends_near_zero(descend, make_solver, risk, dtype, labels):
    """One class alone, or two that a plane separates, without a penalty."""
    X = np.array([[-2.0], [-1.0], [1.0], [3.0]], dtype)
    objective = Objective(X, np.array(labels), Logistic(), 1)
    theta, updates, ended = descend(objective, make_solver())
    assert ended and updates < 300 and np.isfinite(theta).all()
    assert objective.measure(theta).risk < risk


@both
def test_at_the_optimum_it_says_so_and_stays(descend, make_solver):
    objective = Objective(np.array([[1.0], [1.0]]), np.array([0, 1]), Logistic(), 1, intercept=False)
    theta, updates, ended = descend(objective, make_solver())
    assert (theta.tolist(), updates, ended) == ([0.0], 0, True)
