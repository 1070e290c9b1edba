from __future__ import annotations

import math

import numpy as np
import pytest

from lrengine.byte_rows import ByteRows
from lrengine.compiled import loops_for
from lrengine.features import Pixels
from lrengine.losses import DoubleSoftmax, Logistic, Softmax, SquaredSigmoid
from lrengine.objective import Objective


def bytes_and_labels(n, k, d=30, classes=None):
    rng = np.random.default_rng(n)
    labels = rng.choice(np.arange(max(k, 2)) if classes is None else classes, n)
    return rng.integers(0, 256, (n, d)).astype(np.uint8), labels


def objective_of_bytes(images, labels, loss, k, **settings):
    rows = ByteRows(images, Pixels("unit", 255.0, images.shape[1:]), "float64", loops_for("float64"))
    return Objective(rows, labels, loss, k, **settings)


@pytest.fixture
def both(monkeypatch):
    """Measured in short and in general."""

    def measured(objective, theta):
        found = []
        with monkeypatch.context() as patch:
            patch.setattr(ByteRows, "block", None)
            found.append(objective.measure(theta))
        found.append(objective.measure(theta, np.empty_like(theta)))
        return found

    return measured


def at(objective, intercept=None):
    theta = np.zeros(objective.size, objective.dtype)
    if intercept is not None:
        objective.unpack(theta)[1][:] = intercept
    return theta


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("counted", ["predictions", "logits"])
@pytest.mark.parametrize("intercept", [None, 0.0, "any"])
@pytest.mark.parametrize(
    ("loss", "k"),
    [(Softmax(), 4), (Logistic(), 4), (Logistic(), 1), (DoubleSoftmax(), 4), (SquaredSigmoid(), 1)],
)
def test_it_is_what_all_rows_come_to(both, loss, k, intercept, counted, reduction):
    for classes in (None, [1], [0, 1]):
        objective = objective_of_bytes(
            *bytes_and_labels(90, k, classes=classes), loss, k,
            intercept=intercept is not None, counted=counted, reduction=reduction,
        )  # fmt: skip
        # One class is so likely that its logit is a label.
        b = np.arange(k)[::-1] - 0.5 * (k == 1) if intercept == "any" else intercept
        short, general = both(objective, at(objective, b))
        assert short.risk == pytest.approx(general.risk, rel=1e-12)
        assert short.accuracy == general.accuracy


def test_minus_zero_is_zero(both):
    objective = objective_of_bytes(*bytes_and_labels(50, 3), Softmax(), 3)
    short, general = both(objective, -at(objective))
    assert short.risk == pytest.approx(general.risk, rel=1e-12) == pytest.approx(math.log(3))


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, 1e300])
@pytest.mark.parametrize(("loss", "k"), [(Softmax(), 3), (Logistic(), 3), (Logistic(), 1)])
@pytest.mark.parametrize("last", [True, False])
def test_with_a_boundless_intercept(both, loss, k, value, last):
    """The last class has no rows, so that its loss does not count."""
    objective = objective_of_bytes(*bytes_and_labels(50, k, classes=[0, 1]), loss, k)
    b = np.full(k, -value)
    b[-1 if last else 0] = value
    short, general = both(objective, at(objective, b))
    np.testing.assert_allclose(short.risk, general.risk, rtol=1e-12)
    assert short.accuracy == general.accuracy


def test_weights_that_are_no_number_are_not_zero():
    objective = objective_of_bytes(*bytes_and_labels(50, 3), Softmax(), 3)
    theta = at(objective)
    theta[4] = np.nan
    assert math.isnan(objective.measure(theta).risk)


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("task", ["binary", "one-vs-rest", "softmax"])
def test_features_that_are_no_numbers_are_seen(make_objective, task, value):
    given = make_objective(task)
    features = given.features.copy()
    features[7, 2] = value
    objective = Objective(features, given.labels, given.loss, given.k)
    assert not math.isfinite(objective.measure(at(objective)).risk)
