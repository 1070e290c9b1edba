"""What a model of the plane says everywhere: probabilities on a grid."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.features import Features
from lrengine.model import Model

Array = NDArray[Any]
# BLAS leaves a product this small to one thread. Others would have to be waited for: a training has them.
_PRODUCTS_AT_ONCE = 200_000
# x0, x1, y0, y1: the least and the greatest x, then y.
Bounds = tuple[float, float, float, float]


class FieldGrid:
    """The features of a grid over the plane, made once: then each iterate costs one matrix product.

    Row r and column c are the middle of a cell, x = x0 + (c + ½)(x1 − x0)/width and
    y = y0 + (r + ½)(y1 − y0)/height; the first row is the lowest.

    Raises LabError for features of anything but points of the plane.
    """

    def __init__(self, features: Features, bounds: Bounds, width: int, height: int) -> None:
        if features.shape != (2,):
            raise LabError("A field is drawn over the plane: choose a model that was trained on 2-D points.")
        x0, x1, y0, y1 = bounds
        x = x0 + (np.arange(width) + 0.5) * ((x1 - x0) / width)
        y = y0 + (np.arange(height) + 0.5) * ((y1 - y0) / height)
        places = np.stack(np.meshgrid(x, y), axis=2).reshape(-1, 2)
        with np.errstate(over="ignore", invalid="ignore"):
            # As the loss wants its logits, the examples lie along the rows of memory.
            self._grid = np.ascontiguousarray(features.transform(places, np.float64).T, np.float32)
        self.features = features
        self.bounds = bounds
        self.width, self.height = width, height

    def probabilities(self, model: Model) -> NDArray[np.float32]:
        """(height, width, classes) of a model of these very features; 1/classes where it is undecided."""
        with np.errstate(over="ignore", invalid="ignore"):
            logits = self._product(model.weights.astype(np.float32))
            logits += model.intercept.astype(np.float32)[:, np.newaxis]
            shares = model.loss.probabilities(logits)
        np.nan_to_num(shares, copy=False, nan=1 / len(shares))
        return np.ascontiguousarray(shares.T, np.float32).reshape(self.height, self.width, -1)

    def _product(self, weights: Array) -> Array:
        """(k, cells) weights times the grid, in pieces."""
        logits = np.empty((len(weights), self._grid.shape[1]), np.float32)
        cells = max(1, _PRODUCTS_AT_ONCE // weights.size)
        for begin in range(0, logits.shape[1], cells):
            part = slice(begin, begin + cells)
            np.matmul(weights, self._grid[:, part], out=logits[:, part])
        return logits


def probability_field(model: Model, bounds: Bounds, width: int, height: int) -> NDArray[np.float32]:
    """(height, width, classes) probabilities over (x0, x1, y0, y1); see FieldGrid for the places."""
    return FieldGrid(model.features, bounds, width, height).probabilities(model)
