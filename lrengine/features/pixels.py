"""Pixels as they are, on one of three scales."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lrengine.features.base import Stored, check_size
from lrengine.features.words import coordinate

Array = NDArray[Any]

# Mean and standard deviation of MNIST's training pixels divided by 255.
MNIST_MEAN, MNIST_DEVIATION = 0.1307, 0.3081


class Pixels:
    """X = (inputs/full_scale − shift)/spread, one row per input; points pass through unchanged.

    ==========  =======================================
    unit        inputs/full_scale, 0 to 1
    raw         inputs
    normalised  (inputs/full_scale − .1307)/.3081
    ==========  =======================================

    Source of the normalisation: "Logistic Regression for MNIST", section 3.
    """

    kind = "pixels"

    def __init__(
        self, scale: Literal["unit", "raw", "normalised"], full_scale: float, shape: tuple[int, ...]
    ) -> None:
        self.scale = scale
        self.full_scale = full_scale
        self.shape = shape
        self.count = int(np.prod(shape))

    def transform(self, inputs: Array, dtype: Any = np.float32, out: Array | None = None) -> Array:
        """(n, …) inputs to (n, d) features, into `out` if given; LabError for inputs of another size."""
        check_size(inputs, self.shape)
        return self.scaled(inputs.reshape(len(inputs), self.count), dtype, out)

    def scaled(self, values: Array, dtype: Any, out: Array | None = None) -> Array:
        """Values of any shape, each made the number that it is in X."""
        X = np.empty(values.shape, dtype) if out is None else out
        np.copyto(X, values, casting="unsafe")
        if self._are_points:
            return X
        if self.scale != "raw" and self.full_scale != 1.0:
            X /= X.dtype.type(self.full_scale)
        if self.scale == "normalised":
            X -= X.dtype.type(MNIST_MEAN)
            X /= X.dtype.type(MNIST_DEVIATION)
        return X

    def line(self) -> tuple[float, float]:
        """(a, c) of X = a · inputs + c."""
        if self._are_points or self.scale == "raw":
            return 1.0, 0.0
        if self.scale == "unit":
            return 1 / self.full_scale, 0.0
        return 1 / (self.full_scale * MNIST_DEVIATION), -MNIST_MEAN / MNIST_DEVIATION

    def names(self) -> tuple[str, ...] | None:
        """x₁, x₂, … for points; a pixel has no name."""
        return tuple(map(coordinate, range(self.count))) if len(self.shape) == 1 else None

    def weight_pictures(self, weights: Array) -> Array | None:
        """The weights themselves, laid out as the image."""
        return weights.reshape(-1, *self.shape) if len(self.shape) == 2 else None

    def to_arrays(self) -> Stored:
        return {
            "kind": np.array(self.kind),
            "scale": np.array(self.scale),
            "shape": np.array(self.shape),
            "full_scale": np.array(self.full_scale),
        }

    @property
    def _are_points(self) -> bool:
        return len(self.shape) == 1 and self.full_scale == 1.0
