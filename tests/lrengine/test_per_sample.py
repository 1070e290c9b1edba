from __future__ import annotations

import itertools
import math
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import ThreadpoolController, threadpool_info

from lrengine.losses import Logistic, Softmax, sigmoid
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.per_sample import PerSample, split_by_sign
from lrengine.threads import Workers

TASKS = ["binary", "one-vs-rest", "softmax"]


def twin(objective, **changes):
    options = {
        "penalty": objective.penalty, "intercept": objective.intercept, "reduction": objective.reduction,
        "counted": objective.counted, "workers": objective.workers,
    } | changes  # fmt: skip
    return PerSample(objective.features, objective.labels, objective.loss, objective.k, **options)


@given(z=st.floats(-1e300, 1e300), positive=st.booleans())
def test_the_split_is_the_textbook_number_at_any_logit(z, positive):
    slope, loss = split_by_sign(np.float64(z), positive)
    assert slope == pytest.approx(float(sigmoid(np.float64(z))) - positive, abs=1e-15)
    residual = np.array([[z]])
    assert loss == pytest.approx(Logistic().risk_and_residual(residual, np.array([[positive]])), rel=1e-14)
    assert slope == pytest.approx(residual.item(), rel=1e-14, abs=0)


@given(z=st.floats(-30, 30))
def test_both_sides_of_the_split_are_the_source_s_formulas(z):
    for y in (1, -1):
        slope, loss = split_by_sign(np.float64(z), y > 0)
        assert slope == pytest.approx(-y * math.exp(-y * z) / (1 + math.exp(-y * z)), rel=1e-12)
        assert loss == pytest.approx(math.log(1 + math.exp(-y * z)), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize(
    ("dtype", "tolerance"), [("float32", 1e-5), ("float64", 1e-13), ("longdouble", 1e-16)]
)
@pytest.mark.parametrize(
    ("task", "intercept", "reduction"), list(itertools.product(TASKS, [True, False], ["mean", "sum"]))
)
def test_the_loop_equals_the_product_to_rounding(
    make_objective, task, intercept, reduction, dtype, tolerance
):
    fast = make_objective(
        task, dtype=dtype, intercept=intercept, reduction=reduction, penalty=Penalty(l2=0.3)
    )
    slow = twin(fast)
    theta = np.random.default_rng(1).standard_normal(fast.size).astype(dtype)
    a, b = np.zeros((2, fast.size), dtype)
    one, other = fast.measure(theta, a), slow.measure(theta, b)
    assert other.accuracy == one.accuracy and other.risk == pytest.approx(one.risk, rel=10 * tolerance)
    np.testing.assert_allclose(b, a, rtol=10 * tolerance, atol=10 * tolerance * np.abs(a).max())
    assert b.dtype == np.dtype(dtype)
    rows = np.arange(5, 40, 3)
    one, other = fast.measure_batch(theta, rows, a), slow.measure_batch(theta, rows, b)
    assert other == pytest.approx(one, rel=10 * tolerance)
    np.testing.assert_allclose(b, a, rtol=10 * tolerance, atol=10 * tolerance * np.abs(a).max())


@pytest.mark.parametrize("task", TASKS)
def test_rows_far_beyond_every_exponential(make_objective, task):
    fast = make_objective(task, dtype="float32", scale=1e6)
    slow = twin(fast)
    theta = np.random.default_rng(1).standard_normal(fast.size).astype(np.float32)
    a, b = np.zeros((2, fast.size), np.float32)
    assert slow.measure(theta, b).risk == pytest.approx(fast.measure(theta, a).risk, rel=1e-5)
    np.testing.assert_allclose(b, a, rtol=1e-3)
    theta[:] = np.nan
    assert math.isnan(slow.measure(theta, b).risk)


def test_overflow_on_the_way_to_infinity_is_silent(make_objective):
    slow = twin(make_objective("softmax", dtype="float32"))
    theta = np.full(slow.size, 3e38, np.float32)
    theta[::2] *= -1
    assert not math.isfinite(slow.measure(theta, np.zeros_like(theta)).risk)


def test_without_a_gradient_the_rows_are_measured_at_once(make_objective, monkeypatch):
    slow = twin(make_objective("softmax"))
    monkeypatch.setattr(slow, "_softmax_row", None)
    theta = np.ones(slow.size)
    plain = Objective(slow.features, slow.labels, slow.loss, slow.k)
    assert slow.measure(theta) == plain.measure(theta)


def test_rows_are_not_shared_among_threads(make_objective, monkeypatch):
    """They would hold the interpreter in turns."""
    monkeypatch.setattr("lrengine.objective.BLOCK_LOGITS", 10)
    workers, seen = Workers(3), set()
    try:
        slow = twin(make_objective("binary"), workers=workers)
        row = slow._sigmoid_row
        monkeypatch.setattr(
            slow, "_sigmoid_row", lambda *given: seen.add(threading.current_thread()) or row(*given)
        )
        slow.measure(np.zeros(slow.size), np.zeros(slow.size))
    finally:
        workers.close()
    assert seen == {threading.current_thread()}


def test_the_mistaken_count_is_kept(make_objective):
    slow = twin(make_objective("binary"), counted="logits")
    assert slow.measure(np.ones(slow.size), np.zeros(slow.size)).accuracy == 0.0


def test_a_batch_holds_blas_at_one_thread(monkeypatch):
    seen = []

    def row_slopes(self, logits, label):
        blas = [info for info in threadpool_info() if info["user_api"] == "blas"]
        seen.extend(info["num_threads"] for info in blas if "scipy.libs" not in info["filepath"])
        return 0.0, np.zeros_like(logits)

    monkeypatch.setattr(PerSample, "_softmax_row", row_slopes)
    objective = PerSample(np.ones((3, 2)), np.array([0, 1, 2]), Softmax(), 3)
    outside = ThreadpoolController().limit(limits=2, user_api="blas")
    try:
        objective.measure_batch(np.zeros(objective.size), np.arange(2), np.empty(objective.size))
    finally:
        outside.restore_original_limits()
    assert set(seen) == {1}
