from __future__ import annotations

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lrengine.losses import Logistic, Softmax
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.solvers import LBFGS


@settings(max_examples=40, phases=[Phase.generate])
@given(
    seed=st.integers(0, 10**6),
    n=st.integers(5, 80),
    d=st.integers(1, 8),
    softmax=st.booleans(),
    l2=st.floats(-5, 0).map(lambda power: 10**power),
    spread=st.floats(0, 1),
    start=st.sampled_from([0.0, 1.0, 10.0]),
)
def test_it_ends_by_itself_at_the_optimum_in_either_precision(
    descend, seed, n, d, softmax, l2, spread, start
):
    """In single precision within 1e-6 of the double-precision optimum, whatever the columns' scales."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, d)) * 10 ** rng.uniform(-spread, spread, d)
    labels = rng.integers(0, 3 if softmax else 2, n)

    def objective(dtype):
        loss, k = (Softmax(), 3) if softmax else (Logistic(), 1)
        return Objective(X.astype(dtype), labels, loss, k, penalty=Penalty(l2=l2))

    exact, first = objective("float64"), start * rng.standard_normal(objective("float64").size)
    found = {}
    for dtype in ("float32", "float64"):
        theta, _, ended = descend(objective(dtype), LBFGS(), theta=first.astype(dtype))
        assert ended
        gradient = np.zeros(exact.size)
        found[dtype], _ = exact.smooth(theta.astype(float), gradient)
        limit = 1e-3 if dtype == "float32" else 1e-7
        assert np.linalg.norm(gradient) < limit * max(1, np.abs(X).max())
    assert found["float32"] <= found["float64"] * (1 + 1e-6) + 1e-8


def test_every_step_falls_and_fulfils_both_wolfe_conditions(make_objective):
    objective = make_objective("softmax", penalty=Penalty(l2=1e-3))
    theta, gradient = np.zeros(objective.size), np.zeros(objective.size)
    value, _ = objective.smooth(theta, gradient)
    solver = LBFGS()
    solver.start(theta)
    for _ in range(12):
        before, old_gradient, old_value = theta.copy(), gradient.copy(), value
        measured = solver.step(objective, theta, gradient, 1.0)
        direction = (theta - before) / solver.step_size
        slope = old_gradient @ direction
        value = measured.risk + objective.penalty.smooth_value(objective.unpack(theta)[0])
        assert value <= old_value + 1e-4 * solver.step_size * slope < old_value
        assert abs(gradient @ direction) <= 0.9 * abs(slope)


@pytest.mark.parametrize("seed", [461, 900, 1520, 1546])
def test_single_precision_gets_there_by_slopes_where_values_look_alike(descend, seed):
    """Columns of scales 30 and 1/30: a search that trusts values alone ends 5e-6 to 1e-5 too high."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((60, 6)) * 10 ** rng.uniform(-1.5, 1.5, 6)
    labels = (X @ rng.standard_normal(6) + rng.standard_normal(60) > 0).astype(np.int64)
    exact, single = (
        Objective(X.astype(dtype), labels, Logistic(), 1, penalty=Penalty(l2=1e-3))
        for dtype in (float, "float32")
    )
    found = [
        exact.smooth(descend(objective, LBFGS())[0].astype(float), np.zeros(exact.size))[0]
        for objective in (exact, single)
    ]
    assert found[1] == pytest.approx(found[0], rel=1e-9)


def test_a_far_start_does_not_break_the_search(descend, make_objective):
    """All logits saturated: values of 1e6, slopes that hardly change for long."""
    objective = make_objective("softmax", scale=1e3, penalty=Penalty(l2=1e-2))
    theta, _, ended = descend(objective, LBFGS(), theta=1e3 * np.ones(objective.size))
    gradient = np.zeros_like(theta)
    objective.smooth(theta, gradient)
    assert ended and np.linalg.norm(gradient) < 1e-6


def test_a_bracket_with_the_minimum_on_its_far_side_is_closed(descend, make_objective):
    """F(t) of one weight whose first step leaps over the minimum, then falls short of it."""
    objective = Objective(
        np.array([[8.0], [8.0], [-1.0]]), np.array([1, 1, 1]), Logistic(), 1, intercept=False,
        penalty=Penalty(l2=1e-6),
    )  # fmt: skip
    theta, _, ended = descend(objective, LBFGS(), theta=np.array([-30.0]))
    gradient = np.zeros(1)
    objective.smooth(theta, gradient)
    assert ended and abs(gradient[0]) < 1e-9


def test_it_names_what_it_cannot_do():
    assert LBFGS.needs_smooth and LBFGS.needs_all_rows
