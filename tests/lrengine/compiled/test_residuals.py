from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.compiled.elementary import elementary_in, powers_in
from lrengine.compiled.loops import as_it_is
from lrengine.compiled.residuals import HITS, INTERCEPTS, LOSS, UNUSABLE, residuals_in
from lrengine.losses import Logistic, Softmax

REALS = {"float32": np.float32, "float64": np.float64}
SOFTMAX_AND_LOGISTIC = {
    name: residuals_in(real, as_it_is, elementary_in(real, as_it_is, powers_in(real)))
    for name, real in REALS.items()
}
each_precision = pytest.mark.parametrize("dtype", REALS)
each_loss = pytest.mark.parametrize("loss", [Softmax(), Logistic()], ids=["softmax", "logistic"])


def worked_out(loss, dtype, logits, intercept, labels, begin, end):
    """What the loop makes of logits (k, m), its notes below them included, and what it found."""
    k, m = logits.shape
    z = np.full((k + 2, m), 7, dtype)
    z[:k] = logits
    found = np.full(INTERCEPTS + k, 100.0)
    with np.errstate(all="ignore"):
        SOFTMAX_AND_LOGISTIC[dtype][isinstance(loss, Logistic)](z, intercept, labels, found, begin, end)
    return z, found - 100


@st.composite
def rows(draw, largest=1e30):
    """A precision, a loss, logits from next to nothing to very large, intercepts, labels, and which rows."""
    dtype, loss = draw(st.sampled_from([*REALS])), draw(st.sampled_from([Softmax(), Logistic()]))
    k, m = draw(st.sampled_from([1, 2, 10, 23])), draw(st.integers(1, 9))
    begin = draw(st.integers(0, m))
    end = draw(st.integers(begin, m))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    size = draw(st.sampled_from([0.0, 1e-20, 1.0, 30.0, 1e4, largest]))
    logits = size * rng.normal(size=(k, m))
    if draw(st.booleans()):
        # Whole numbers are often the same.
        logits = np.rint(logits)
    intercept = draw(st.sampled_from([0.0, 1.0])) * rng.normal(size=k)
    labels = rng.integers(0, max(2, k) if isinstance(loss, Logistic) else k, m)
    return dtype, loss, logits.astype(dtype), intercept.astype(dtype), labels, begin, end


@given(rows())
def test_losses_hits_and_residuals_are_numpys_to_rounding(given):
    dtype, loss, logits, intercept, labels, begin, end = given
    (k, m), eps = logits.shape, float(np.finfo(dtype).eps)
    z, found = worked_out(loss, dtype, logits, intercept, labels, begin, end)
    some = slice(begin, end)
    whole, y = (logits + intercept[:, None])[:, some], labels[some]
    exact = whole.astype(np.longdouble)
    losses = loss.losses_and_residual(exact, loss.encode(y, k))
    # Each loss is a difference of logits, rounded once or twice, and a logarithm.
    apart = 8 * eps * float((losses + 1).sum()) + 1e-13
    assert abs(found[LOSS] - float(losses.sum())) <= apart * (k if isinstance(loss, Logistic) else 1)
    assert found[HITS] == loss.hits(whole, y) and found[UNUSABLE] == 0
    np.testing.assert_allclose(z[:k, some], exact.astype(np.float64), rtol=0, atol=8 * eps)
    np.testing.assert_allclose(found[INTERCEPTS:], z[:k, some].sum(axis=1, dtype=float), atol=m * eps + 1e-13)
    # Other rows are others' business.
    others = np.setdiff1d(np.arange(m), np.arange(begin, end))
    assert (z[:k, others] == logits[:, others]).all() and (z[k:, others] == 7).all()


@each_precision
def test_residuals_of_what_is_next_to_certain_keep_their_digits(dtype):
    z, labels = np.array([[-80.0, -20.0, -3.0, 3.0, 20.0, 80.0]]), np.array([0, 0, 0, 1, 1, 1])
    found, _ = worked_out(Logistic(), dtype, z, np.zeros(1, dtype), labels, 0, 6)
    small, eps = 1 / (1 + np.exp(np.abs(z[0]))), float(np.finfo(dtype).eps)
    np.testing.assert_allclose(found[0], small * np.where(labels == 1, -1, 1), rtol=8 * eps)
    z = np.stack([z[0] * 0, -np.abs(z[0])])
    found, _ = worked_out(Softmax(), dtype, z, np.zeros(2, dtype), labels * 0, 0, 6)
    np.testing.assert_allclose(found[1], small, rtol=8 * eps)


@each_precision
@each_loss
@pytest.mark.parametrize("k", [1, 3])
def test_what_is_certain_costs_nothing_at_all(dtype, loss, k):
    labels = np.array([1, 0, 1, 1, 0]) if k == 1 else np.array([1, 0, 2, 1, 0])
    if k == 1 and isinstance(loss, Softmax):
        labels *= 0
    own = (labels == np.arange(k)[:, None]) if k > 1 else labels[None] == 1
    z, found = worked_out(loss, dtype, np.where(own, 1000.0, -1000.0), np.zeros(k, dtype), labels, 0, 5)
    assert found.tolist() == [0, 5, 0] + [0] * k and not z[:k].any()


@each_precision
@each_loss
def test_the_largest_logits_cost_what_numpy_has_them_cost(dtype, loss):
    """A difference of two of them is infinite, and so is softmax's loss."""
    # Plain Python adds up losses in the precision of the first of them.
    largest = float(np.finfo(dtype).max) / (16 if isinstance(loss, Logistic) else 1)
    z = np.array([[largest, -largest, 0.0, largest], [-largest, largest, -largest, largest]], dtype)
    for labels in (np.array([0, 1, 0, 1]), np.array([1, 0, 1, 0])):
        expected = z.copy()
        with np.errstate(over="ignore", invalid="ignore"):
            losses = loss.losses_and_residual(expected, loss.encode(labels, 2))
            risk = float(losses.sum(dtype=np.float64))
        residual, found = worked_out(loss, dtype, z, np.zeros(2, dtype), labels, 0, 4)
        assert found[LOSS] == pytest.approx(risk, rel=1e-6)
        assert found[HITS] == loss.hits(z, labels) and found[UNUSABLE] == 0
        np.testing.assert_allclose(residual[:2], expected, rtol=1e-6)


@each_precision
@each_loss
@pytest.mark.parametrize("k", [1, 2, 10])
def test_the_first_of_several_largest_logits_is_the_class_read(dtype, loss, k):
    labels = np.zeros(4, np.int64) if k == 1 else np.arange(4) % k
    for value in (0.0, -3.0):
        _, found = worked_out(loss, dtype, np.full((k, 4), value), np.zeros(k, dtype), labels, 0, 4)
        assert found[HITS] == np.count_nonzero(labels == 0)
    _, found = worked_out(Logistic(), dtype, np.zeros((1, 4)), np.zeros(1, dtype), np.ones(4, int), 0, 4)
    assert found[HITS] == 0


@each_precision
@each_loss
@pytest.mark.parametrize("k", [1, 4])
@pytest.mark.parametrize("where", ["a logit", "an intercept"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_counted(dtype, loss, k, where, value):
    logits, intercept = np.ones((k, 9)), np.zeros(k, dtype)
    if where == "a logit":
        logits[0, [0, 3, 5, 8]] = value
    else:
        intercept[k - 1] = value
    _, found = worked_out(loss, dtype, logits, intercept, np.zeros(9, np.int64), 1, 8)
    assert found[UNUSABLE] == (2 if where == "a logit" else 7)


@each_precision
@each_loss
def test_what_overflows_by_its_intercept_is_counted(dtype, loss):
    largest = np.finfo(dtype).max
    logits, intercept = np.full((2, 3), largest), np.array([0, largest / 2], dtype)
    _, found = worked_out(loss, dtype, logits, intercept, np.zeros(3, np.int64), 0, 3)
    assert found[UNUSABLE] == 3
