"""Both objectives in double precision, straight from their formulas: what everybody must agree with."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Labels = NDArray[np.int64]

# Rows taken to double precision at a time.
_ROWS = 4096


def softmax_objective(
    X: Array, labels: Labels, weights: Array, intercept: Array, l2: float, *, with_gradient: bool = True
) -> tuple[float, Array]:
    """F = 1/n Σᵢ (log Σₖ exp(zᵢₖ) − zᵢ,yᵢ) + λ/2 ‖W‖² with zᵢ = W xᵢ + b, and its gradient.

    X (n, d), weights (k, d), intercept (k,); the gradient is flat, W row by row and then b, and empty
    if it is not asked for. Dividing by C·n what scikit-learn calls the objective gives F with λ = 1/(C n).
    """
    W, b = weights.astype(np.float64), intercept.astype(np.float64)
    total, slope, slope_b = 0.0, np.zeros_like(W), np.zeros_like(b)
    for begin in range(0, len(X), _ROWS):
        x, y = X[begin : begin + _ROWS].astype(np.float64), labels[begin : begin + _ROWS]
        z = x @ W.T + b
        own = np.arange(len(y))
        log_sum = np.logaddexp.reduce(z, axis=1)
        total += float((log_sum - z[own, y]).sum())
        if with_gradient:
            residual = np.exp(z - log_sum[:, None])
            residual[own, y] -= 1
            slope += residual.T @ x
            slope_b += residual.sum(axis=0)
    value = total / len(X) + l2 / 2 * float((W * W).sum())
    if not with_gradient:
        return value, np.empty(0)
    return value, np.concatenate([(slope / len(X) + l2 * W).ravel(), slope_b / len(X)])


def binary_objective(X: Array, signs: Array, w: Array) -> tuple[float, Array]:
    """R = 1/n Σᵢ log(1 + exp(−mᵢ)) with mᵢ = yᵢ wᵀxᵢ and y = ±1, and ∇R = −1/n Σᵢ yᵢ xᵢ/(1 + exp(mᵢ)).

    Source: "Logistic Regression from Scratch on MNIST".
    """
    x, y = X.astype(np.float64), signs.astype(np.float64)
    margins = y * (x @ w.astype(np.float64))
    shares = np.exp(-np.logaddexp(0, margins))
    return float(np.logaddexp(0, -margins).mean()), -(y * shares) @ x / len(x)
