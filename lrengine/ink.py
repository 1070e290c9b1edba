"""From points to ink: smooth curves through a pen's points, round brushes, and resampling by area."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
Points = NDArray[np.float64]


def clean_strokes(strokes: Sequence[ArrayLike]) -> list[Points]:
    """The strokes as (m, 2) float64 arrays within the unit square; points that aren't finite are dropped."""
    cleaned = []
    for stroke in strokes:
        points = np.asarray(stroke, np.float64).reshape(-1, 2)
        points = points[np.isfinite(points).all(1)]
        if len(points):
            cleaned.append(np.clip(points, 0.0, 1.0))
    return cleaned


def spline_samples(strokes: Sequence[Points], spacing: float) -> tuple[NDArray[np.intp], Points]:
    """Where to sample the smooth curves of strokes, at most `spacing` apart.

    Each stroke is the quadratic B-spline of its points with the ends held: parabolas from midpoint to
    midpoint, each tangent to the polygon there. A canvas that draws `quadTo(point, next midpoint)`
    shows the same curve. Returns indices (n, 3) into the strokes' points, one after another, and their
    weights (n, 3), so that sample i is Σ_k weights[i, k] · points[indices[i, k]].
    Source: "A Practical Guide to Splines" (de Boor).
    """
    sizes = np.array([len(stroke) for stroke in strokes])
    points = np.concatenate(strokes)
    middle = np.arange(len(points))
    ends = np.cumsum(sizes)
    before, after = middle - 1, middle + 1
    before[ends - sizes] = ends - sizes
    after[ends - 1] = ends - 1
    # Along a piece the speed runs from one leg's length to the other's.
    into, out = points - points[before], points[after] - points
    speed = np.maximum(np.hypot(into[:, 0], into[:, 1]), np.hypot(out[:, 0], out[:, 1]))
    steps = np.maximum(np.ceil(speed / spacing), 1).astype(np.intp)
    # A piece leaves its end to the next one; only the last of a stroke has none.
    counts = steps.copy()
    counts[ends - 1] += 1
    piece = np.repeat(middle, counts)
    first = np.cumsum(counts) - counts
    t = (np.arange(len(piece)) - first[piece]) / steps[piece]
    indices = np.stack((before, middle, after), axis=1)[piece]
    weights = np.stack(((1 - t) ** 2 / 2, 0.5 + t * (1 - t), t**2 / 2), axis=1)
    return indices, weights


def smooth_path(strokes: Sequence[Points], spacing: float) -> Points:
    """Samples (n, 2) along the smooth curves of all strokes; see `spline_samples`."""
    indices, weights = spline_samples(strokes, spacing)
    return np.einsum("nk,nkc->nc", weights, np.concatenate(strokes)[indices])


def stamp_discs(centres: Points, radius: float, shape: tuple[int, int]) -> Floats:
    """The union of discs, float32 (height, width), ink 0 to 1 with edges one pixel soft.

    centres (n, 2) are x, y in pixels, pixel (i, j) covering [j, j + 1] × [i, i + 1]. Ink is
    min(1, max(0, radius + ½ − distance to the nearest centre)), thinned for discs below a pixel.
    """
    height, width = shape
    reach = int(np.ceil(radius + 0.5))
    centres = centres[
        (centres > -reach - 1).all(1) & (centres[:, 0] < width + reach) & (centres[:, 1] < height + reach)
    ]
    # A scribble puts many samples into one cell; one of them inks as well as all: discs of this
    # spacing leave dents of 0.03 pixels.
    cells = np.floor(centres * (4 / math.sqrt(max(radius, 0.25)))).astype(np.int64)
    cells -= cells.min(0, initial=0)
    keys = cells[:, 1] * (cells[:, 0].max(initial=0) + 1) + cells[:, 0]
    centres = centres[np.unique(keys, return_index=True)[1]].astype(np.float32)

    margin = 2 * reach + 2
    stride = width + 2 * margin
    corner = np.floor(centres).astype(np.intp)
    offset = np.arange(-reach, reach + 1)
    across = (corner[:, 0, None] + offset + np.float32(0.5) - centres[:, 0, None]) ** 2
    down = (corner[:, 1, None] + offset + np.float32(0.5) - centres[:, 1, None]) ** 2
    squared = (down[:, :, None] + across[:, None, :]).astype(np.float32)
    origin = (corner[:, 1] + margin) * stride + corner[:, 0] + margin
    where = origin[:, None, None] + (offset[:, None] * stride + offset)
    nearest = np.full((height + 2 * margin) * stride, np.float32((radius + 1) ** 2))
    np.minimum.at(nearest, where.ravel(), squared.ravel())
    nearest = nearest.reshape(-1, stride)[margin : margin + height, margin : margin + width]
    ink = np.clip(np.float32(radius + 0.5) - np.sqrt(nearest), 0, 1)
    return ink * np.float32(min(1.0, 2 * radius))


def area_weights(sources: int, scale: float, start: float, targets: int) -> Floats:
    """The matrix (targets, sources) of a box filter.

    Target pixel i averages the source from start + i/scale to start + (i + 1)/scale, source pixel k
    covering [k, k + 1]; what lies outside the source counts as 0. Enlarging (scale above 1) averages
    over one source pixel, which is linear interpolation.
    """
    window = max(1.0 / scale, 1.0)
    centre = start + (np.arange(targets)[:, None] + 0.5) / scale
    edges = np.arange(sources)[None, :]
    overlap = np.minimum(centre + window / 2, edges + 1) - np.maximum(centre - window / 2, edges)
    return (np.maximum(overlap, 0) / window).astype(np.float32)


def resample(
    picture: NDArray[np.floating],
    scale: tuple[float, float],
    start: tuple[float, float],
    shape: tuple[int, int],
) -> Floats:
    """The picture at another scale, (height, width) float32, averaged by area.

    scale is that of rows and of columns, start the source position (row, column) of the result's
    upper left corner.
    """
    rows = area_weights(picture.shape[0], scale[0], start[0], shape[0])
    columns = area_weights(picture.shape[1], scale[1], start[1], shape[1])
    return rows @ picture.astype(np.float32, copy=False) @ columns.T


def ink_box(picture: NDArray[np.floating], threshold: float = 0.0) -> tuple[int, int, int, int] | None:
    """The rows and columns (top, bottom, left, right; ends excluded) that hold ink above the threshold."""
    inked = picture > threshold
    rows = np.flatnonzero(inked.any(1))
    if not len(rows):
        return None
    columns = np.flatnonzero(inked.any(0))
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def centre_of_mass(picture: NDArray[np.floating]) -> tuple[float, float]:
    """Row and column, (Σ ink·(i + ½)/Σ ink, Σ ink·(j + ½)/Σ ink): pixel i covers [i, i + 1]."""
    rows = picture.sum(1, dtype=np.float64)
    columns = picture.sum(0, dtype=np.float64)
    total = rows.sum()
    return (
        float(rows @ (np.arange(len(rows)) + 0.5) / total),
        float(columns @ (np.arange(len(columns)) + 0.5) / total),
    )
