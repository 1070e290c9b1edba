"""Weights of stroke directions as a picture of strokes: what a class wants to see where."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.features.histogram_parts import DIRECTIONS, GRIDS

Array = NDArray[Any]

# Places along each side, and the pixels of one, which is a stroke's length.
PLACES = 14
_LENGTH = 7
# Half a pen's width in pixels of a 28-pixel image: an edge lies so far from its stroke's middle.
_HALF_PEN = 1.25


def templates(weights: Array) -> Array:
    """Weights (k, d) of histograms as k pictures (k, 98, 98), white where nothing matters.

    A stroke has two edges whose gradients point inwards, so a stroke of direction φ at p is worth the
    weight of direction φ half a pen's width to one side and that of φ + 180° to the other. Weights
    between the cells' centres are interpolated, and those of both grids add up. Each stroke is drawn as
    dark as it is worth: the picture is linear in the weights.
    """
    k = len(weights)
    half = DIRECTIONS // 2
    worth = np.zeros((k, half, PLACES, PLACES), weights.dtype)
    cut = 0
    for cells in GRIDS:
        size = DIRECTIONS * cells * cells
        part = weights[:, cut : cut + size].reshape(k, DIRECTIONS, cells, cells)
        cut += size
        down, across = _interpolation(cells)
        both = np.matmul(np.matmul(down, part), across)
        worth += both[:, :half] + both[:, half:]
    drawn = np.tensordot(worth, _lines(), axes=(1, 0))
    return np.ascontiguousarray(drawn.transpose(0, 1, 3, 2, 4)).reshape(k, PLACES * _LENGTH, -1)


@functools.cache
def _interpolation(cells: int) -> tuple[Array, Array]:
    """For each direction the shares (12, places, cells) and (12, cells, places) of cells at its edges."""
    turns = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    places = (np.arange(PLACES) + 0.5) / PLACES

    def shares(away: Array) -> Array:
        # The edge of a stroke at a place lies against its gradient, which points to the middle.
        at = (places - away[:, None] * (_HALF_PEN / 28)) * cells - 0.5
        return np.maximum(0, 1 - np.abs(at[:, :, None] - np.arange(cells))).astype(np.float32)

    return shares(np.sin(turns)), np.ascontiguousarray(shares(np.cos(turns)).transpose(0, 2, 1))


@functools.cache
def _lines() -> Array:
    """(6, 7, 7): a soft line through a place's middle, across each direction of the gradient."""
    middle = (_LENGTH - 1) / 2
    y, x = np.mgrid[:_LENGTH, :_LENGTH] - middle
    turns = 2 * np.pi * np.arange(DIRECTIONS // 2) / DIRECTIONS
    away = np.cos(turns)[:, None, None] * x + np.sin(turns)[:, None, None] * y
    lines = np.clip(1.2 - np.abs(away), 0, 1) * (np.hypot(x, y) <= middle + 0.5)
    return lines.astype(np.float32)
