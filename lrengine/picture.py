"""A photographed, scanned or pasted picture of a digit: its paper taken away, its pen made the data's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.faint import INSIDE, pale_strokes_inked
from lrengine.ink import Floats, ink_box, resample
from lrengine.page import sheet_alone, surface
from lrengine.rulings import without_rulings
from lrengine.shade import floods_the_edge, without_shade
from lrengine.stages import Layout, Stages, finish, layout_for, whole_pixels

# Larger pictures are reduced first: strokes stay several pixels wide and the work stays small.
WORKING_SIDE = 256
# Ink fainter than this share of the scale, or than so many times the paper's noise, is paper.
FAINTEST = 0.04
NOISE_MARGIN = 6.0


def prepare_picture(picture: NDArray[Any], shape: tuple[int, int] = (28, 28)) -> Stages | None:
    """The stages from any grey picture, (h, w) of integers or floats, to a model's input; None if empty.

    The border tells paper from ink, so either may be the darker. Values that aren't finite count as
    paper. Raises LabError unless the array has two dimensions and numbers.
    """
    layout = layout_for(shape)
    ink = ink_of_picture(picture)
    if ink is None:
        return None
    cropped = _normalise_pen(ink, layout)
    return None if cropped is None else finish(ink, cropped, layout)


def ink_of_picture(picture: NDArray[Any]) -> Floats | None:
    """Ink 0 to 1 (float32, longer side at most 256), the paper subtracted; None when nothing stands out.

    The paper is a quadratic surface fitted to the border and then to all pixels near it, so that light
    that fades across the page makes no ink. Printed lines across the page, a table around the sheet and
    a frame on it are taken away; where ink floods the border or none is found, a hard shadow is, too.
    """
    grey = _reduce(_to_unit(picture))
    every = _ink(grey)
    plain = every if every is None else without_rulings(every)
    # Lines near an edge would count as a frame.
    if plain is not every:
        return plain
    sheet = sheet_alone(grey, FAINTEST)
    ink = None if sheet is None else _ink(sheet)
    if ink is None and (every is None or floods_the_edge(every)):
        unshaded = _ink(without_shade(grey))
        ink = None if unshaded is None or floods_the_edge(unshaded) else unshaded
    # A digit that touches all edges may look like a frame; then there is nothing else.
    return every if ink is None else ink


def _ink(grey: NDArray[np.float64]) -> Floats | None:
    border = _border(grey)
    difference = grey - surface(grey, border, FAINTEST)
    noise = 1.4826 * float(np.median(np.abs(difference[border])))
    least = max(FAINTEST, NOISE_MARGIN * noise)
    darker, lighter = -float(np.percentile(difference, 1)), float(np.percentile(difference, 99))
    extremes = -float(difference.min()), float(difference.max())
    # A small digit on a large page is less than one pixel in a hundred.
    dark = darker > lighter if max(darker, lighter) > least else extremes[0] > extremes[1]
    ink = -difference if dark else difference
    if float(ink.max()) <= least:
        return None
    full = float(np.percentile(ink[ink > max(least, ink.max() / 2)], 75))
    floor = max(least / 2, 0.1 * full)
    ink = np.clip((ink - floor) / (0.95 * full - floor), 0, 1)
    return ink.astype(np.float32)


def _to_unit(picture: NDArray[Any]) -> NDArray[np.float64]:
    picture = np.asarray(picture)
    if picture.ndim != 2 or not picture.size or picture.dtype.kind not in "buif":
        raise LabError("A picture must be a grid of grey values in two dimensions: convert it to grey first.")
    grey = picture.astype(np.float64)
    finite = np.isfinite(grey)
    if not finite.any():
        return np.zeros(grey.shape)
    low, high = float(grey[finite].min()), float(grey[finite].max())
    grey = np.where(finite, grey, np.median(grey[finite]))
    # Whole numbers up to 16 are those of 8×8 digits; the type says little, since lists become int64.
    scales = (1.0, 255.0) if picture.dtype.kind == "f" else (1.0, 16.0, 255.0, 65535.0)
    full = next((scale for scale in scales if high <= scale), None)
    if low >= 0 and full is not None:
        return grey / full
    return np.clip((grey / 2 - low / 2) / max(high / 2 - low / 2, 1e-300), 0, 1)


def _reduce(grey: NDArray[np.float64]) -> NDArray[np.float64]:
    height, width = (max(1, round(side * WORKING_SIDE / max(grey.shape))) for side in grey.shape)
    if height >= grey.shape[0]:
        return grey
    scale = height / grey.shape[0], width / grey.shape[1]
    return resample(grey, scale, (0.0, 0.0), (height, width)).astype(np.float64)


def _border(grey: NDArray[np.float64]) -> NDArray[np.bool_]:
    inside = np.zeros(grey.shape, bool)
    margin = max(1, min(grey.shape) // 20)
    inside[margin:-margin, margin:-margin] = True
    return ~inside


def _normalise_pen(ink: Floats, layout: Layout) -> Floats | None:
    """The crop in fine pixels, strokes thickened or thinned to the layout's pen."""
    box = ink_box(ink, INSIDE)
    if box is None:
        return None
    ink = pale_strokes_inked(ink, stroke_width(ink))
    top, bottom, left, right = ink_box(ink, INSIDE) or box
    height, width = bottom - top, right - left
    extent = max(height, width)
    pen = layout.pen * layout.detail
    brush = min(stroke_width(ink[max(top - 1, 0) : bottom + 1, max(left - 1, 0) : right + 1]), extent)
    # A blot has no stroke inside; it stays what it is.
    if extent < 1.6 * brush:
        brush = 0.0
        pen = 0.0
    scale = (layout.box * layout.detail - pen) / (extent - brush)
    shift = (pen - brush * scale) / 2
    rows, columns = (whole_pixels((side - brush) * scale + pen) for side in (height, width))
    middle = ((top + bottom) / 2, (left + right) / 2)
    start = (middle[0] - rows / 2 / scale, middle[1] - columns / 2 / scale)
    margin = int(np.ceil(max(-shift, 0))) + 2
    wide = resample(
        ink,
        (scale, scale),
        (start[0] - margin / scale, start[1] - margin / scale),
        (rows + 2 * margin, columns + 2 * margin),
    )
    reach = int(np.ceil(abs(shift))) + 2
    shaped = np.clip(signed_distance(wide, reach) + shift + 0.5, 0, 1)
    cropped = shaped[margin:-margin, margin:-margin]
    return cropped if cropped.max() > 0.5 else wide[margin:-margin, margin:-margin]


def stroke_width(ink: Floats) -> float:
    """The mean width of strokes in pixels: 2 Σ ink / Σ |∇ink|, area over half the outline's length."""
    padded = np.pad(ink.astype(np.float64), 1)
    a, b, c, d = padded[:-1, :-1], padded[:-1, 1:], padded[1:, :-1], padded[1:, 1:]
    outline = np.hypot((b + d - a - c) / 2, (c + d - a - b) / 2).sum()
    return float(2 * padded.sum() / max(outline, 1e-9))


def signed_distance(ink: Floats, reach: int) -> Floats:
    """Distance in pixels from the outline (ink = ½), positive inside; farther than `reach` it stays there.

    Next to the outline it is a fraction that the grey tells.
    """
    inside = ink > 0.5
    depth = np.sqrt(_squared_distance(~inside, reach)) - np.sqrt(_squared_distance(inside, reach))
    edge = np.abs(depth) <= 1
    # The outline lies half way between the last pixel inside and the first one outside.
    depth -= np.sign(depth) / 2
    return np.where(edge, np.clip(ink - 0.5, -0.5, 0.5), depth).astype(np.float32)


def _squared_distance(target: NDArray[np.bool_], reach: int) -> Floats:
    """Squared distance to the nearest target pixel, at most (reach + 1)²: along one axis, then the other."""
    far = np.float32((reach + 1) ** 2)
    cost = np.where(target, np.float32(0), far)
    for _ in range(2):
        nearest = cost.copy()
        for step in range(1, min(reach, len(cost) - 1) + 1):
            square = np.float32(step * step)
            np.minimum(nearest[step:], cost[:-step] + square, out=nearest[step:])
            np.minimum(nearest[:-step], cost[step:] + square, out=nearest[:-step])
        cost = nearest.T
    return cost
