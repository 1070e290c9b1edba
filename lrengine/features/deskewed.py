"""Images set upright: sheared about their centre of ink until their axis of inertia stands vertical."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.features.base import Stored, check_size
from lrengine.features.blockwise import in_blocks

Array = NDArray[Any]

# A stroke lying flat has no upright axis: nothing is sheared by more than 45°.
_STEEPEST = 1.0


def deskew(images: Array, full_scale: float) -> Array:
    """(n, h, w) images, ink high, to float32 (n, h, w) upright ones with ink 0 to 1.

    With the moments of the ink about its centre (x̄, ȳ), a = Σ m (x − x̄)(y − ȳ) / Σ m (y − ȳ)² is the
    slant of a digit: row y is read at x + a (y − ȳ), and the centre comes to the image's middle, both
    by linear interpolation.
    """
    n, height, width = images.shape
    ink = images.astype(np.float32)
    ink *= np.float32(1 / full_scale)
    y, x = np.arange(height, dtype=np.float32), np.arange(width, dtype=np.float32)
    rows = ink.sum(axis=2)
    total = np.maximum(rows.sum(axis=1), 1e-6)
    centre_y, centre_x = rows @ y / total, ink.sum(axis=1) @ x / total
    spread = rows @ (y * y) / total - centre_y**2
    slanted = ((ink.reshape(-1, width) @ x).reshape(n, height) @ y) / total - centre_x * centre_y
    slant = np.clip(slanted / np.maximum(spread, 1e-3), -_STEEPEST, _STEEPEST)
    down = centre_y - (height - 1) / 2
    across = slant[:, None] * (y - (height - 1) / 2) + (centre_x - (width - 1) / 2)[:, None]
    return _move_rows(_move_down(ink, down), across)


def _move_down(ink: Array, shifts: Array) -> Array:
    """Row y of image i taken from y + shifts[i], empty outside."""
    n, height, width = ink.shape
    padded = np.zeros((n, height + 2, width), np.float32)
    padded[:, 1:-1] = ink
    place = np.arange(height) + shifts[:, None]
    whole = np.floor(place)
    first = np.clip(whole.astype(np.int64) + 1, 0, height) + (np.arange(n) * (height + 2))[:, None]
    flat = padded.reshape(-1, width)
    upper, lower = flat[first], flat[first + 1]
    lower -= upper
    lower *= (place - whole).astype(np.float32)[:, :, None]
    upper += lower
    return upper


def _move_rows(ink: Array, shifts: Array) -> Array:
    """Column x of row y of image i taken from x + shifts[i, y], empty outside."""
    n, height, width = ink.shape
    padded = np.zeros((n, height, 3 * width), np.float32)
    padded[:, :, width : 2 * width] = ink
    whole = np.floor(shifts)
    first = np.clip(whole.astype(np.int64) + width, 0, 2 * width - 1)
    first += (np.arange(n * height) * 3 * width).reshape(n, height)
    # Each row is one run of memory, wherever it begins: gathered whole, not pixel by pixel.
    runs = np.lib.stride_tricks.sliding_window_view(padded.reshape(-1), width + 1)[first]
    left, right = runs[:, :, :-1], runs[:, :, 1:]
    moved: Array = right - left
    moved *= (shifts - whole).astype(np.float32)[:, :, None]
    moved += left
    return moved


class Deskewed:
    """X = the pixels of the upright image, ink 0 to 1, one row per input; see `deskew`."""

    kind = "deskewed"

    def __init__(self, full_scale: float, shape: tuple[int, ...]) -> None:
        self.full_scale = full_scale
        self.shape = shape
        self.count = int(np.prod(shape))

    def transform(self, inputs: Array, dtype: Any = np.float32) -> Array:
        """(n, h, w) inputs to (n, d) features; raises LabError for inputs of another size."""
        check_size(inputs, self.shape)
        images = inputs.reshape(len(inputs), *self.shape)
        made: Array = np.empty((len(images), self.count), dtype)

        def block(rows: slice) -> None:
            made[rows] = deskew(images[rows], self.full_scale).reshape(-1, self.count)

        in_blocks(block, len(images))
        return made

    def names(self) -> tuple[str, ...] | None:
        """A pixel has no name."""
        return None

    def weight_pictures(self, weights: Array) -> Array | None:
        """The weights themselves, laid out as the upright image."""
        return weights.reshape(-1, *self.shape)

    def to_arrays(self) -> Stored:
        return {
            "kind": np.array(self.kind),
            "shape": np.array(self.shape),
            "full_scale": np.array(self.full_scale),
        }
