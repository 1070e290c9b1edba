"""Histograms of stroke directions in cells of an upright image: what the eye sees of a digit."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.features.base import Stored, check_size
from lrengine.features.blockwise import in_blocks
from lrengine.features.deskewed import deskew

Array = NDArray[Any]

DIRECTIONS = 12
GRIDS = (9, 5)
# A cell reaches over so many cells' widths, so that a stroke that moves a little changes little.
REACH = 3.0
# Keeps the faint grey of an almost empty neighbourhood from counting as a stroke.
_QUIET = 0.02
# Pixels of a cell in a template, and the length of its strokes.
_TEMPLATE_CELL = 9


class Histograms:
    """X = √(h/‖h‖₃ₓ₃) − μ, h being the strength of each of 12 directions in each cell of two grids.

    An image is set upright (`deskew`). At each pixel the gradient (gx, gy) by central differences has a
    length and one of 12 directions of a full turn; its length is shared by the two nearest directions.
    Cells add up what lies in them under a triangular window; a cell's 12 sums are divided by the root of
    the energy of the 3×3 cells around it. The square root makes faint strokes count (Hellinger's
    distance), and the mean μ of the training rows is taken off so that descent is well conditioned.

    mean   (d,) float32, d = 12 (9² + 5²) = 1272
    """

    kind = "histograms"

    def __init__(self, full_scale: float, shape: tuple[int, ...], mean: Array | None = None) -> None:
        self.full_scale = full_scale
        self.shape = shape
        self.count = histogram_count()
        self.mean = np.zeros(self.count, np.float32) if mean is None else mean.astype(np.float32)
        self.mean.setflags(write=False)

    @classmethod
    def fit(cls, full_scale: float, shape: tuple[int, ...], training_inputs: Array) -> Histograms:
        """Take the mean of the training rows, or of the first 5,000 of them, which tells it well enough."""
        plain = cls(full_scale, shape)
        return cls(full_scale, shape, plain.transform(training_inputs[:5000]).mean(axis=0))

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

    def weight_pictures(self, weights: Array) -> Array | None:
        """Templates (k, 81, 81): in each of the 9×9 cells a stroke for each direction, as dark as its weight.

        A gradient points across the stroke that makes it, so the strokes are turned by a right angle.
        The coarse grid's weights are spread over the fine cells that lie in its cells.
        """
        side = GRIDS[0]
        cut = DIRECTIONS * side * side
        fine = weights[:, :cut].reshape(-1, DIRECTIONS, side, side)
        coarse = weights[:, cut:].reshape(-1, DIRECTIONS, GRIDS[1], GRIDS[1])
        spread = np.arange(side) * GRIDS[1] // side
        total = fine + coarse[:, :, spread][:, :, :, spread] * (GRIDS[1] / side) ** 2
        picture = np.einsum("kdij,dab->kiajb", total, _strokes())
        length = side * _TEMPLATE_CELL
        return picture.reshape(-1, length, length).astype(weights.dtype)

    def to_arrays(self) -> Stored:
        return {
            "kind": np.array(self.kind),
            "shape": np.array(self.shape),
            "full_scale": np.array(self.full_scale),
            "mean": self.mean,
        }


def histogram_count() -> int:
    """d, the same for images of every size."""
    return DIRECTIONS * sum(cells * cells for cells in GRIDS)


def histograms(images: Array) -> Array:
    """√ of the normalised histograms of float32 (n, h, w) images, (n, d): see `Histograms`."""
    n, height, width = images.shape
    maps = _direction_maps(images)
    windows = [(_windows(cells, height), _windows(cells, width)) for cells in GRIDS]
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
        energy = np.einsum("ndij,ndij->nij", sums, sums)
        around = np.zeros((n, cells + 2, cells + 2), np.float32)
        around[:, 1:-1, 1:-1] = energy
        rows = around[:, :-2] + around[:, 1:-1] + around[:, 2:]
        near = rows[:, :, :-2] + rows[:, :, 1:-1] + rows[:, :, 2:]
        near += _QUIET * float(vertical.sum()) / height
        parts.append((sums / np.sqrt(near)[:, None]).reshape(n, -1))
    joined = np.concatenate(parts, axis=1)
    root: Array = np.sqrt(joined, out=joined)
    return root


def _direction_maps(images: Array) -> Array:
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
def _windows(cells: int, size: int) -> Array:
    """(cells, size): triangular windows, evenly spread."""
    centres = (np.arange(cells) + 0.5) * size / cells - 0.5
    apart = np.abs(np.arange(size) - centres[:, None])
    return np.maximum(0, 1 - apart / (size / cells * REACH / 2)).astype(np.float32)


@functools.cache
def _strokes() -> Array:
    """(12, 9, 9): a soft line through a cell's middle across each direction of the gradient."""
    middle = (_TEMPLATE_CELL - 1) / 2
    y, x = np.mgrid[:_TEMPLATE_CELL, :_TEMPLATE_CELL] - middle
    turns = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    away = np.cos(turns)[:, None, None] * x + np.sin(turns)[:, None, None] * y
    inside = np.hypot(x, y) <= middle + 0.5
    # The side that the gradient points to is the inked one: the stroke lies a little towards it.
    lines: Array = np.clip(1.2 - np.abs(away - 1), 0, 1) * inside
    return lines
