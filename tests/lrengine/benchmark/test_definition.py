from __future__ import annotations

import numpy as np
import pytest

from lrengine.benchmark import definition
from lrengine.benchmark.definition import binary_objective, softmax_objective

rng = np.random.default_rng(0)


def slopes(function, theta, h=1e-6):
    moves = h * np.eye(len(theta))
    return np.array([(function(theta + move) - function(theta - move)) / (2 * h) for move in moves])


def test_the_softmax_gradient_is_the_slope_of_the_value(monkeypatch):
    monkeypatch.setattr(definition, "_ROWS", 4)
    X, labels, theta = rng.standard_normal((9, 3)), rng.integers(0, 4, 9), rng.standard_normal(16)

    def value(flat):
        return softmax_objective(X, labels, flat[:12].reshape(4, 3), flat[12:], 0.3, with_gradient=False)[0]

    found, gradient = softmax_objective(X, labels, theta[:12].reshape(4, 3), theta[12:], 0.3)
    assert found == value(theta)
    assert gradient == pytest.approx(slopes(value, theta), abs=1e-7)


def test_at_zero_every_class_is_equally_likely():
    value, _ = softmax_objective(np.ones((5, 2)), np.zeros(5, int), np.zeros((10, 2)), np.zeros(10), 1.0)
    assert value == pytest.approx(np.log(10))


def test_the_binary_gradient_is_the_slope_of_the_value():
    X, signs, w = rng.standard_normal((8, 3)), np.sign(rng.standard_normal(8)), rng.standard_normal(3)
    _, gradient = binary_objective(X, signs, w)
    assert gradient == pytest.approx(slopes(lambda at: binary_objective(X, signs, at)[0], w), abs=1e-7)


def test_the_binary_risk_is_finite_at_any_margin():
    value, gradient = binary_objective(np.array([[1e6], [-1e6]]), np.ones(2), np.ones(1))
    assert value == pytest.approx(5e5) and gradient == pytest.approx(5e5)
