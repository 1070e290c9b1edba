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
    ink = images.astype(np.float32)
    ink *= np.float32(1 / full_scale)
    down, across = _moves(ink)
    return _move_rows(_move_down(ink, down), across)


def spread_back(shares: Array, image: Array, full_scale: float) -> Array:
    """Shares (k, h, w) of an image's upright pixels, put back on the pixels (h, w) they were read from.

    An upright pixel u = Σ Mᵢ xᵢ gives pixel i the part Mᵢ xᵢ/u of its share, so that each picture's sum
    stays what it is. Shares of upright pixels without ink are lost. float64.
    """
    ink = image[np.newaxis].astype(np.float32)
    ink *= np.float32(1 / full_scale)
    down, across = _moves(ink)
    height, width = image.shape
    rows, columns = np.arange(height), np.arange(width)
    # Linear interpolation at a place weighs each pixel by a hat of its distance from there.
    vertical = np.maximum(0, 1 - np.abs((rows + down[0])[:, None] - rows))
    horizontal = np.maximum(0, 1 - np.abs((columns + across[0][:, None])[:, :, None] - columns))
    own = ink[0].astype(np.float64)
    upright = np.matmul((vertical @ own)[:, None, :], horizontal.transpose(0, 2, 1))[:, 0]
    each = np.divide(shares, upright, out=np.zeros(shares.shape), where=upright > 1e-12)
    sheared = np.matmul(each.transpose(1, 0, 2), horizontal)
    back: Array = np.tensordot(sheared, vertical, axes=(0, 0)).transpose(0, 2, 1)
    return back * own


def _moves(ink: Array) -> tuple[Array, Array]:
    """How far below (n,) and right (n, h) of a pixel of the upright image it is to be read."""
    n, height, width = ink.shape
    y, x = np.arange(height, dtype=np.float32), np.arange(width, dtype=np.float32)
    rows = ink.sum(axis=2)
    total = np.maximum(rows.sum(axis=1), 1e-6)
    centre_y, centre_x = rows @ y / total, ink.sum(axis=1) @ x / total
    spread = rows @ (y * y) / total - centre_y**2
    slanted = ((ink.reshape(-1, width) @ x).reshape(n, height) @ y) / total - centre_x * centre_y
    slant = np.clip(slanted / np.maximum(spread, 1e-3), -_STEEPEST, _STEEPEST)
    down = centre_y - (height - 1) / 2
    across = slant[:, None] * (y - (height - 1) / 2) + (centre_x - (width - 1) / 2)[:, None]
    return down, across


def _move_down(ink: Array, shifts: Array) -> Array:
    """Row y of image i taken from y + shifts[i], empty outside."""
    n, height, width = ink.shape
    padded = np.zeros((n, height + 4, width), np.float32)
    padded[:, 2:-2] = ink
    place = np.arange(height) + shifts[:, None]
    whole = np.floor(place)
    first = np.clip(whole.astype(np.int64) + 2, 0, height + 2) + (np.arange(n) * (height + 4))[:, None]
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
