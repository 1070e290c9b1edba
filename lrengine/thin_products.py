"""Products of a few rows with many, cut into pieces for which BLAS has a faster way."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.kernels import has_wide_kernels

Array = NDArray[Any]

# BLAS works through thin products in tiles of so many rows; a part of one costs more than a whole one,
# and less than one goes through faster a row at a time.
TILE = 4
# OpenBLAS's AVX-512 kernels take their operands as they lie where rows · columns · depth is at most
# this; above it they copy both first, which costs as much as a thin product itself.
SMALL = 1_000_000
# Lengths of a piece are multiples of what fits a cache line, or a few of them.
LINE = 16


def tiled(weights: Array, tile: int = TILE) -> Array:
    """Weights (k, d) with rows of zeros below them, to whole tiles; as they are if fewer than a tile."""
    k, d = weights.shape
    height = -(-k // tile) * tile
    if k < tile or height == k:
        return weights
    whole = np.zeros((height, d), weights.dtype)
    whole[:k] = weights
    return whole


def logits_of(weights: Array, features: Array, out: Array) -> None:
    """W Xᵀ into `out`: (k, d) times the transpose of (m, d) is (k, m)."""
    k, d = weights.shape
    m = len(features)
    if k < TILE:
        for one, logits in zip(weights, out, strict=True):
            np.matmul(features, one, out=logits)
        return
    piece = _piece(m, k * d)
    if piece >= m:
        np.matmul(weights, features.T, out=out)
        return
    whole = m - m % piece
    stacked = features[:whole].reshape(-1, piece, d).transpose(0, 2, 1)
    np.matmul(weights, stacked, out=out[:, :whole].reshape(k, -1, piece).transpose(1, 0, 2))
    if whole < m:
        np.matmul(weights, features[whole:].T, out=out[:, whole:])


def slopes_of(residual: Array, features: Array, out: Array) -> None:
    """R X into `out`: (k, m) times (m, d) is (k, d)."""
    k, m = residual.shape
    d = features.shape[1]
    if k < TILE:
        for one, slopes in zip(residual, out, strict=True):
            np.matmul(one, features, out=slopes)
        return
    piece = _piece(d, k * m)
    if piece >= d:
        np.matmul(residual, features, out=out)
        return
    whole = d - d % piece
    stacked = features[:, :whole].reshape(m, -1, piece).transpose(1, 0, 2)
    np.matmul(residual, stacked, out=out[:, :whole].reshape(k, -1, piece).transpose(1, 0, 2))
    if whole < d:
        np.matmul(residual, features[:, whole:], out=out[:, whole:])


def _piece(length: int, rest: int) -> int:
    """How much of a side to take at a time; all of it where pieces bring nothing."""
    most = SMALL // max(1, rest) // LINE * LINE
    return most if 0 < most < length and has_wide_kernels() else length
