"""Counting what a model got right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def accuracy(labels: NDArray[np.int64], predicted: NDArray[np.int64]) -> float:
    """Share of rows read correctly, 0 to 1."""
    return float(np.mean(labels == predicted))


def confusion(labels: NDArray[np.int64], predicted: NDArray[np.int64], classes: int) -> NDArray[np.int64]:
    """(classes, classes) counts: row the true class, column the class read."""
    return np.bincount(labels * classes + predicted, minlength=classes * classes).reshape(classes, classes)
