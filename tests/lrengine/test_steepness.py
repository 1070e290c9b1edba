from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.losses import Logistic, Softmax, SquaredSoftmax
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.steepness import curvature_bound, loss_curvature_bound


def test_a_loss_that_is_not_convex_has_no_curvature_bound(make_objective):
    given = make_objective("softmax", penalty=Penalty(l2=1.0))
    objective = Objective(given.features, given.labels, SquaredSoftmax(), 3, penalty=given.penalty)
    assert loss_curvature_bound(objective) is None and curvature_bound(objective) is None


@given(
    seed=st.integers(0, 10**6),
    n=st.integers(1, 60),
    d=st.integers(1, 12),
    task=st.sampled_from(["binary", "one-vs-rest", "softmax"]),
    intercept=st.booleans(),
    reduction=st.sampled_from(["mean", "sum"]),
    spread=st.floats(0, 3),
    l2=st.sampled_from([0.0, 0.5]),
)
def test_the_curvature_bound_holds_closely(dense_hessian, seed, n, d, task, intercept, reduction, spread, l2):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, d)) * 10 ** rng.uniform(-spread, spread, d) + rng.standard_normal()
    labels = rng.integers(0, 2 if task == "binary" else 3, n)
    k, loss = (1 if task == "binary" else 3), (Softmax() if task == "softmax" else Logistic())
    objective = Objective(
        X, labels, loss, k, intercept=intercept, reduction=reduction, penalty=Penalty(l2=l2)
    )
    full = np.column_stack([X, np.ones(n)]) if intercept else X
    largest = np.linalg.eigvalsh(full.T @ full)[-1] / (n if reduction == "mean" else 1)
    exact = loss.curvature * largest
    assert exact * (1 - 1e-12) <= loss_curvature_bound(objective) <= 1.01 * exact
    assert curvature_bound(objective) == loss_curvature_bound(objective) + l2

    theta = rng.standard_normal(objective.size)
    assert np.linalg.eigvalsh(dense_hessian(objective, theta))[-1] <= curvature_bound(objective) * (1 + 1e-12)


@pytest.mark.parametrize("dtype", ["float32", "longdouble"])
def test_the_curvature_bound_of_other_precisions(make_objective, dtype):
    exact, other = make_objective(n=500, d=20), make_objective(n=500, d=20, dtype=dtype)
    assert curvature_bound(other) == pytest.approx(curvature_bound(exact), rel=1e-5)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_a_sample_stands_for_all_rows(make_objective, reduction):
    objective = make_objective(n=3000, reduction=reduction, penalty=Penalty(l2=0.5))
    whole, part = curvature_bound(objective), curvature_bound(objective, objective.features[::10])
    assert part == pytest.approx(whole, rel=0.2) and part != whole
    assert curvature_bound(objective, objective.features) == pytest.approx(whole, rel=1e-9)
