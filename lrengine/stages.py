"""What a drawing becomes on its way to a model's input, and how a digit lies there."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.ink import Floats, centre_of_mass, resample

# Fine pixels per pixel of an input of 28 pixels, before averaging; fewer where the input itself is fine.
DETAIL = 4
# Stroke widths whose 2·area/outline has MNIST's median (2.5 pixels) and that of the 8×8 digits (1.7).
PEN_28 = 2.4
PEN_8 = 1.25
MAX_STRETCH = 2.0


@dataclass(frozen=True)
class Layout:
    """How a digit lies in a model's input.

    box         pixels along the digit's longer side
    pen         stroke width in pixels
    full_scale  the value of full ink
    centre      (row, column) in pixels, where the centre of mass (by_mass) or of the box goes;
                pixel i covers [i, i + 1]
    stretched   (height, width) in pixels that the digit is stretched to, each up to `MAX_STRETCH`
                times; None keeps the proportions
    """

    shape: tuple[int, int]
    box: float
    pen: float
    full_scale: int
    centre: tuple[float, float]
    by_mass: bool
    stretched: tuple[float | None, float | None] = (None, None)

    @property
    def detail(self) -> int:
        """Fine pixels per pixel of the input."""
        return max(1, min(DETAIL, round(DETAIL * 28 / min(self.shape))))


@dataclass(frozen=True, eq=False)
class Stages:
    """What becomes of a drawing; all arrays hold ink high.

    drawn    what `picture` is, or what makes it: no model reads it, and few look at it
    cropped  float32, 0 to 1: its ink alone, the pen normalised, finer than the input
    scaled   float32, 0 to 1: the longer side at the size of MNIST's box (20 of 28), grey edges
    image    uint8 (height, width): placed by its centre of mass, what the model reads
    """

    drawn: Floats | Callable[[], Floats]
    cropped: Floats
    scaled: Floats
    image: NDArray[np.uint8]

    def __post_init__(self) -> None:
        for array in (self.cropped, self.scaled, self.image):
            array.setflags(write=False)

    @functools.cached_property
    def picture(self) -> Floats:
        """The drawing as it was made, float32 (side, side), 0 to 1."""
        made = self.drawn() if callable(self.drawn) else self.drawn
        made.setflags(write=False)
        return made


def layout_for(shape: tuple[int, int]) -> Layout:
    """MNIST's layout in proportion, or for (8, 8) that of scikit-learn's digits, all stretched
    to about 8 × 6 pixels.

    Raises LabError for a side below 4 or above 512 pixels.
    Sources: "The MNIST database of handwritten digits" (LeCun, Cortes, Burges): 20-pixel box in 28 × 28,
    centre of mass on the middle of pixel 14; "Optical Recognition of Handwritten Digits" (Alpaydin,
    Kaynak): a 32 × 32 bitmap, counted in blocks of 4 × 4.
    """
    height, width = shape
    if not 4 <= min(shape) <= max(shape) <= 512:
        raise LabError(f"A drawing cannot be made {height}×{width} pixels: choose sides from 4 to 512.")
    if tuple(shape) == (8, 8):
        return Layout(shape, 8.0, PEN_8, 16, (4.0, 4.0), by_mass=False, stretched=(8.0, 5.8))
    unit = min(shape) / 28
    return Layout(shape, 20 * unit, PEN_28 * unit, 255, (height / 2 + unit / 2, width / 2 + unit / 2), True)


def finish(drawn: Floats | Callable[[], Floats], cropped: Floats, layout: Layout) -> Stages:
    """The last two stages from a crop whose longer side is `layout.detail` times its box."""
    size = cropped.shape
    factors = _factor(size[0], layout, 0), _factor(size[1], layout, 1)
    height, width = whole_pixels(size[0] * factors[0]), whole_pixels(size[1] * factors[1])
    start = (size[0] - height / factors[0]) / 2, (size[1] - width / factors[1]) / 2
    scaled = resample(cropped, factors, start, (height, width))
    middle = centre_of_mass(cropped) if layout.by_mass else (size[0] / 2, size[1] / 2)
    corner = middle[0] - layout.centre[0] / factors[0], middle[1] - layout.centre[1] / factors[1]
    placed = resample(cropped, factors, corner, layout.shape)
    image = np.rint(np.clip(placed, 0, 1) * layout.full_scale).astype(np.uint8)
    return Stages(drawn, cropped, scaled, image)


def _factor(size: int, layout: Layout, axis: int) -> float:
    stretched = layout.stretched[axis]
    return 1 / layout.detail if stretched is None else min(stretched / size, MAX_STRETCH / layout.detail)


def whole_pixels(length: float) -> int:
    """Whole pixels that hold a length, forgiving what rounding adds to it."""
    return max(1, math.ceil(length - 1e-6))
