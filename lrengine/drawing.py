"""Strokes or a picture to what a model reads, the way MNIST was made, with every stage kept."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lrengine.ink import Floats, Points, clean_strokes, smooth_path, stamp_discs
from lrengine.picture import prepare_picture as prepare_picture
from lrengine.stages import Layout, Stages, finish, layout_for, whole_pixels

BRUSH = 0.08
PICTURE_SIDE = 112


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
    drawing: Sequence[ArrayLike] | NDArray[Any],
    shape: tuple[int, int] = (28, 28),
    width: float = BRUSH,
) -> Stages | None:
    """The stages from strokes (or a 2-D picture, see `prepare_picture`) to a model's input; None if empty.

    The strokes are drawn anew with the pen of the data at the final scale, so neither the brush's
    width nor the drawing's size and place changes what the model reads.
    """
    if isinstance(drawing, np.ndarray) and drawing.ndim == 2:
        return prepare_picture(drawing, shape)
    layout = layout_for(shape)
    strokes = clean_strokes(list(drawing))
    if not strokes:
        return None
    drawn = functools.partial(rasterise, strokes, width)
    return finish(drawn, _redraw(strokes, _brush(width), layout), layout)


def _redraw(strokes: Sequence[Points], brush: float, layout: Layout) -> Floats:
    """The strokes in the layout's box and pen, cropped, in fine pixels."""
    every = np.concatenate(strokes)
    # The curve bends inside its polygon, so the box is that of the curve.
    curve = smooth_path(strokes, max(float(np.ptp(every, axis=0).max()) / 100, 1e-4))
    low = curve.min(0)
    extent = curve.max(0) - low
    pen = layout.pen * layout.detail
    # Scribbles smaller than half the brush look like a dot, so they become one rather than filling the box.
    scale = (layout.box * layout.detail - pen) / max(float(extent.max()), brush / 2)
    moved = [(stroke - low) * scale + pen / 2 for stroke in strokes]
    width, height = (whole_pixels(float(side) * scale + pen) for side in extent)
    return stamp_discs(smooth_path(moved, 1.0), pen / 2, (height, width))


def _brush(width: float) -> float:
    return float(np.clip(np.nan_to_num(width, nan=BRUSH), 1e-3, 0.5))
