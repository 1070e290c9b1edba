"""Curves cut into dashes.

Qt restarts a dashed pen at every segment, and strokes a long dashed path a hundred times slower than
separate lines; so the dashes are cut here and drawn as lines.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# A curve longer than this many times its width is noise: dashed by width, its dashes still show.
_NOISE = 6.0
# There, what rises this many times more than usual is drawn whole, so that no spike falls into a gap.
_SPIKE = 4.0


def cut_into_dashes(
    x: Floats, y: Floats, scale: tuple[float, float], dash: float, gap: float
) -> tuple[Floats, Floats]:
    """Ends of the dashes along a curve, (2·segments,) each: pairs of points to be joined.

    x (n,), y (n,) with NaN for gaps; `scale` gives pixels for one unit of x and of y; dash and gap are
    pixels along the curve, or across where it is noise. Segments of one dash follow one another.
    """
    known = np.flatnonzero(~np.isnan(y))
    if len(known) < 2:
        return np.empty(0), np.empty(0)
    is_bridge = np.diff(known) > 1
    x, y = x[known], y[known]
    width = np.abs(np.diff(x)) * scale[0]
    rise = np.abs(np.diff(y)) * scale[1]
    length = np.hypot(width, rise)
    is_whole = np.zeros(len(length), bool)
    if length[~is_bridge].sum() > _NOISE * (width.sum() + 100.0):
        length, is_whole = width, rise > _SPIKE * np.median(rise)
    # A bridge across a gap is as long as a gap between dashes, and never drawn.
    length = np.where(is_bridge, gap, np.maximum(length, 1e-9))
    travelled = np.append(0.0, np.cumsum(length))
    starts = np.arange(0.0, travelled[-1], dash + gap)
    cuts = np.sort(np.concatenate((travelled, starts, starts + dash)))
    cuts = cuts[cuts <= travelled[-1]]
    middles = (cuts[:-1] + cuts[1:]) / 2
    owner = np.searchsorted(travelled, middles, side="right") - 1
    owner = np.minimum(owner, len(length) - 1)
    is_dash = (np.mod(middles, dash + gap) < dash) | is_whole[owner]
    drawn = np.flatnonzero(is_dash & ~is_bridge[owner] & (np.diff(cuts) > 0))
    ends = np.empty(2 * len(drawn))
    ends[0::2], ends[1::2] = cuts[drawn], cuts[drawn + 1]
    return np.interp(ends, travelled, x), np.interp(ends, travelled, y)
