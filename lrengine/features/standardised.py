"""Features brought to mean 0 and deviation 1, and the way back for their weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.features.base import Features, Stored

Array = NDArray[Any]

_ROWS_AT_ONCE = 4096
# A feature that varies by less than this share of its mean is constant but for rounding.
_CONSTANT = 1e-10


class Standardised:
    """X = (φ − μ)/σ with the mean μ and the deviation σ of each feature φ over the training rows.

    A feature that is constant there is left alone: its μ is 0 and its σ is 1.

    mean, deviation  (d,) float64; the deviation's divisor is n
    """

    def __init__(self, inner: Features, mean: Array, deviation: Array) -> None:
        self.inner = inner
        self.kind = inner.kind
        self.shape = inner.shape
        self.full_scale = inner.full_scale
        self.count = inner.count
        self.mean = mean.copy()
        self.deviation = deviation.copy()
        for array in (self.mean, self.deviation):
            array.setflags(write=False)

    @classmethod
    def fit(cls, inner: Features, training_inputs: Array) -> Standardised:
        """Take mean and deviation of (n, …) training inputs; raises LabError where they are too large."""
        rows = 0
        mean = np.zeros(inner.count)
        squares = np.zeros(inner.count)
        with np.errstate(over="ignore", invalid="ignore"):
            for begin in range(0, len(training_inputs), _ROWS_AT_ONCE):
                X = inner.transform(training_inputs[begin : begin + _ROWS_AT_ONCE], np.float64)
                own = X.mean(axis=0)
                apart = own - mean
                total = rows + len(X)
                # Two parts' squares about their own means add up to those about the common mean so.
                squares += np.square(X - own).sum(axis=0) + np.square(apart) * (rows * len(X) / total)
                mean += apart * (len(X) / total)
                rows = total
            deviation = np.sqrt(squares / max(rows, 1))
        if not (np.isfinite(mean).all() and np.isfinite(deviation).all()):
            raise LabError("These features are too large to standardise: scale the data down.")
        constant = deviation <= _CONSTANT * np.abs(mean)
        return cls(inner, np.where(constant, 0.0, mean), np.where(constant, 1.0, deviation))

    def transform(self, inputs: Array, dtype: Any = np.float32) -> Array:
        X = self.inner.transform(inputs, dtype)
        X -= self.mean.astype(dtype)
        X /= self.deviation.astype(dtype)
        return X

    def names(self) -> tuple[str, ...] | None:
        """Those of the features before they were standardised; see `on_inner` for their weights."""
        return self.inner.names()

    def weight_pictures(self, weights: Array) -> Array | None:
        """Of w/σ, which is what a pixel is multiplied by."""
        return self.inner.weight_pictures((weights / self.deviation).astype(weights.dtype))

    def on_inner(self, weights: Array, intercept: Array) -> tuple[Array, Array]:
        """Weights (k, d) and intercepts (k,) that give the same logits on the features as they were.

        w·(φ − μ)/σ + b = (w/σ)·φ + (b − Σ wμ/σ)
        """
        wide = np.result_type(weights.dtype, np.float64)
        folded = weights.astype(wide) / self.deviation
        constant = intercept - folded @ self.mean
        return folded.astype(weights.dtype), constant.astype(intercept.dtype)

    def to_arrays(self) -> Stored:
        return self.inner.to_arrays() | {"standard_mean": self.mean, "standard_deviation": self.deviation}
