"""Pixels as they are, on one of three scales."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError

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

    def transform(self, inputs: Array, dtype: Any = np.float32) -> Array:
        """(n, …) inputs to (n, d) features; raises LabError for inputs of another size."""
        if int(np.prod(inputs.shape[1:])) != self.count:
            raise LabError(
                f"These inputs are {_size(inputs.shape[1:])}, but the model was made for "
                f"{_size(self.shape)}: choose data of that size."
            )
        X = inputs.reshape(len(inputs), self.count).astype(dtype)
        if self.scale != "raw" and self.full_scale != 1.0:
            X /= X.dtype.type(self.full_scale)
        if self.scale == "normalised":
            X -= X.dtype.type(MNIST_MEAN)
            X /= X.dtype.type(MNIST_DEVIATION)
        return X


def _size(shape: tuple[int, ...]) -> str:
    """A shape in words: 28×28 pixels, or 2 values."""
    return f"{shape[0]}×{shape[1]} pixels" if len(shape) == 2 else f"{int(np.prod(shape))} values"
