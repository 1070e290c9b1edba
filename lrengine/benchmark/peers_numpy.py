"""Plain NumPy: what a textbook writes, and the same in blocks of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.benchmark.reach import Iterates

Array = NDArray[Any]
Labels = NDArray[np.int64]

BLOCK_ROWS = 512


def softmax_gradient(
    X: Array, onehot: Array, weights: Array, intercept: Array, l2: float
) -> tuple[float, Array, Array]:
    """F and its gradient in W (d, k) and b (k,), one matrix expression after another.

    onehot (n, k); F as in `definition.softmax_objective`, whose W is the transpose of this one.
    """
    scores = X @ weights + intercept
    scores -= scores.max(axis=1, keepdims=True)
    powers = np.exp(scores)
    p = powers / powers.sum(axis=1, keepdims=True)
    value = -np.log((p * onehot).sum(axis=1)).mean() + l2 / 2 * (weights**2).sum()
    residual = (p - onehot) / X.dtype.type(len(X))
    return float(value), X.T @ residual + X.dtype.type(l2) * weights, residual.sum(axis=0)


def blocked_softmax_gradient(
    X: Array, onehot: Array, weights: Array, intercept: Array, l2: float
) -> tuple[float, Array, Array]:
    """The same, added up over blocks of rows that stay in cache."""
    n, number = len(X), X.dtype.type
    value, slope, slope_b = 0.0, np.zeros_like(weights), np.zeros_like(intercept)
    for begin in range(0, n, BLOCK_ROWS):
        rows = slice(begin, begin + BLOCK_ROWS)
        own, a, b = softmax_gradient(X[rows], onehot[rows], weights, intercept, 0.0)
        share = len(X[rows]) / n
        value += share * own
        slope += number(share) * a
        slope_b += number(share) * b
    return value + l2 / 2 * float((weights**2).sum()), slope + number(l2) * weights, slope_b


def binary_gradient(X: Array, signs: Array, w: Array) -> Array:
    """∇R as in `definition.binary_objective`."""
    margins = signs * (X @ w)
    return -(X.T @ (signs / (1 + np.exp(margins)))) / X.dtype.type(len(X))


def binary_risk_and_gradient(X: Array, signs: Array, w: Array) -> tuple[float, Array]:
    """R and ∇R."""
    margins = signs * (X @ w)
    risk = np.logaddexp(0, -margins).mean()
    return float(risk), -(X.T @ (signs / (1 + np.exp(margins)))) / X.dtype.type(len(X))


def adam_iterates(
    X: Array, onehot: Array, batch: int, rate: float, epochs: float, every: int, seed: int
) -> Iterates:
    """Mini-batch Adam, its rate falling along a cosine to 0 at `epochs`; a look every `every` updates."""
    n, d = X.shape
    theta = [np.zeros((d, onehot.shape[1]), X.dtype), np.zeros(onehot.shape[1], X.dtype)]
    mean = [np.zeros_like(part) for part in theta]
    square = [np.zeros_like(part) for part in theta]
    rng, update = np.random.default_rng(seed), 0
    total = round(epochs * n / batch)
    while update < total:
        order = rng.permutation(n)
        for begin in range(0, n, batch):
            rows = order[begin : begin + batch]
            _, *gradient = softmax_gradient(X[rows], onehot[rows], theta[0], theta[1], 0.0)
            step = X.dtype.type(rate * 0.5 * (1 + np.cos(np.pi * min(update / total, 1.0))))
            update += 1
            for part, m, v, g in zip(theta, mean, square, gradient, strict=True):
                m += 0.1 * (g - m)
                v += 0.001 * (g * g - v)
                part -= step * (m / (1 - 0.9**update)) / (np.sqrt(v / (1 - 0.999**update)) + 1e-8)
            if update % every == 0:
                yield theta[0].T, theta[1]
