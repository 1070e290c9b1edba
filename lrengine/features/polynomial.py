"""All products of a point's coordinates up to a degree: what lets a linear model bend its boundary."""

from __future__ import annotations

import math
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.features.base import Stored, check_size
from lrengine.features.words import product

Array = NDArray[Any]

MOST_FEATURES = 5000


class Polynomial:
    """φ(x) = (x₁^a x₂^b … for all 1 ≤ a + b + … ≤ degree), by degree and then by x₁'s power, falling.

    Two coordinates give (degree + 1)(degree + 2)/2 − 1 features: x₁, x₂, x₁², x₁x₂, x₂², …
    The constant is left to the intercept. `exponents` (d, c) holds a, b, … of each feature.

    Raises LabError where that is more than 5,000 features.
    Source: "Logistic Regression from Scratch", exercise on polynomial features.
    """

    kind = "polynomial"
    full_scale = 1.0

    def __init__(self, degree: int, shape: tuple[int, ...]) -> None:
        self.degree = degree
        self.shape = shape
        (coordinates,) = shape
        self.count = math.comb(coordinates + degree, degree) - 1
        if self.count > MOST_FEATURES:
            raise LabError(
                f"{coordinates} coordinates have {self.count:,} products up to degree {degree}, and "
                f"{MOST_FEATURES:,} is the most there may be: choose a lower degree (features.degree)."
            )
        factors = [
            chosen
            for order in range(1, degree + 1)
            for chosen in combinations_with_replacement(range(coordinates), order)
        ]
        place = {chosen: row for row, chosen in enumerate(factors)}
        # Each product is an earlier one times one more coordinate.
        self._steps = [(place.get(chosen[:-1]), chosen[-1]) for chosen in factors]
        self.exponents = np.zeros((self.count, coordinates), np.int64)
        for row, chosen in enumerate(factors):
            np.add.at(self.exponents[row], list(chosen), 1)
        self.exponents.setflags(write=False)

    def transform(self, inputs: Array, dtype: Any = np.float32) -> Array:
        """(n, c) points to (n, d) products; those beyond the dtype's range are infinite."""
        check_size(inputs, self.shape)
        columns = inputs.reshape(len(inputs), *self.shape).T.astype(dtype)
        products = np.empty((self.count, len(inputs)), dtype)
        with np.errstate(over="ignore"):
            for row, (earlier, factor) in enumerate(self._steps):
                if earlier is None:
                    products[row] = columns[factor]
                else:
                    np.multiply(products[earlier], columns[factor], out=products[row])
        return np.ascontiguousarray(products.T)

    def names(self) -> tuple[str, ...]:
        return tuple(map(product, self.exponents.tolist()))

    def weight_pictures(self, weights: Array) -> None:
        """None: points have no pixels."""

    def to_arrays(self) -> Stored:
        return {
            "kind": np.array(self.kind),
            "degree": np.array(self.degree),
            "shape": np.array(self.shape),
            "full_scale": np.array(self.full_scale),
        }
