from __future__ import annotations

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lrengine.losses import Logistic, Softmax
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.solvers import Newton
from lrengine.solvers import newton as module


def dense_newton(objective, hessian_of, updates=60):
    """Whole Hessians, halved steps: slow, short and plain."""
    theta, gradient = np.zeros(objective.size), np.zeros(objective.size)
    value, _ = objective.smooth(theta, gradient)
    for _ in range(updates):
        step = np.linalg.lstsq(hessian_of(objective, theta), gradient, rcond=1e-12)[0]
        ahead = np.zeros_like(gradient)
        for _ in range(30):
            new, _ = objective.smooth(theta - step, ahead)
            if new <= value:
                theta, value, gradient = theta - step, new, ahead
                break
            step = step / 2
    return value, gradient


@pytest.mark.parametrize("task", ["binary", "one-vs-rest", "softmax"])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble"])
def test_a_few_steps_do(descend, make_objective, dense_hessian, task, reduction, dtype):
    def make(dtype):
        return make_objective(task, n=200, d=12, reduction=reduction, dtype=dtype, penalty=Penalty(l2=1e-2))

    least, _ = dense_newton(make("float64"), dense_hessian)
    objective = make(dtype)
    theta, _, _ = descend(objective, Newton(), updates=12)
    assert objective.smooth(theta, np.zeros_like(theta))[0] == pytest.approx(least, rel=1e-6)


@settings(max_examples=25, phases=[Phase.generate])
@given(
    seed=st.integers(0, 10**6),
    n=st.integers(1, 80),
    d=st.integers(1, 40),
    k=st.integers(1, 4),
    at_once=st.booleans(),
    intercept=st.booleans(),
    l2=st.floats(-5, 0).map(lambda power: 10**power),
    spread=st.floats(0, 1),
    start=st.sampled_from([0.0, 1.0, 10.0]),
)
def test_it_ends_by_itself_at_the_optimum_in_either_precision(
    descend, dense_hessian, seed, n, d, k, at_once, intercept, l2, spread, start
):
    """More columns than rows, classes that are missing, saturated starts: the dense method's optimum."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, d)) * 10 ** rng.uniform(-spread, spread, d)
    loss = Softmax() if at_once and k > 1 else Logistic()
    labels = rng.integers(0, max(2, k), n)

    def objective(dtype):
        return Objective(X.astype(dtype), labels, loss, k, penalty=Penalty(l2=l2), intercept=intercept)

    exact = objective("float64")
    least, _ = dense_newton(exact, dense_hessian)
    first = start * rng.standard_normal(exact.size)
    for dtype in ("float32", "float64"):
        theta, _, ended = descend(objective(dtype), Newton(), updates=300, theta=first.astype(dtype))
        value, _ = exact.smooth(theta.astype(float), np.zeros(exact.size))
        assert ended
        assert value <= least * (1 + 1e-5) + 1e-7


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_a_sample_of_the_rows_leads_to_the_optimum_of_all(
    descend, make_objective, dense_hessian, reduction, monkeypatch
):
    monkeypatch.setattr(module, "LEAST_COLUMNS", 0)
    objective = make_objective("softmax", n=2000, d=6, reduction=reduction, penalty=Penalty(l2=1e-3))
    assert 24 * objective.d < objective.n
    theta, _, _ = descend(objective, Newton(), updates=40)
    gradient = np.zeros(objective.size)
    value, _ = objective.smooth(theta, gradient)
    least, _ = dense_newton(objective, dense_hessian)
    assert value == pytest.approx(least, rel=1e-9)


def test_no_step_goes_up(make_objective):
    objective = make_objective("softmax", n=300, d=20, penalty=Penalty(l2=1e-4))
    theta, gradient, solver = np.zeros(objective.size), np.zeros(objective.size), Newton()
    value, _ = objective.smooth(theta, gradient)
    solver.start(theta)
    for _ in range(8):
        measured = solver.step(objective, theta, gradient, 1.0)
        reached = measured.risk + objective.penalty.smooth_value(objective.unpack(theta)[0])
        assert reached < value
        value = reached


def test_where_no_row_curves_the_gradient_itself_is_followed(descend, make_objective):
    """All logits saturated: the Hessian is the penalty's alone, or nothing at all."""
    for l2 in (1e-2, 0.0):
        objective = make_objective("softmax", scale=1e3, penalty=Penalty(l2=l2))
        theta, _, ended = descend(objective, Newton(), updates=300, theta=1e3 * np.ones(objective.size))
        gradient = np.zeros_like(theta)
        objective.smooth(theta, gradient)
        assert ended and np.linalg.norm(gradient) < 1e-4


def test_the_same_numbers_every_time(descend, make_objective, monkeypatch):
    monkeypatch.setattr(module, "LEAST_COLUMNS", 0)
    objective = make_objective("softmax", n=500, d=5, penalty=Penalty(l2=1e-3))
    one, other = (descend(objective, Newton(), updates=4)[0] for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_it_names_what_it_cannot_do():
    assert Newton.needs_smooth and Newton.needs_all_rows and Newton.needs_convex
