"""Rows of pixels that stay the bytes they are, a quarter of what single precision would move."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.compiled import Loops, Mate, loops_for
from lrengine.compiled.calls import Taken
from lrengine.compiled.sharing import LEAST_ROWS
from lrengine.features.pixels import Pixels
from lrengine.losses import Loss
from lrengine.rows import Block
from lrengine.sums import Sums
from lrengine.threads import Workers

Array = NDArray[Any]
Labels = NDArray[np.int64]


class ByteBlock:
    """X = a·U + c of bytes U (m, d), or of some rows of them, multiplied by the compiled loops.

        W Xᵀ = a W Uᵀ + c Σ_f W_f        R X = a R U + c Σᵢ Rᵢ

    taken  U
    mate   who shares the work
    """

    def __init__(
        self, taken: Taken, pixels: Pixels, dtype: Any, loops: Loops, mate: Mate | None = None
    ) -> None:
        self._taken = taken
        self._pixels = pixels
        self._dtype = dtype
        self._loops = loops
        # Nobody is called for what is not shared.
        self._mate = mate if len(self) >= LEAST_ROWS else None

    def __len__(self) -> int:
        return self._taken.m

    def logits(self, weights: Array, out: Array) -> None:
        scale, shift = self._pixels.line()
        weights = np.ascontiguousarray(weights, self._dtype)
        self._loops.logits(weights, self._taken, scale, out, self._mate)
        if shift:
            out += out.dtype.type(shift) * weights.sum(axis=1, keepdims=True)

    def slopes(self, residual: Array, out: Array) -> None:
        scale, shift = self._pixels.line()
        residual = np.ascontiguousarray(residual, self._dtype)
        self._loops.slopes(residual, self._taken, scale, out, self._mate)
        if shift:
            out += out.dtype.type(shift) * residual.sum(axis=1, keepdims=True)

    # Weights of a diverging run overflow when they are added up.
    @np.errstate(over="ignore", invalid="ignore")
    def sums(
        self, loss: Loss, weights: Array, intercept: Array | None, labels: Labels, with_slopes: bool,
        into: Array | None = None,
    ) -> Sums | None:  # fmt: skip
        if not self._loops.knows(loss):
            return None
        scale, shift = self._pixels.line()
        weights = np.ascontiguousarray(weights, self._dtype)
        if intercept is None:
            b = np.zeros(len(weights), self._dtype)
        else:
            b = np.ascontiguousarray(intercept, self._dtype)
        if shift:
            b = b + b.dtype.type(shift) * weights.sum(axis=1)
        sums = self._loops.sums(loss, weights, b, labels, self._taken, scale, with_slopes, into, self._mate)
        if sums is not None and sums.slopes is not None and sums.slopes_intercepts is not None:
            if shift:
                sums.slopes += sums.slopes.dtype.type(shift) * sums.slopes_intercepts[:, None]
            if intercept is None:
                sums.slopes_intercepts = None
        return sums

    def features(self) -> Array:
        bytes_, *rows = self._taken.held
        return self._pixels.scaled(bytes_[rows[0]] if rows else bytes_, self._dtype)


class ByteRows:
    """X (n, d) = a·U + c, U being the pixels (n, d) of images in memory; looked at like an array of X.

    X[rows] makes rows in an array of their own.

    images  (n, …) uint8, C-ordered, shared, not copied
    pixels  the features: which a and c
    dtype   float32 or float64
    """

    ndim = 2
    tile = 1
    tall = 8192
    large = 3_000_000
    few = 2
    finite = True
    lanes = 64

    def __init__(self, images: Array, pixels: Pixels, dtype: Any, loops: Loops) -> None:
        self._bytes = np.ascontiguousarray(images).reshape(len(images), math.prod(images.shape[1:]))
        self._pixels = pixels
        self.loops = loops
        self.dtype = np.dtype(dtype)
        self.shape = self._bytes.shape
        self._taken = loops.take(self._bytes)

    def __len__(self) -> int:
        return len(self._bytes)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self._bytes, self._pixels, self.dtype)

    def __getitem__(self, rows: Any) -> Array:
        return self._pixels.scaled(self._bytes[rows], self.dtype)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        if copy is False:
            raise ValueError("Bytes become numbers in an array of their own only.")
        return self._pixels.scaled(self._bytes, self.dtype if dtype is None else dtype)

    def block(self, rows: slice | Labels, workers: Workers | None = None) -> Block:
        mate = None if workers is None else workers.mate(self.loops)
        if isinstance(rows, slice):
            taken = self.loops.take(np.ascontiguousarray(self._bytes[rows]))
        else:
            taken = self.loops.some(self._taken, np.ascontiguousarray(rows, np.int64))
        return ByteBlock(taken, self._pixels, self.dtype, self.loops, mate)

    def sample(self, rows: Labels) -> Block:
        return self.block(rows)

    def take(self, rows: slice | Labels) -> Array:
        return self[rows]

    def zeros(self) -> Array | None:
        return self._bytes if self._pixels.line()[1] == 0 else None

    def narrowed(self, columns: Labels) -> ByteRows:
        return ByteRows(self._bytes.take(columns, axis=1), self._pixels, self.dtype, self.loops)

    def part(self, rows: slice) -> ByteRows:
        return ByteRows(self._bytes[rows], self._pixels, self.dtype, self.loops)

    def own(self) -> ByteRows:
        return self

    def epoch_order(self, rng: np.random.Generator) -> Labels:
        return rng.permutation(len(self))


def _again(bytes_: Array, pixels: Pixels, dtype: Any) -> Any:
    """Made anew in another process; of numbers, where that has no loops."""
    loops = loops_for(dtype)
    return pixels.scaled(bytes_, dtype) if loops is None else ByteRows(bytes_, pixels, dtype, loops)
