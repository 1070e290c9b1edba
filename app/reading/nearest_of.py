"""The training rows whose features lie nearest to a drawing's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lrengine.evaluation import rescale
from lrengine.experiment import Rows
from lrengine.model import Model

Array = NDArray[Any]

COUNT: Final = 5
_ROWS_AT_ONCE: Final = 8192


@dataclass(frozen=True, eq=False)
class Nearest:
    """Pictures (m, h, w) of the rows, nearest first, and their classes."""

    pictures: Array
    labels: tuple[str, ...]


def nearest_of(model: Model, rows: Rows, image: Array, full_scale: float) -> Nearest:
    """‖φ − φᵢ‖² over all training rows, with the features that the rows were prepared with."""
    chosen = rescale(image[np.newaxis], full_scale, model)
    own = rows.features.transform(chosen, rows.train.dtype)[0]
    far = np.empty(len(rows.train))
    for begin in range(0, len(rows.train), _ROWS_AT_ONCE):
        apart = rows.train[begin : begin + _ROWS_AT_ONCE] - own
        far[begin : begin + _ROWS_AT_ONCE] = np.einsum("nd,nd->n", apart, apart)
    count = min(COUNT, len(far))
    found = np.argpartition(far, count - 1)[:count]
    found = found[np.argsort(far[found], kind="stable")]
    part = rows.split.train
    pictures = np.asarray(part.inputs[found], np.float32) / np.float32(rows.dataset.full_scale)
    return Nearest(pictures, tuple(rows.class_names[index] for index in part.labels[found]))
