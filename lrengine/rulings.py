"""Ruled and squared paper: its printed lines taken out of the ink, the strokes that cross them left whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lrengine.ink import Floats

Mask = NDArray[np.bool_]

# A printed line runs from edge to edge, inked nearly all the way, and is thin.
_INKED = 0.08
_ALL_THE_WAY = 0.8
_THICKEST = 0.035
_SMALLEST_SIDE = 64
# It may fall or rise by so much of the picture's width.
_TILT = 0.06
# Columns looked at to find how it tilts.
_APART = 4
# A line as dark as this hides the stroke that crosses it; one alone may be a digit's own bar.
_DARK = 0.6
_MARGIN = 0.05


def without_rulings(ink: Floats) -> Floats:
    """The ink (h, w), 0 to 1, less thin lines that run across the whole picture, either way.

    A pale line is subtracted, so that a stroke on it stays; under a dark one the ink is what joins the
    ink above and below it. The same array where there are no such lines.
    """
    if min(ink.shape) < _SMALLEST_SIDE:
        return ink
    level = _level_lines_out(ink)
    upright = _level_lines_out(level.T)
    return level if upright.base is level else np.ascontiguousarray(upright.T)


def _level_lines_out(ink: Floats) -> Floats:
    height, width = ink.shape
    reach = int(np.ceil(_TILT * width / 2)) + 1
    wide = np.pad(ink, ((reach, reach), (0, 0)))
    columns = np.arange(width)
    thin = columns[::_APART]
    inked = wide[:, thin] > _INKED
    best, chosen = 0.0, 0.0
    for tilt in np.arange(-2 * reach + 2, 2 * reach - 1) / width:
        shares = np.take_along_axis(inked, _rows(height, reach, tilt, thin, width), axis=0).mean(axis=1)
        score = float(shares[shares >= _ALL_THE_WAY].sum())
        if score > best + 1e-9 or (score > best - 1e-9 and abs(tilt) < abs(chosen)):
            best, chosen = score, float(tilt)
    if not best:
        return ink
    rows = _rows(height, reach, chosen, columns, width)
    straight = np.take_along_axis(wide, rows, axis=0)
    lines = _lines(straight)
    if not lines:
        return ink
    for first, last in lines:
        _take_out(straight, max(first - 1, 0), min(last + 1, height))
    np.put_along_axis(wide, rows, straight, axis=0)
    return wide[reach:-reach].copy()


def _rows(height: int, reach: int, tilt: float, columns: NDArray[np.intp], width: int) -> NDArray[np.intp]:
    """Which row of the padded picture is row i of the straightened one, at each column."""
    shifts = np.rint(tilt * (columns - (width - 1) / 2)).astype(np.intp)
    return np.arange(height)[:, None] + reach + shifts


def _lines(straight: Floats) -> list[tuple[int, int]]:
    """First and one past the last row of each printed line."""
    height, width = straight.shape
    inked = straight > _INKED
    edge = max(2, width // 50)
    full = (inked.mean(axis=1) >= _ALL_THE_WAY) & inked[:, :edge].any(axis=1) & inked[:, -edge:].any(axis=1)
    steps = np.flatnonzero(np.diff(np.concatenate([[False], full, [False]]).astype(np.int8)))
    runs = list(zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True))
    lines = [(first, last) for first, last in runs if last - first <= max(2, _THICKEST * height)]
    if len(lines) == 1:
        first, last = lines[0]
        if np.median(straight[first:last].max(axis=0)) >= _DARK:
            return []
    return lines


def _take_out(straight: Floats, first: int, last: int) -> None:
    """Clear the rows of a line in place."""
    height = len(straight)
    above = straight[first - 1] if first else np.zeros_like(straight[0])
    below = straight[last] if last < height else np.zeros_like(straight[0])
    band = straight[first:last].copy()
    share = (np.arange(len(band), dtype=np.float32)[:, None] + 1) / (len(band) + 1)
    joined = (1 - share) * above + share * below
    usual = np.quantile(band, 0.75, axis=1, keepdims=True) + _MARGIN
    over = np.clip((band - usual) / np.maximum(1 - usual, 1e-3), 0, 1)
    straight[first:last] = np.where(usual < _DARK, np.maximum(over, joined), joined)
