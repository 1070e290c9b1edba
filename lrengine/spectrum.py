"""The largest eigenvalue of a symmetric matrix that is only known by its products, XᵀX among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.losses import wide_sum
from lrengine.rows import Block

Array = NDArray[Any]

# A start that happens to lie close to another eigenvector looks settled at once. After ten steps 6 of
# 130,000 random spectra still did, after twenty none of 80,000.
LEAST_STEPS = 20


def largest_eigenvalue(
    product: Callable[[Array], Array], size: int, *, tolerance: float = 1e-3, steps: int = 100
) -> float:
    """λ_max of a positive semi-definite A (size, size) from products A·v, rounded upwards.

    Lanczos iteration with full reorthogonalisation: the largest eigenvalue θ of the tridiagonal
    matrix rises towards λ_max, and some eigenvalue of A lies within the residual r of θ. Ends once
    r ≤ tolerance·θ, after LEAST_STEPS at the earliest, and returns θ + r + tolerance·θ. Where the
    spectrum bunches at its top or the start points elsewhere, power iteration can rest far below.
    """
    start = np.random.default_rng(0).standard_normal(size)
    basis = [start / np.linalg.norm(start)]
    diagonal: list[float] = []
    off_diagonal: list[float] = []
    top = residual = 0.0
    for step in range(1, min(steps, size) + 1):
        image = np.asarray(product(basis[-1]), np.float64)
        diagonal.append(float(basis[-1] @ image))
        known = np.array(basis)
        # Twice is enough to keep the basis orthogonal in spite of rounding.
        for _ in range(2):
            image = image - known.T @ (known @ image)
        length = float(np.linalg.norm(image))
        tridiagonal = np.diag(diagonal) + np.diag(off_diagonal, 1) + np.diag(off_diagonal, -1)
        values, vectors = np.linalg.eigh(tridiagonal)
        top, residual = float(values[-1]), length * abs(float(vectors[-1, -1]))
        settled = step >= LEAST_STEPS and residual <= tolerance * top
        # The products have left nothing new: whatever is shorter is their rounding.
        if settled or length <= 1e-10 * top:
            break
        off_diagonal.append(length)
        basis.append(image / length)
    return top * (1 + tolerance) + residual


def largest_gram_eigenvalue(
    blocks: Callable[[], Iterable[Block]], columns: int, dtype: Any, *, with_ones: bool
) -> float:
    """λ_max(X̃ᵀX̃) of rows that come in blocks (m, columns), X̃ being X with a column of ones or without.

    blocks  called once for each product
    """

    def product(vector: Array) -> Array:
        along, image = vector.astype(dtype), np.zeros(len(vector))
        slopes = np.empty((1, columns), dtype)
        for x in blocks():
            shares = np.empty((1, len(x)), dtype)
            x.logits(along[np.newaxis, :columns], shares)
            if with_ones:
                shares += along[columns]
                image[columns] += wide_sum(shares)
            x.slopes(shares, slopes)
            image[:columns] += slopes[0]
        return image

    return largest_eigenvalue(product, columns + with_ones)
