"""Strokes or a picture to what a model reads, the way MNIST was made, with every stage kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lrengine.errors import LabError
from lrengine.ink import (
    Floats,
    Points,
    centre_of_mass,
    clean_strokes,
    resample,
    smooth_path,
    stamp_discs,
)

BRUSH = 0.08
PICTURE_SIDE = 112
# Fine pixels per pixel of the model's input, before averaging.
DETAIL = 4
# Stroke widths whose 2·area/outline has MNIST's median (2.5 pixels) and that of the 8×8 digits (1.7).
PEN_28 = 2.4
PEN_8 = 1.6


@dataclass(frozen=True)
class Layout:
    """How a digit lies in a model's input.

    box         pixels along the digit's longer side
    pen         stroke width in pixels
    full_scale  the value of full ink
    centre      (row, column) in pixels, where the centre of mass (by_mass) or of the box goes;
                pixel i covers [i, i + 1]
    """

    shape: tuple[int, int]
    box: float
    pen: float
    full_scale: int
    centre: tuple[float, float]
    by_mass: bool


@dataclass(frozen=True, eq=False)
class Stages:
    """What becomes of a drawing; all arrays hold ink high.

    picture  float32 (side, side), 0 to 1: the drawing as it was made
    cropped  float32, 0 to 1: its ink alone, the pen normalised, finer than the input
    scaled   float32, 0 to 1: the longer side at the size of MNIST's box (20 of 28), grey edges
    image    uint8 (height, width): placed by its centre of mass, what the model reads
    """

    picture: Floats
    cropped: Floats
    scaled: Floats
    image: NDArray[np.uint8]

    def __post_init__(self) -> None:
        for array in (self.picture, self.cropped, self.scaled, self.image):
            array.setflags(write=False)


def layout_for(shape: tuple[int, int]) -> Layout:
    """MNIST's layout in proportion, or for (8, 8) that of scikit-learn's digits, which fill their square.

    Raises LabError for a side below 4 or above 512 pixels.
    Sources: "The MNIST database of handwritten digits" (LeCun, Cortes, Burges): 20-pixel box in 28 × 28,
    centre of mass on the middle of pixel 14; "Optical Recognition of Handwritten Digits" (Alpaydin,
    Kaynak): a 32 × 32 bitmap, counted in blocks of 4 × 4.
    """
    height, width = shape
    if not 4 <= min(shape) <= max(shape) <= 512:
        raise LabError(f"A drawing cannot be made {height}×{width} pixels: choose sides from 4 to 512.")
    if tuple(shape) == (8, 8):
        return Layout(shape, 8.0, PEN_8, 16, (4.0, 4.0), by_mass=False)
    unit = min(shape) / 28
    return Layout(shape, 20 * unit, PEN_28 * unit, 255, (height / 2 + unit / 2, width / 2 + unit / 2), True)


def rasterise(strokes: Sequence[ArrayLike], width: float = BRUSH, side: int = PICTURE_SIDE) -> Floats:
    """The drawing as it looks: float32 (side, side), ink 0 to 1 with soft edges, round ends and joins.

    strokes  arrays (m, 2) of points x right, y down in the unit square (others are moved to its edge,
             those that aren't finite are dropped); one point is a dot
    width    of the brush, in sides of the canvas
    """
    cleaned = clean_strokes(strokes)
    if not cleaned:
        return np.zeros((side, side), np.float32)
    path = smooth_path(cleaned, 0.75 / side) * side
    return stamp_discs(path, _brush(width) * side / 2, (side, side))


def prepare(
    drawing: Sequence[ArrayLike] | NDArray[np.generic],
    shape: tuple[int, int] = (28, 28),
    width: float = BRUSH,
) -> Stages | None:
    """The stages from strokes (or a 2-D picture, see `prepare_picture`) to a model's input; None if empty.

    The strokes are drawn anew with the pen of the data at the final scale, so neither the brush's
    width nor the drawing's size and place changes what the model reads.
    """
    if isinstance(drawing, np.ndarray) and drawing.ndim == 2:
        from lrengine.picture import prepare_picture

        return prepare_picture(drawing, shape)
    layout = layout_for(shape)
    strokes = clean_strokes(drawing)
    if not strokes:
        return None
    return finish(rasterise(strokes, width), _redraw(strokes, _brush(width), layout), layout)


def finish(picture: Floats, cropped: Floats, layout: Layout) -> Stages:
    """The last two stages from a crop whose longer side is `DETAIL` times the layout's box."""
    height, width = (max(1, int(np.ceil(side / DETAIL - 1e-6))) for side in cropped.shape)
    start = ((cropped.shape[0] - height * DETAIL) / 2, (cropped.shape[1] - width * DETAIL) / 2)
    scaled = resample(cropped, 1 / DETAIL, start, (height, width))
    middle = centre_of_mass(cropped) if layout.by_mass else (cropped.shape[0] / 2, cropped.shape[1] / 2)
    corner = (middle[0] - layout.centre[0] * DETAIL, middle[1] - layout.centre[1] * DETAIL)
    placed = resample(cropped, 1 / DETAIL, corner, layout.shape)
    image = np.rint(np.clip(placed, 0, 1) * layout.full_scale).astype(np.uint8)
    return Stages(picture, cropped, scaled, image)


def _redraw(strokes: Sequence[Points], brush: float, layout: Layout) -> Floats:
    """The strokes in the layout's box and pen, cropped, in fine pixels."""
    every = np.concatenate(strokes)
    # The curve bends inside its polygon, so the box is that of the curve.
    curve = smooth_path(strokes, max(float(np.ptp(every, axis=0).max()) / 100, 1e-4))
    low = curve.min(0)
    extent = curve.max(0) - low
    pen = layout.pen * DETAIL
    # Scribbles smaller than half the brush look like a dot, so they become one rather than filling the box.
    scale = (layout.box * DETAIL - pen) / max(float(extent.max()), brush / 2)
    moved = [(stroke - low) * scale + pen / 2 for stroke in strokes]
    width, height = (max(1, int(np.ceil(side * scale + pen - 1e-6))) for side in extent)
    return stamp_discs(smooth_path(moved, 1.0), pen / 2, (height, width))


def _brush(width: float) -> float:
    return float(np.clip(np.nan_to_num(width, nan=BRUSH), 1e-3, 1.0))
