from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.losses import Logistic, Softmax
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.solvers import GradientDescent
from lrengine.steepness import curvature_bound

KINDS = {"plain": (0.0, False), "momentum": (0.9, False), "nesterov": (0.9, True)}
each_kind = pytest.mark.parametrize(("momentum", "nesterov"), KINDS.values(), ids=KINDS)


def test_one_plain_step_is_the_formula(make_objective, drive):
    objective = make_objective(penalty=Penalty(l2=0.1))
    theta = np.linspace(-1, 1, objective.size)
    gradient = np.zeros_like(theta)
    objective.measure(theta, gradient)
    np.testing.assert_allclose(
        drive(objective, GradientDescent(), 0.3, 1, theta.copy()), theta - 0.3 * gradient, rtol=1e-15
    )


@pytest.mark.parametrize("nesterov", [False, True])
def test_three_steps_with_momentum_are_the_textbook_ones(make_objective, drive, nesterov):
    """Heavy ball in θ; Nesterov through its two sequences x (kept) and y (looked ahead to)."""
    objective = make_objective("softmax")
    eta, mu = 0.2, 0.8

    def slope(theta):
        gradient = np.zeros_like(theta)
        objective.measure(theta, gradient)
        return gradient

    x = y = np.zeros(objective.size)
    for _ in range(3):
        if nesterov:
            new = y - eta * slope(y)
            x, y = new, new + mu * (new - x)
        else:
            x, y = y, y - eta * slope(y) + mu * (y - x)
    np.testing.assert_allclose(drive(objective, GradientDescent(mu, nesterov), eta, 3), y, rtol=1e-12)


def test_starting_again_forgets_the_velocity(make_objective, drive):
    objective, solver = make_objective(), GradientDescent(0.9)
    first = drive(objective, solver, 0.2, 5)
    np.testing.assert_array_equal(drive(objective, solver, 0.2, 5), first)


@given(
    seed=st.integers(0, 10**6),
    n=st.integers(2, 40),
    d=st.integers(1, 6),
    softmax=st.booleans(),
    l2=st.sampled_from([0.0, 0.3]),
    l1=st.sampled_from([0.0, 0.05]),
    scale=st.floats(0.01, 100),
)
def test_full_batch_descent_falls_at_every_step_below_two_over_l(seed, n, d, softmax, l2, l1, scale):
    rng = np.random.default_rng(seed)
    X, labels = scale * rng.standard_normal((n, d)), rng.integers(0, 3 if softmax else 2, n)
    objective = Objective(
        X, labels, Softmax() if softmax else Logistic(), 3 if softmax else 1, penalty=Penalty(l1, l2)
    )
    # The proximal step is sure to descend up to 2/L as well; .3 % of room are in the bound.
    rate = 1.99 / curvature_bound(objective)
    theta, gradient = rng.standard_normal(objective.size), np.zeros(objective.size)
    solver = GradientDescent()
    solver.start(theta)
    last = np.inf
    for _ in range(30):
        value = objective.value(theta, objective.measure(theta, gradient).risk)
        assert value <= last * (1 + 1e-13)
        last = value
        solver.step(objective, theta, gradient, rate)


def test_beyond_the_bound_descent_may_rise():
    """Two over the curvature at hand is a true edge, not just a cautious one."""
    objective = Objective(np.array([[1.0], [1.0]]), np.array([0, 1]), Logistic(), 1, intercept=False)
    theta, gradient = np.array([1e-3]), np.zeros(1)
    for factor, rises in ((1.95, False), (2.05, True)):
        before = objective.measure(theta, gradient).risk
        after = objective.measure(theta - factor / curvature_bound(objective) * gradient).risk
        assert (after > before) == rises


@each_kind
@pytest.mark.parametrize("task", ["binary", "softmax"])
def test_it_reaches_the_optimum_of_scikit_learn(
    make_objective, drive, scikit_learn_optimum, value_of, task, momentum, nesterov
):
    objective = make_objective(task, penalty=Penalty(l2=0.05))
    expected = scikit_learn_optimum(objective, l2=0.05)
    rate = (1.0 if not momentum else 0.5) / curvature_bound(objective)
    theta = drive(objective, GradientDescent(momentum, nesterov), rate, 1500)
    if task == "softmax":
        # A constant added to all intercepts changes nothing: compare them centred.
        expected[-3:] -= expected[-3:].mean()
        theta[-3:] -= theta[-3:].mean()
    np.testing.assert_allclose(theta, expected, atol=2e-7)
    assert value_of(objective, theta) <= value_of(objective, expected) + 1e-13


@each_kind
def test_l1_reaches_the_optimum_of_scikit_learn_with_the_same_zeros(
    make_objective, drive, scikit_learn_optimum, value_of, momentum, nesterov
):
    objective = make_objective(n=80, d=8, intercept=False, penalty=Penalty(l1=0.06))
    expected = scikit_learn_optimum(objective, l1=0.06)
    rate = 1.0 / curvature_bound(objective)
    theta = drive(objective, GradientDescent(momentum, nesterov), rate, 1500)
    assert 2 <= (expected == 0).sum() <= 6, "the comparison needs weights of both kinds"
    np.testing.assert_array_equal(theta == 0, expected == 0)
    np.testing.assert_allclose(theta, expected, atol=1e-7)
    assert value_of(objective, theta) <= value_of(objective, expected) + 1e-13


@each_kind
def test_the_fixed_point_under_l1_fulfils_its_optimality_conditions(
    make_objective, drive, momentum, nesterov
):
    """∇ = −λ₁ sign(w) where w ≠ 0, |∇| ≤ λ₁ where w = 0, and ∇ = 0 for the free intercepts."""
    objective = make_objective("softmax", n=80, d=6, penalty=Penalty(l1=0.05, l2=0.01))
    theta = drive(objective, GradientDescent(momentum, nesterov), 0.5 / curvature_bound(objective), 4000)
    gradient = np.zeros_like(theta)
    objective.measure(theta, gradient)
    weights, slope = objective.unpack(theta)[0], objective.unpack(gradient)[0]
    kept = weights != 0
    assert kept.any() and (~kept).any()
    np.testing.assert_allclose(slope[kept], -0.05 * np.sign(weights[kept]), atol=1e-9)
    assert (np.abs(slope[~kept]) <= 0.05 + 1e-9).all()
    np.testing.assert_allclose(objective.unpack(gradient)[1], 0, atol=1e-9)


def test_momentum_is_faster_than_none(make_objective, drive, value_of):
    objective = make_objective(d=10, penalty=Penalty(l2=1e-3))
    rate = 1.0 / curvature_bound(objective)
    plain, heavy, nesterov = (
        value_of(objective, drive(objective, GradientDescent(*kind), rate, 60)) for kind in KINDS.values()
    )
    assert heavy < plain and nesterov < plain


@pytest.mark.parametrize("dtype", ["float32", "longdouble"])
def test_the_precision_of_theta_is_kept(make_objective, drive, dtype):
    objective = make_objective(dtype=dtype, penalty=Penalty(l1=0.01, l2=0.01))
    for kind in KINDS.values():
        assert drive(objective, GradientDescent(*kind), 0.1, 3).dtype == dtype


def test_a_batch_of_a_sum_bears_its_share_of_l1(make_objective):
    objective = make_objective(penalty=Penalty(l1=1.0))
    theta, solver = np.ones(objective.size), GradientDescent()
    solver.start(theta)
    solver.step(objective, theta, np.zeros_like(theta), 0.5, share=0.25)
    assert theta.tolist() == [0.875] * 4 + [1.0]
