"""The sampled Hessian beside the dense one, and its easy likeness."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine import curvature as module
from lrengine.curvature import Curvature, inverse_of_triangle
from lrengine.losses import Softmax
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.threads import Workers

TASKS = ["binary", "one-vs-rest", "softmax"]
each_case = pytest.mark.parametrize(
    ("task", "intercept", "reduction"), list(itertools.product(TASKS, [True, False], ["mean", "sum"]))
)


def point(objective, seed=1):
    return np.random.default_rng(seed).standard_normal(objective.size).astype(objective.dtype)


def whole(objective, theta):
    return Curvature(objective, theta, objective.n, np.random.default_rng(0))


def dense(curvature, objective):
    """∇²F column by column, in θ's order."""
    columns = [curvature.fold(curvature.product(curvature.unfold(e))) for e in np.eye(objective.size)]
    return np.array(columns).T


@each_case
def test_with_all_rows_it_is_the_change_of_the_gradient(
    make_objective, dense_hessian, task, intercept, reduction
):
    objective = make_objective(task, intercept=intercept, reduction=reduction, penalty=Penalty(l2=0.2))
    theta, direction = point(objective), point(objective, seed=2)
    ahead, behind = np.zeros((2, objective.size))
    objective.measure(theta + 1e-6 * direction, ahead)
    objective.measure(theta - 1e-6 * direction, behind)
    curvature = whole(objective, theta)
    product = curvature.fold(curvature.product(curvature.unfold(direction)))
    np.testing.assert_allclose(product, (ahead - behind) / 2e-6, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(product, dense_hessian(objective, theta) @ direction, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("task", TASKS)
def test_a_sample_is_right_on_average(make_objective, task):
    objective = make_objective(task, n=80, penalty=Penalty(l2=0.1))
    theta, rng = point(objective), np.random.default_rng(5)
    exact = dense(whole(objective, theta), objective)
    samples = [Curvature(objective, theta, 30, rng) for _ in range(300)]
    assert 20 < np.mean([sample.rows for sample in samples]) < 31
    average = sum(dense(sample, objective) for sample in samples) / len(samples)
    np.testing.assert_allclose(average, exact, atol=0.05 * np.abs(exact).max())


def test_rows_that_curve_most_are_in_first():
    """A hundred rows on the border, a thousand far from it: a sample of a hundred and ten is nearly exact."""
    rng = np.random.default_rng(2)
    X = np.concatenate([rng.normal(0, 0.1, (100, 3)), rng.normal((90, 0, 0), 1, (1000, 3))])
    labels = rng.integers(0, 3, len(X))
    objective = Objective(X, labels, Softmax(), 3)
    theta = np.zeros(objective.size)
    objective.unpack(theta)[0][0, 0] = 1.0
    exact = dense(whole(objective, theta), objective)
    sample = dense(Curvature(objective, theta, 110, rng), objective)
    np.testing.assert_allclose(sample, exact, atol=0.25 * np.abs(exact).max())


@pytest.mark.parametrize("intercept", [True, False])
def test_for_two_classes_the_easy_matrix_is_the_hessian(make_objective, intercept):
    objective = make_objective("binary", intercept=intercept, penalty=Penalty(l2=0.1))
    curvature = whole(objective, point(objective))
    # Few enough columns for every row to be in the Gram matrix.
    module_rows, module.GRAM_ROWS = module.GRAM_ROWS, objective.n
    try:
        v = curvature.unfold(point(objective, seed=4))
        np.testing.assert_allclose(curvature.precondition(curvature.product(v)), v, rtol=1e-4, atol=1e-5)
    finally:
        module.GRAM_ROWS = module_rows


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("limit", [0, module.MOST_COLUMNS])
def test_the_easy_matrix_is_symmetric_and_positive(make_objective, task, limit, monkeypatch):
    """Columns that are constant, alike or huge do not harm it, with factor or with its diagonal alone."""
    monkeypatch.setattr(module, "MOST_COLUMNS", limit)
    plain = make_objective(task)
    X = np.column_stack([plain.features, plain.features[:, :1], np.zeros(60), 1e6 * plain.features[:, :1]])
    objective = Objective(X, plain.labels, plain.loss, plain.k)
    curvature = whole(objective, np.zeros(objective.size))
    inverse = np.array([
        curvature.fold(curvature.precondition(curvature.unfold(e))) for e in np.eye(objective.size)
    ])  # fmt: skip
    assert np.isfinite(inverse).all()
    np.testing.assert_allclose(inverse, inverse.T, rtol=1e-5, atol=1e-5 * np.abs(inverse).max())
    assert np.linalg.eigvalsh((inverse + inverse.T) / 2).min() > 0


def test_without_a_factor_the_diagonal_serves():
    """The squares of such inputs leave single precision."""
    X = np.array([[1e25, 1.0], [-1e25, 2.0]], np.float32)
    objective = Objective(X, np.array([0, 1]), Softmax(), 2)
    curvature = whole(objective, np.zeros(objective.size, np.float32))
    assert curvature.precondition(curvature.unfold(np.ones(objective.size, np.float32))).shape == (2, 3)


def test_threads_do_not_change_its_numbers(make_objective):
    workers = Workers(3)
    try:
        found = []
        for threads in (Workers(1), workers):
            objective = make_objective("softmax", n=5000, dtype="float32", workers=threads)
            theta = point(objective)
            curvature = Curvature(objective, theta, 3000, np.random.default_rng(0))
            v = curvature.unfold(theta)
            found.append((curvature.product(v), curvature.precondition(v)))
    finally:
        workers.close()
    np.testing.assert_array_equal(*(np.concatenate(pair) for pair in found))


@pytest.mark.parametrize("intercept", [True, False])
def test_fold_undoes_unfold(make_objective, intercept):
    objective = make_objective("softmax", intercept=intercept)
    theta = point(objective)
    curvature = whole(objective, theta)
    assert curvature.unfold(theta).shape == (3, 5 if intercept else 4)
    np.testing.assert_array_equal(curvature.fold(curvature.unfold(theta)), theta)


@given(size=st.integers(1, 200), seed=st.integers(0, 99))
def test_the_inverse_of_a_triangle(size, seed):
    A = np.random.default_rng(seed).standard_normal((size, 2 * size))
    lower = np.linalg.cholesky(A @ A.T + np.eye(size))
    inverse = inverse_of_triangle(lower)
    np.testing.assert_allclose(lower @ inverse, np.eye(size), atol=1e-9)
    assert not np.triu(inverse, 1).any()
