"""The training images nearest to a drawing, with their classes by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.experiment import Rows
from lrengine.neighbours import Neighbours

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Nearest:
    """Pictures (m, h, w), ink 0 to 1, nearest first, and their classes."""

    pictures: Array
    labels: tuple[str, ...]


class NearestSearch:
    """Searches the training rows by the features they were prepared with; used by one thread at a time."""

    def __init__(self) -> None:
        self._known: tuple[Rows, Neighbours] | None = None

    def nearest(self, rows: Rows, image: Array) -> Nearest:
        """The five nearest to an image (h, w) on the scale of the rows."""
        if self._known is None or self._known[0] is not rows:
            part = rows.split.train
            self._known = rows, Neighbours(rows.train, part.inputs, part.labels)
        own = rows.features.transform(image[np.newaxis], rows.train.dtype)[0]
        found = self._known[1].nearest(own)
        pictures = np.asarray(found.inputs, np.float32) / np.float32(rows.dataset.full_scale)
        return Nearest(pictures, tuple(rows.class_names[label] for label in found.labels))
