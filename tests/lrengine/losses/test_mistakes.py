from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lrengine.errors import LabError
from lrengine.losses import (
    DoubleSigmoid,
    DoubleSoftmax,
    Logistic,
    Softmax,
    SquaredSigmoid,
    SquaredSoftmax,
    sigmoid,
)

ALL = [DoubleSigmoid(), DoubleSoftmax(), SquaredSigmoid(), SquaredSoftmax()]
each_loss = pytest.mark.parametrize("loss", ALL, ids=lambda loss: type(loss).__name__)
WILD = st.one_of(st.floats(-1e9, 1e9), st.sampled_from([0.0, math.inf, -math.inf, 3.4e38, -3.4e38]))


def softmax(z):
    return np.exp(z - z.max(axis=0)) / np.exp(z - z.max(axis=0)).sum(axis=0)


def onehot(labels, k):
    return (np.arange(k)[:, None] == labels).astype(float)


@pytest.fixture
def drawn():
    rng = np.random.default_rng(2)
    return 2 * rng.standard_normal((4, 30)), rng.integers(0, 4, 30)


def value(loss, logits, labels):
    return loss.risk_and_residual(logits.copy(), loss.encode(labels, len(logits)))


class TestValues:
    def test_softmax_twice_is_the_log_loss_of_softmax_of_softmax(self, drawn):
        logits, labels = drawn
        twice = softmax(softmax(logits))
        assert value(DoubleSoftmax(), logits, labels) == pytest.approx(
            -np.log(twice[labels, np.arange(30)]).sum(), rel=1e-12
        )

    @pytest.mark.parametrize("k", [1, 4])
    def test_sigmoid_twice_is_the_log_loss_of_sigmoid_of_sigmoid(self, drawn, k):
        logits, labels = drawn[0][:k], drawn[1] % max(k, 2)
        t = onehot(labels, k) if k > 1 else labels[None].astype(float)
        p = sigmoid(sigmoid(logits))
        expected = -(t * np.log(p) + (1 - t) * np.log(1 - p)).sum()
        assert value(DoubleSigmoid(), logits, labels) == pytest.approx(expected, rel=1e-12)

    @pytest.mark.parametrize("k", [1, 4])
    def test_squared_error_is_that_of_the_probabilities(self, drawn, k):
        logits, labels = drawn[0][:k], drawn[1] % max(k, 2)
        t = onehot(labels, k) if k > 1 else labels[None].astype(float)
        assert value(SquaredSigmoid(), logits, labels) == pytest.approx(
            np.square(sigmoid(logits) - t).sum(), rel=1e-12
        )
        if k > 1:
            assert value(SquaredSoftmax(), logits, labels) == pytest.approx(
                np.square(softmax(logits) - t).sum(), rel=1e-12
            )

    def test_softmax_twice_has_a_floor_however_sure_the_model_is(self):
        sure = np.full((10, 1), -1e4)
        sure[3] = 1e4
        floor = value(DoubleSoftmax(), sure, np.array([3]))
        assert floor == pytest.approx(math.log(1 + 9 / math.e)) and round(floor, 2) == 1.46
        ends = [value(DoubleSigmoid(), np.array([[z]]), np.array([t])) for z, t in ((-1e4, 0), (1e4, 1))]
        assert ends == pytest.approx([math.log(2), math.log(1 + 1 / math.e)])


@pytest.mark.parametrize(
    ("loss", "k"), [(loss, 4) for loss in ALL] + [(loss, 1) for loss in ALL if isinstance(loss, Logistic)]
)
def test_the_residual_is_the_slope_of_the_loss(loss, k, drawn):
    logits, labels = drawn[0][:k], drawn[1] % max(k, 2)
    residual = logits.copy()
    loss.risk_and_residual(residual, loss.encode(labels, k))
    h = 1e-5
    slopes = np.zeros_like(logits)
    for place in np.ndindex(logits.shape):
        ahead, behind = logits.copy(), logits.copy()
        ahead[place] += h
        behind[place] -= h
        slopes[place] = (value(loss, ahead, labels) - value(loss, behind, labels)) / (2 * h)
    np.testing.assert_allclose(residual, slopes, rtol=1e-6, atol=1e-8)


def test_the_residuals_have_their_closed_forms(drawn):
    logits, labels = drawn
    t, p, s = onehot(labels, 4), softmax(logits), sigmoid(logits)

    def through_softmax(r):
        return p * (r - (r * p).sum(axis=0))

    expected = {
        DoubleSoftmax: through_softmax(softmax(p) - t),
        SquaredSoftmax: through_softmax(2 * (p - t)),
        DoubleSigmoid: (sigmoid(s) - t) * s * (1 - s),
        SquaredSigmoid: 2 * (s - t) * s * (1 - s),
    }
    for kind, closed in expected.items():
        residual = logits.copy()
        kind().risk_and_residual(residual, kind().encode(labels, 4))
        np.testing.assert_allclose(residual, closed, rtol=1e-10, atol=1e-13)


@given(
    hnp.arrays(np.float64, (3, 4), elements=WILD),
    hnp.arrays(np.int64, 4, elements=st.integers(0, 2)),
    st.sampled_from(ALL),
)
def test_they_stay_finite_at_any_logit(logits, labels, loss):
    residual = logits.copy()
    risk = loss.risk_and_residual(residual, loss.encode(labels, 3))
    assert math.isfinite(risk) and risk >= 0 and np.isfinite(residual).all()


@each_loss
def test_not_a_number_stays_visible(loss):
    assert math.isnan(value(loss, np.array([[np.nan], [0.0]]), np.array([0])))


@each_loss
def test_they_are_not_convex_and_promise_nothing(loss):
    """Between two points the loss lies above the line somewhere."""
    z = np.zeros((3, 401))
    z[0] = np.linspace(-20, 20, 401)
    labels = np.array([1])
    along = np.array([value(loss, z[:, i : i + 1], labels) for i in range(401)])
    assert np.diff(along, 2).min() < -1e-5
    assert loss.curvature is None
    with pytest.raises(LabError, match="choose the log-loss"):
        loss.curve(loss.activations(z), z)


@each_loss
def test_classes_and_probabilities_are_the_right_losses(loss, drawn):
    logits = drawn[0]
    right = Softmax() if isinstance(loss, Softmax) else Logistic()
    np.testing.assert_array_equal(loss.predict(logits), right.predict(logits))
    np.testing.assert_array_equal(loss.probabilities(logits), right.probabilities(logits))


def test_the_squared_error_hardly_moves_where_the_model_is_sure_and_wrong():
    wrong = np.array([[20.0]])
    SquaredSigmoid().risk_and_residual(wrong, np.array([[False]]))
    assert 0 < wrong.item() < 1e-8
    wrong = np.array([[-20.0]])
    SquaredSigmoid().risk_and_residual(wrong, np.array([[True]]))
    assert -1e-8 < wrong.item() < 0
