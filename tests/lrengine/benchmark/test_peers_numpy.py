from __future__ import annotations

import numpy as np
import pytest

from lrengine.benchmark import peers_numpy
from lrengine.benchmark.definition import binary_objective, softmax_objective

rng = np.random.default_rng(1)
X = rng.random((30, 6), np.float32)
LABELS = rng.integers(0, 4, 30)
ONEHOT = np.eye(4, dtype=np.float32)[LABELS]
W, B = rng.random((6, 4), np.float32), rng.random(4, np.float32)


@pytest.mark.parametrize("name", ["softmax_gradient", "blocked_softmax_gradient"])
def test_softmax_by_the_textbook(name, monkeypatch):
    monkeypatch.setattr(peers_numpy, "BLOCK_ROWS", 7)
    value, slope, slope_b = getattr(peers_numpy, name)(X, ONEHOT, W, B, 0.1)
    truth, gradient = softmax_objective(X, LABELS, W.T, B, 0.1)
    assert value == pytest.approx(truth, rel=1e-6)
    assert np.concatenate([slope.T.ravel(), slope_b]) == pytest.approx(gradient, abs=1e-6)
    assert slope.dtype == np.float32


def test_binary_by_the_textbook():
    signs = np.where(LABELS % 2, 1, -1).astype(np.float32)
    w = rng.random(6, np.float32)
    truth, slope = binary_objective(X, signs, w)
    value, gradient = peers_numpy.binary_risk_and_gradient(X, signs, w)
    assert value == pytest.approx(truth, rel=1e-6) and gradient == pytest.approx(slope, abs=1e-6)
    assert peers_numpy.binary_gradient(X, signs, w) == pytest.approx(slope, abs=1e-6)


def test_mini_batches_lower_the_risk_and_end():
    looks = list(peers_numpy.adam_iterates(X, ONEHOT, 10, 0.1, 4.0, 3, seed=0))
    assert len(looks) == 4
    weights, intercept = looks[-1]
    assert weights.shape == (4, 6)
    before = softmax_objective(X, LABELS, 0 * weights, 0 * intercept, 0.0)[0]
    assert softmax_objective(X, LABELS, weights, intercept, 0.0)[0] < before
