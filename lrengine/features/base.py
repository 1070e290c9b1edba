"""What all features have in common: a fitted way from inputs to rows of numbers."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError

Array = NDArray[Any]
Stored = dict[str, NDArray[Any]]


class Features(Protocol):
    """φ: what a model multiplies its weights by. Fitted on training rows, and never changed afterwards.

    kind        the recipe's `features.kind`
    shape       of one input: (height, width) of an image or (c,) of a point
    full_scale  the largest value of an input; 1 for points
    count       d, the number of features
    """

    kind: str
    shape: tuple[int, ...]
    full_scale: float
    count: int

    def transform(self, inputs: Array, dtype: Any = np.float32) -> Array:
        """(n, …) inputs to (n, d) features; raises LabError for inputs of another shape."""

    def names(self) -> tuple[str, ...] | None:
        """What each of the d weights belongs to, as in x₁²x₂; None where there are no words for it."""

    def weight_pictures(self, weights: Array) -> Array | None:
        """Weights (k, d) as k images (k, height, width), each pixel's share of the logit.

        None where a weight does not belong to a pixel.
        """

    def to_arrays(self) -> Stored:
        """All that `features_from_arrays` needs to make them again."""


def same_features(one: Features, other: Features) -> bool:
    """Whether both make the same numbers of the same inputs."""
    first, second = one.to_arrays(), other.to_arrays()
    return first.keys() == second.keys() and all(np.array_equal(first[key], second[key]) for key in first)


def check_size(inputs: Array, shape: tuple[int, ...]) -> None:
    """Raise a LabError unless each input has as many values as `shape`."""
    if int(np.prod(inputs.shape[1:])) != int(np.prod(shape)):
        raise LabError(
            f"These inputs are {size_in_words(inputs.shape[1:])}, but the model was made for "
            f"{size_in_words(shape)}: choose data of that size."
        )


def size_in_words(shape: tuple[int, ...]) -> str:
    """A shape in words: 28×28 pixels, or 2 values."""
    return f"{shape[0]}×{shape[1]} pixels" if len(shape) == 2 else f"{int(np.prod(shape))} values"
