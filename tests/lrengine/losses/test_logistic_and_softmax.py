from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lrengine.losses import Logistic, Softmax, sigmoid

WILD = st.one_of(
    st.floats(-1e9, 1e9, width=32),
    st.sampled_from([0.0, -0.0, 1e9, -1e9, math.inf, -math.inf, 3.4e38, -3.4e38, 1e-45]),
)
DTYPES = ["float32", "float64", "longdouble"]


def logits_and_labels(rows: st.SearchStrategy[int]):
    """Wild logits (k, n) and a class for each column."""
    shapes = st.tuples(rows, st.integers(1, 5))
    return shapes.flatmap(
        lambda shape: st.tuples(
            hnp.arrays(np.float64, shape, elements=WILD),
            hnp.arrays(np.int64, shape[1], elements=st.integers(0, max(shape[0] - 1, 1))),
        )
    )


def naive_logistic(z: float, sign: int) -> float:
    """log(1 + e^(−s z)), through its own limits."""
    margin = sign * z
    return -margin if margin < -700 else math.log1p(math.exp(-min(margin, 700)))


def naive_softmax(z: list[float], label: int) -> float:
    """log Σ e^z − z_y by exact summation of shifted terms; infinite winners share the limit."""
    top = max(z)
    if math.isinf(top):
        ties = sum(1 for x in z if x == top)
        return math.log(ties) if z[label] == top else math.inf
    return math.log(math.fsum(math.exp(x - top) for x in z)) - (z[label] - top)


@given(logits_and_labels(st.just(1)))
def test_logistic_is_the_textbook_number_at_any_logit(drawn):
    logits, labels = drawn
    loss = Logistic()
    residual = logits.copy()
    value = loss.risk_and_residual(residual, loss.encode(labels, 1))
    expected = [naive_logistic(z, 1 if y else -1) for z, y in zip(logits[0], labels, strict=True)]
    assert value == pytest.approx(sum(expected), rel=1e-12)
    assert np.isfinite(residual).all() and (np.abs(residual) <= 1).all()
    np.testing.assert_allclose(residual[0], sigmoid(logits[0]) - labels, atol=1e-15)


@given(logits_and_labels(st.integers(2, 4)))
def test_softmax_is_the_textbook_number_at_any_logit(drawn):
    logits, labels = drawn
    loss = Softmax()
    residual = logits.copy()
    value = loss.risk_and_residual(residual, loss.encode(labels, len(logits)))
    expected = [naive_softmax(list(z), int(y)) for z, y in zip(logits.T, labels, strict=True)]
    assert value == pytest.approx(sum(expected), rel=1e-12, abs=1e-12)
    onehot = np.arange(len(logits))[:, None] == labels
    np.testing.assert_allclose(residual, loss.probabilities(logits) - onehot, atol=1e-15)
    np.testing.assert_allclose(residual.sum(axis=0), 0, atol=1e-14)


@given(logits_and_labels(st.integers(1, 4)))
def test_probabilities_add_up_to_one_and_belong_to_the_class_read(drawn):
    logits, _ = drawn
    for loss in (Logistic(), Softmax()) if len(logits) > 1 else (Logistic(),):
        p = loss.probabilities(logits)
        assert p.shape == (max(2, len(logits)), logits.shape[1])
        np.testing.assert_allclose(p.sum(axis=0), 1, rtol=1e-12)
        read = loss.predict(logits)
        np.testing.assert_allclose(p[read, np.arange(len(read))], p.max(axis=0), rtol=1e-12)


@given(logits_and_labels(st.integers(1, 4)))
def test_hits_are_the_rows_whose_label_is_read(drawn):
    logits, labels = drawn
    for loss in (Logistic(), Softmax()):
        assert loss.hits(logits, labels) == (loss.predict(logits) == labels).sum()


@given(st.floats(-1e9, 1e9), st.integers(0, 1))
def test_signed_and_binary_labels_give_the_same_number(z, t):
    signed = naive_logistic(z, 2 * t - 1)
    loss = Logistic()
    value = loss.risk_and_residual(np.array([[z]]), loss.encode(np.array([t]), 1))
    assert value == pytest.approx(signed, rel=1e-12)
    if abs(z) < 30:
        cross_entropy = -t * math.log(sigmoid(np.float64(z))) - (1 - t) * math.log(sigmoid(np.float64(-z)))
        assert value == pytest.approx(cross_entropy, rel=1e-9)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("loss", [Logistic(), Softmax()])
def test_zero_loss_where_the_right_class_wins_by_far(loss, dtype):
    logits = np.array([[-1e5, 1e5], [1e5, -1e5]], dtype)
    assert loss.risk_and_residual(logits, loss.encode(np.array([1, 0]), 2)) == 0.0
    assert not logits.any() and logits.dtype == dtype


@pytest.mark.parametrize("dtype", DTYPES)
def test_one_row_of_logits_is_two_rows_of_softmax(dtype):
    """softmax over (0, z) is the logistic model of z."""
    z = np.linspace(-8, 8, 9).astype(dtype)[None]
    labels = np.arange(9) % 2
    two = np.concatenate([np.zeros_like(z), z])
    np.testing.assert_allclose(Logistic().probabilities(z), Softmax().probabilities(two), rtol=1e-5)
    one_risk = Logistic().risk_and_residual(z, Logistic().encode(labels, 1))
    assert one_risk == pytest.approx(Softmax().risk_and_residual(two, labels), rel=1e-6)


@given(
    hnp.arrays(np.float64, st.tuples(st.just(2), st.integers(1, 4), st.integers(0, 6)),
               elements=st.sampled_from([0.0, 1.0, 2.0, math.inf, -math.inf, math.nan])),
    st.integers(0, 99),
)  # fmt: skip
def test_hits_are_the_rows_read_rightly_whatever_the_logits(logits, seed):
    """Ties, infinities and what is no number among them, in any mixture."""
    labels = np.random.default_rng(seed).integers(0, logits.shape[1], logits.shape[2])
    for loss in (Softmax(), Logistic()):
        read = loss.predict(logits) == labels
        np.testing.assert_array_equal(loss.hits(logits, labels), read.sum(axis=-1))
        assert loss.hits(logits[0], labels) == read[0].sum()


def test_a_tie_and_a_column_without_numbers_do_not_make_up_for_each_other():
    logits = np.array([[1.0, math.nan], [1.0, 0.0]])
    assert Softmax().hits(logits, np.array([1, 0])) == 1
    assert Softmax().hits(logits, np.array([0, 1])) == 1


def test_one_against_the_rest_adds_up_its_binary_losses():
    rng = np.random.default_rng(3)
    logits, labels = rng.standard_normal((3, 20)), rng.integers(0, 3, 20)
    loss = Logistic()
    apart = sum(
        loss.risk_and_residual(logits[k : k + 1].copy(), loss.encode((labels == k).astype(np.int64), 1))
        for k in range(3)
    )
    assert loss.risk_and_residual(logits.copy(), loss.encode(labels, 3)) == pytest.approx(apart, rel=1e-14)


def hessian_product(loss, logits, direction):
    return loss.curve(loss.activations(logits), direction)


@pytest.mark.parametrize("loss", [Logistic(), Softmax()])
def test_the_hessian_product_is_the_change_of_the_residual(loss):
    rng = np.random.default_rng(4)
    logits, direction = rng.standard_normal((2, 3, 7))
    targets = loss.encode(rng.integers(0, 3, 7), 3)
    ahead, behind = logits + 1e-6 * direction, logits - 1e-6 * direction
    loss.risk_and_residual(ahead, targets)
    loss.risk_and_residual(behind, targets)
    np.testing.assert_allclose(
        hessian_product(loss, logits, direction), (ahead - behind) / 2e-6, rtol=1e-6, atol=1e-9
    )


@given(hnp.arrays(np.float64, (3, 4), elements=st.floats(-30, 30)))
def test_the_declared_curvature_bounds_the_hessian_of_any_example(logits):
    for loss in (Logistic(), Softmax()):
        columns = [hessian_product(loss, logits, np.tile(e[:, None], (1, 4))) for e in np.eye(3)]
        hessians = np.array(columns).transpose(2, 1, 0)
        assert np.linalg.eigvalsh(hessians).max() <= loss.curvature + 1e-12


def test_the_curvature_is_reached_so_that_no_smaller_constant_would_do():
    half = hessian_product(Softmax(), np.array([[0.0], [0.0], [-50.0]]), np.array([[1.0], [-1.0], [0.0]]))
    np.testing.assert_allclose(half.ravel(), [0.5, -0.5, 0], atol=1e-15)
    assert hessian_product(Logistic(), np.zeros((1, 1)), np.ones((1, 1))).item() == 0.25


def test_ties_are_read_as_the_first_class():
    assert Logistic().predict(np.zeros((1, 2))).tolist() == [0, 0]
    assert Logistic().predict(np.zeros((3, 1))).tolist() == [0]
    assert Softmax().predict(np.zeros((3, 1))).tolist() == [0]


def test_rest_models_that_all_say_no_share_the_probability():
    p = Logistic().probabilities(np.full((4, 1), -np.inf))
    assert p.ravel().tolist() == [0.25] * 4


def test_infinite_winners_share_the_limit():
    p = Softmax().probabilities(np.array([[np.inf], [0.0], [np.inf], [-np.inf]]))
    assert p.ravel().tolist() == [0.5, 0, 0.5, 0]


def test_not_a_number_stays_visible():
    for loss in (Logistic(), Softmax()):
        logits = np.array([[np.nan], [0.0]])
        assert math.isnan(loss.risk_and_residual(logits, loss.encode(np.array([0]), 2)))
