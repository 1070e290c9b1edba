from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrengine.errors import LabError
from lrengine.losses import DoubleSoftmax
from lrengine.objective import Objective
from lrengine.optimum import find_optimum, gap_bound
from lrengine.penalties import Penalty


@settings(max_examples=25)
@given(
    task=st.sampled_from(["binary", "one-vs-rest", "softmax"]),
    reduction=st.sampled_from(["mean", "sum"]),
    convention=st.sampled_from(["sum", "half", "half_per_row"]),
    intercept=st.booleans(),
    seed=st.integers(0, 99),
    far=st.floats(0, 3),
)
def test_the_bound_holds_anywhere(make_objective, task, reduction, convention, intercept, seed, far):
    penalty = Penalty(l2=0.3, convention=convention, rows=60)
    objective = make_objective(task, reduction=reduction, intercept=intercept, penalty=penalty, seed=seed)
    least = find_optimum(objective, tolerance=1e-12)
    theta = least.theta + far * np.random.default_rng(seed).standard_normal(objective.size)
    gradient = np.zeros(objective.size)
    value, _ = objective.smooth(theta, gradient)
    assert value - least.value <= gap_bound(objective, theta, gradient) + 1e-12


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("task", ["binary", "softmax"])
def test_it_stops_as_soon_as_it_is_proved(make_objective, task, dtype):
    objective = make_objective(task, n=200, penalty=Penalty(l2=1e-3), dtype=dtype)
    exact = find_optimum(make_objective(task, n=200, penalty=Penalty(l2=1e-3)), tolerance=1e-12)
    for tolerance in (1e-1, 1e-4):
        found = find_optimum(objective, tolerance=tolerance)
        assert found.gap <= tolerance * found.value
        assert found.value <= exact.value * (1 + 1.01 * tolerance)
        assert objective.value(found.theta, objective.measure(found.theta).risk) == found.value


def test_a_target_ends_it_sooner(make_objective):
    objective = make_objective("softmax", penalty=Penalty(l2=1e-3))
    least = find_optimum(objective, tolerance=1e-9)
    found = find_optimum(objective, target=1.1 * least.value, tolerance=0.0)
    assert found.value <= 1.1 * least.value and found.iterations < least.iterations
    again = find_optimum(objective, target=1.1 * least.value, theta=found.theta)
    assert again.iterations == 0 and again.value == found.value


def test_without_l2_nothing_is_proved(make_objective):
    found = find_optimum(make_objective(), iterations=5)
    assert found.gap == math.inf and found.iterations == 5


def test_corners_and_wrong_losses_are_refused(make_objective):
    wrong = Objective(np.eye(3), np.arange(3), DoubleSoftmax(), 3)
    for objective in (make_objective(penalty=Penalty(l1=0.1)), wrong):
        with pytest.raises(LabError, match="set L1 to 0"):
            find_optimum(objective)
