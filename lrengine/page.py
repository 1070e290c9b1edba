"""A sheet of paper found in a photograph or a scan: table, scanner's edge and printed frame taken away."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float64]
Mask = NDArray[np.bool_]

# A line of pixels of which so much is no paper belongs to the surroundings, if it lies near an edge.
_LINE = 0.7
_NEAR_EDGE = 0.3
# What is no paper differs from it by this share of the greatest difference, and at least by so much.
_SHARE = 0.4
_LEAST = 0.1
# A sheet fills its rectangle, whichever way it lies, and so much of the picture.
_RECTANGLE = 0.92
_SHEET = 0.45
# A drawing on it is at least so long, in sides of the picture, and inks no more of it than this.
_DRAWING = 0.1
_MOST_INK = 0.3
# So little of the margin along a sheet's edges is inked.
_MOST_STRAY = 0.03


def surface(grey: Grey, near: Mask, tolerance: float) -> Grey:
    """A quadratic surface through the paper, fitted three times, each time to the pixels near the last.

    near       where paper is sure to be found, at first among other things
    tolerance  how far from the median of those a pixel may be to count as paper at first
    """
    height, width = grey.shape
    level = float(np.median(grey[near]))
    paper = np.full(grey.shape, level)
    if min(height, width) < 12:
        return paper
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
    spread = float(np.median(np.abs(grey[near] - level)))
    chosen = near & (np.abs(grey - level) <= max(3 * spread, tolerance))
    for _ in range(3):
        if chosen.sum() < 30:
            break
        weights = np.linalg.lstsq(terms[chosen], grey[chosen], rcond=None)[0]
        # Extrapolated far beyond the pixels it was fitted to, a parabola can leave the scale.
        paper = np.clip(terms @ weights, 0, 1)
        distance = np.abs(grey - paper)
        chosen = distance <= max(3 * float(np.median(distance[near])), tolerance / 2)
    return paper


def sheet_alone(grey: Grey, tolerance: float) -> Grey | None:
    """The picture with everything around its sheet painted like the paper; None where there is no such.

    The sheet's middle is taken for paper, most of which is blank. What differs from it on a line along
    an edge of the picture (a table, a scanner's lid, a printed frame), and all that hangs together with
    that, is no part of the sheet. A sheet is a rectangle: a thick digit that fills a picture is none.
    """
    height, width = grey.shape
    if min(height, width) < 24:
        return None
    middle = np.zeros(grey.shape, bool)
    middle[height // 5 : -(height // 5), width // 5 : -(width // 5)] = True
    paper = surface(grey, middle, tolerance)
    apart = np.abs(grey - paper)
    foreign = apart > max(_SHARE * float(np.percentile(apart, 99)), _LEAST)
    outside = hanging_together(_edge_lines(foreign), foreign)
    if not outside.any():
        return None
    outside = _beyond(outside)
    sheet = ~outside
    # A blurred edge is as wide as some pixels.
    edge = max(2, min(grey.shape) // 60)
    around = grown(outside, edge)
    margin = grown(around, edge) & ~around
    is_sheet = sheet.sum() >= _SHEET * sheet.size and _is_rectangle(sheet)
    if not is_sheet or _strays(foreign, margin, paper, grey) or not _holds_a_drawing(foreign & ~around):
        return None
    return np.where(around, paper, grey)


def _strays(foreign: Mask, margin: Mask, paper: Grey, grey: Grey) -> bool:
    """Whether the margin along a sheet's edge is not blank, as where the edge is a digit's own."""
    if not margin.any() or foreign[margin].mean() > _MOST_STRAY:
        return True
    return float(np.percentile(np.abs(grey - paper)[margin], 90)) > _LEAST


def _holds_a_drawing(ink: Mask) -> bool:
    """Whether what is left on the sheet is more than specks, and not most of it."""
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return False
    extent = max(np.ptp(rows), np.ptp(columns)) + 1
    return bool(extent >= _DRAWING * min(ink.shape) and ink.mean() < _MOST_INK)


def _edge_lines(foreign: Mask) -> Mask:
    """Pixels of rows and columns near an edge that are foreign for most of their length."""
    lines = np.zeros_like(foreign)
    for mask, found in ((foreign, lines), (foreign.T, lines.T)):
        reach = max(1, int(_NEAR_EDGE * len(mask)))
        full = mask.mean(axis=1) >= _LINE
        full[reach:-reach] = False
        found[full] |= mask[full]
    return lines


def hanging_together(seeds: Mask, mask: Mask) -> Mask:
    """All of the mask that can be reached from the seeds through it."""
    reached = seeds & mask
    while True:
        wider = grown(reached, 1) & mask
        if (wider == reached).all():
            return reached
        reached = wider


def _beyond(outside: Mask) -> Mask:
    """With what lies between it and the picture's edge: beyond a frame there is no sheet either."""
    for mask in (outside, outside.T):
        lines = mask.mean(axis=1) >= _LINE
        reach = max(1, int(_NEAR_EDGE * len(mask)))
        first, last = np.flatnonzero(lines[:reach]), np.flatnonzero(lines[-reach:])
        if len(first):
            mask[: first[-1] + 1] = True
        if len(last):
            mask[len(mask) - reach + last[0] :] = True
    return outside


def grown(mask: Mask, by: int) -> Mask:
    """The mask and all pixels at most `by` away from it along both axes."""
    wide = mask.copy()
    for _ in range(by):
        taller = wide.copy()
        taller[1:] |= wide[:-1]
        taller[:-1] |= wide[1:]
        wide = taller.copy()
        wide[:, 1:] |= taller[:, :-1]
        wide[:, :-1] |= taller[:, 1:]
    return wide


def _is_rectangle(sheet: Mask) -> bool:
    """Whether a sheet covers the smallest of the rectangles around it."""
    rows = np.flatnonzero(sheet.any(axis=1))
    first = sheet[rows].argmax(axis=1)
    last = sheet.shape[1] - sheet[rows, ::-1].argmax(axis=1)
    x = np.concatenate([first, last, first, last])
    y = np.concatenate([rows, rows, rows + 1, rows + 1])
    turns = np.radians(np.arange(0, 90, 2))[:, None]
    along, across = np.cos(turns) * x + np.sin(turns) * y, np.cos(turns) * y - np.sin(turns) * x
    around = float((np.ptp(along, axis=1) * np.ptp(across, axis=1)).min())
    return float(sheet.sum()) >= _RECTANGLE * around
