"""The loop over single rows that "Logistic Regression from Scratch on MNIST" describes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def gradient_row_by_row(X: Array, signs: Array, w: Array) -> Array:
    """∇R = 1/n Σᵢ −yᵢ σ(−yᵢ wᵀxᵢ) xᵢ for y = ±1, added up one row after another.

    X (n, d), w (1, d) as in the source, the gradient too. The exponential is split by the sign of the
    product, so that it never overflows. The numbers have the precision of X and w; the source's are
    `numpy.longdouble`.
    """
    n = len(X)
    gradient = np.zeros_like(w)
    for i in range(n):
        x, sign = X[i], signs[i]
        product = sign * np.dot(w, x.T)
        if product >= 0:
            small = np.exp(-product)
            gradient += -sign / n * (small / (1 + small)) * x
        else:
            gradient += -sign / n * (1 / (1 + np.exp(product))) * x
    return gradient
