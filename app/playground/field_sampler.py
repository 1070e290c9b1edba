"""A model's answers over the plane that is seen, quick enough to follow a training."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.playground.contours import level_lines, region_lines
from app.playground.plane_view import PlaneView
from lrengine.field import FieldGrid
from lrengine.model import Model

Array = NDArray[Any]

# A node every few pixels, fewer on a large plot: what lies between is interpolated.
_FINEST = 4.0
_MOST_NODES = 12_000
# The ends of the transition between two classes, beside the boundary at one half.
_QUARTER = math.log(3.0)


@dataclass(frozen=True, eq=False)
class Field:
    """probabilities (rows, columns, classes), a node every `step` pixels from the upper left corner."""

    probabilities: Array
    step: float

    def lines(self) -> tuple[list[Array], list[Array]]:
        """Lines between the classes read and, of two classes, those at .25 and .75; (n, 2) pixels each."""
        # Logits but for a common constant: where they are linear, so are the lines drawn from them.
        scores = np.log(np.maximum(self.probabilities, np.finfo(self.probabilities.dtype).tiny))
        if scores.shape[2] > 2:
            return self._in_pixels(region_lines(scores)), []
        low, even, high = level_lines(scores[:, :, 1] - scores[:, :, 0], (-_QUARTER, 0.0, _QUARTER))
        return self._in_pixels(even), self._in_pixels(low + high)

    def _in_pixels(self, lines: list[Array]) -> list[Array]:
        return [line * self.step for line in lines]


class FieldSampler:
    """Keeps the grid while view and features stay: then a new iterate is one matrix product."""

    def __init__(self) -> None:
        self._grid: FieldGrid | None = None
        self._view: PlaneView | None = None
        self._step = _FINEST

    def field(self, model: Model, view: PlaneView) -> Field:
        """What the model says of the plane that is seen."""
        grid = self._grid
        if grid is None or grid.features is not model.features or view != self._view:
            grid = self._grid = self._make_grid(model, view)
            self._view = view
        # The engine counts rows upwards, a picture downwards.
        return Field(grid.probabilities(model)[::-1], self._step)

    def _make_grid(self, model: Model, view: PlaneView) -> FieldGrid:
        step = self._step = max(_FINEST, math.sqrt(view.width * view.height / _MOST_NODES))
        rows, columns = (math.ceil(side / step) + 1 for side in (view.height, view.width))
        across, up = step / view.across, step / view.up
        left, _, _, top = view.bounds
        # Nodes are the middles of the grid's cells.
        x0, y1 = left - across / 2, top + up / 2
        bounds = (x0, x0 + columns * across, y1 - rows * up, y1)
        return FieldGrid(model.features, bounds, columns, rows)
