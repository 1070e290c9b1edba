"""Histograms of stroke directions in cells of an upright image: what the eye sees of a digit."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.features.base import Stored, check_size
from lrengine.features.blockwise import in_blocks
from lrengine.features.deskewed import deskew
from lrengine.features.histogram_parts import DIRECTIONS, GRIDS, REACH, histogram_count
from lrengine.features.templates import templates

Array = NDArray[Any]

# Keeps the faint grey of an almost empty neighbourhood from counting as a stroke.
QUIET = 0.02


class Histograms:
    """X = √(h/‖h‖₃ₓ₃) − μ, h being the strength of each of 12 directions in each cell of two grids.

    An image is set upright (`deskew`). At each pixel the gradient (gx, gy) by central differences has a
    length and one of 12 directions of a full turn; its length is shared by the two nearest directions.
    Cells add up what lies in them under a triangular window; a cell's 12 sums are divided by the root of
    the energy of the 3×3 cells around it. The square root makes faint strokes count (Hellinger's
    distance), and the mean μ of the training rows is taken off so that descent is well conditioned.

    mean       (d,) float32, d = 12 (9² + 5²) = 1272
    deviation  (d,) float32, of the training rows; only the templates need it
    """

    kind = "histograms"

    def __init__(
        self,
        full_scale: float,
        shape: tuple[int, ...],
        mean: Array | None = None,
        deviation: Array | None = None,
    ) -> None:
        self.full_scale = full_scale
        self.shape = shape
        self.count = histogram_count()
        self.mean = np.zeros(self.count, np.float32) if mean is None else mean.astype(np.float32)
        self.deviation = (
            np.ones(self.count, np.float32) if deviation is None else deviation.astype(np.float32)
        )
        for array in (self.mean, self.deviation):
            array.setflags(write=False)

    @classmethod
    def fit(cls, full_scale: float, shape: tuple[int, ...], training_inputs: Array) -> Histograms:
        """Take mean and deviation of the training rows; 5,000 spread over them tell both well enough."""
        apart = max(1, len(training_inputs) // 5000)
        plain = cls(full_scale, shape).transform(training_inputs[::apart])
        return cls(full_scale, shape, plain.mean(axis=0), plain.std(axis=0))

    def transform(self, inputs: Array, dtype: Any = np.float32) -> Array:
        """(n, h, w) inputs to (n, d) features; raises LabError for inputs of another size."""
        check_size(inputs, self.shape)
        images = inputs.reshape(len(inputs), *self.shape)
        made: Array = np.empty((len(images), self.count), dtype)

        def block(rows: slice) -> None:
            upright = deskew(images[rows], self.full_scale)
            made[rows] = histograms(upright) - self.mean

        in_blocks(block, len(images))
        return made

    def names(self) -> tuple[str, ...] | None:
        """A direction in a cell has no short name."""
        return None

    def weight_pictures(self, weights: Array) -> Array:
        """Templates (k, 98, 98): what a stroke of each of six directions is worth to the logit."""
        return templates(weights * self.deviation).astype(weights.dtype, copy=False)

    def to_arrays(self) -> Stored:
        return {
            "kind": np.array(self.kind),
            "shape": np.array(self.shape),
            "full_scale": np.array(self.full_scale),
            "mean": self.mean,
            "deviation": self.deviation,
        }


def histograms(images: Array, grids: tuple[int, ...] = GRIDS) -> Array:
    """√ of the normalised histograms of float32 (n, h, w) images, (n, d): see `Histograms`."""
    n, height, width = images.shape
    maps = direction_maps(images)
    windows = [(windows_of(cells, height), windows_of(cells, width)) for cells in grids]
    across = np.concatenate([horizontal for _, horizontal in windows])
    pooled = (maps.reshape(-1, width) @ across.T).reshape(n * DIRECTIONS, height, len(across))
    parts, begin = [], 0
    for vertical, horizontal in windows:
        cells = len(horizontal)
        columns = pooled[:, :, begin : begin + cells].transpose(0, 2, 1)
        begin += cells
        # Cells lie as (column, row) here; a weight only has to mean the same cell everywhere.
        sums = (np.ascontiguousarray(columns).reshape(-1, height) @ vertical.T).reshape(
            n, DIRECTIONS, cells, cells
        )
        sums = sums.transpose(0, 1, 3, 2)
        parts.append((sums / cell_norms(sums, vertical, height)).reshape(n, -1))
    joined = np.concatenate(parts, axis=1)
    root: Array = np.sqrt(joined, out=joined)
    return root


def cell_norms(sums: Array, vertical: Array, height: int) -> Array:
    """(n, 1, c, c): the root of the energy of the 3×3 cells around each, of sums (n, 12, c, c)."""
    n, _, cells, _ = sums.shape
    around = np.zeros((n, cells + 2, cells + 2), sums.dtype)
    around[:, 1:-1, 1:-1] = np.einsum("ndij,ndij->nij", sums, sums)
    rows = around[:, :-2] + around[:, 1:-1] + around[:, 2:]
    near = rows[:, :, :-2] + rows[:, :, 1:-1] + rows[:, :, 2:]
    near += QUIET * float(vertical.sum()) / height
    norms: Array = np.sqrt(near, out=near)[:, None]
    return norms


def direction_maps(images: Array) -> Array:
    """(n, 12, h, w): each pixel's gradient length, shared by the two nearest of 12 directions."""
    n, height, width = images.shape
    padded = np.zeros((n, height + 2, width + 2), np.float32)
    padded[:, 1:-1, 1:-1] = images
    gx = (padded[:, 1:-1, 2:] - padded[:, 1:-1, :-2]).reshape(-1)
    gy = (padded[:, 2:, 1:-1] - padded[:, :-2, 1:-1]).reshape(-1)
    # Most of an image is empty paper.
    where = np.flatnonzero((gx != 0) | (gy != 0))
    gx, gy = gx[where], gy[where]
    length = np.sqrt(gx * gx + gy * gy)
    turn = np.arctan2(gy, gx) * np.float32(DIRECTIONS / (2 * np.pi))
    turn += np.where(turn < 0, np.float32(DIRECTIONS), np.float32(0))
    lower = turn.astype(np.int64)
    share = (turn - lower) * length
    lower %= DIRECTIONS
    pixels = height * width
    base = (where // pixels) * (DIRECTIONS * pixels) + where % pixels
    maps = np.zeros(n * DIRECTIONS * pixels, np.float32)
    maps[base + lower * pixels] = length - share
    maps[base + (lower + 1) % DIRECTIONS * pixels] = share
    return maps.reshape(n, DIRECTIONS, height, width)


@functools.cache
def windows_of(cells: int, size: int) -> Array:
    """(cells, size): triangular windows, evenly spread."""
    centres = (np.arange(cells) + 0.5) * size / cells - 0.5
    apart = np.abs(np.arange(size) - centres[:, None])
    return np.maximum(0, 1 - apart / (size / cells * REACH / 2)).astype(np.float32)
