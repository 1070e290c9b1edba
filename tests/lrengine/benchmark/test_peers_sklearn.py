from __future__ import annotations

import numpy as np
import pytest

from lrengine.benchmark import peers_sklearn
from lrengine.benchmark.definition import softmax_objective


@pytest.mark.parametrize(
    "model",
    [
        peers_sklearn.lbfgs(3, 1.0),
        peers_sklearn.saga(1, 1.0, 1e-4, seed=0),
        peers_sklearn.sgd(1, None, 1, 0, average=True),
    ],
    ids=["lbfgs", "saga", "sgd"],
)
def test_a_fit_that_ends_early_is_as_good_as_any(model, material):
    weights, intercept = peers_sklearn.fit(model, material.X, material.labels)
    assert weights.shape == (10, 784) and intercept.shape == (10,)
    assert material.test_accuracy(weights, intercept) > 0.15


def test_its_value_is_that_of_its_own_predictions(material):
    rng = np.random.default_rng(3)
    weights, intercept = rng.standard_normal((10, 784), np.float32), rng.standard_normal(10, np.float32)
    value = peers_sklearn.softmax_value(material.X, material.labels, weights / 10, intercept, 0.2)
    truth, _ = softmax_objective(material.X, material.labels, weights / 10, intercept, 0.2)
    assert value == pytest.approx(truth, rel=1e-5)
