"""Curves of any length as at most about two points for each pixel column, no extreme ever lost.

A column of pixels shows a curve's vertical extent there, so its least and greatest value, in the
order in which they appear, draw the same picture as all rows would.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# Rows of the finest blocks, and how many blocks make one of the next level.
_BLOCK = 16
_BRANCHES = 2


def drawable_values(y: ArrayLike, log: bool = False) -> Floats:
    """Heights to draw: y, or log10(y) on a logarithmic axis; NaN, a gap, where there is none."""
    values = np.array(y, dtype=np.float64)
    if log:
        values[~(values > 0)] = np.nan
        np.log10(values, out=values)
    values[np.isinf(values)] = np.nan
    return values


def measured_rows(x: ArrayLike, y: ArrayLike, log: bool = False) -> tuple[Floats, Floats]:
    """Rows that were measured, as (x, heights).

    NaN means "not measured" and is dropped, so that a value known at every tenth iteration still
    draws as a connected line; what was measured and cannot be drawn (±inf, and on a logarithmic
    axis anything not above zero) becomes a gap.
    """
    values = np.asarray(y, dtype=np.float64)
    known = ~np.isnan(values)
    return np.asarray(x, dtype=np.float64)[known], drawable_values(values[known], log)


def reduce_curve(x: Floats, y: Floats, left: float, right: float, columns: int) -> tuple[Floats, Floats]:
    """The rows that show a curve between left and right on `columns` pixel columns.

    x (n,) increasing, y (n,) with NaN for gaps. Kept: each column's least and greatest value in the
    order of appearance, the first and last row in sight, and the row next to either side. A gap
    narrower than a column is not seen. Curves of at most two rows a column come back whole.
    """
    start, stop = _in_sight(x, left, right)
    before, after = max(start - 1, 0), min(stop + 1, len(x))
    if after - before <= 2 * columns + 4 or right <= left:
        return x[before:after], y[before:after]
    edges = left + (right - left) / columns * np.arange(1, columns)
    starts = _sorted_once(np.append(0, np.searchsorted(x[start:stop], edges)))
    kept = start + _extremes(y[start:stop], starts[starts < stop - start])
    kept = _sorted_once(np.concatenate((kept, (before, start, stop - 1, after - 1))))
    return x[kept], y[kept]


def cut_at_edges(x: Floats, y: Floats, left: float, right: float) -> tuple[Floats, Floats]:
    """The curve with its first and last row, where they lie beyond left or right, moved along it to there.

    A line to a row a million pixels away costs a drawing program as many dashes.
    """
    if len(x) < 2 or (x[0] >= left and x[-1] <= right):
        return x, y
    x, y = x.copy(), y.copy()
    for end, inner, edge in ((0, 1, left), (-1, -2, right)):
        if (edge - x[end]) * (x[inner] - edge) > 0:
            y[end] += (y[inner] - y[end]) * (edge - x[end]) / (x[inner] - x[end])
            x[end] = edge
    return x, y


class CurveReducer:
    """A growing curve whose reduction costs the same however long it gets.

    Extremes of blocks of 16, 32, 64, … rows are kept, and only new rows are looked at. `reduce`
    equals `reduce_curve` of all rows, except that a block on the border of two columns counts
    for one of them; blocks are at most half a column wide.

    taken  rows it was given, those without a value included
    """

    def __init__(self, log: bool = False) -> None:
        self.log = log
        self.taken = 0
        self._rows = _Growing(2, np.float64)
        self._levels: list[_Growing] = []

    def __len__(self) -> int:
        return self._rows.length

    @property
    def ends(self) -> tuple[float, float]:
        """The first and the last x."""
        x = self._rows.view()[0]
        return (float(x[0]), float(x[-1])) if len(x) else (0.0, 0.0)

    def extend(self, x: ArrayLike, y: ArrayLike) -> None:
        """Take over new rows, x beyond all before; NaN in y is no row at all."""
        known, heights = measured_rows(x, y, self.log)
        self.taken += np.size(x)
        if len(known):
            self._rows.append(np.stack((known, heights)))

    def reduce(self, left: float, right: float, columns: int) -> tuple[Floats, Floats]:
        """The curve between left and right, as in `reduce_curve`."""
        x, y = self._rows.view()
        start, stop = _in_sight(x, left, right)
        level, size = -1, 1
        wanted = (stop - start) / (2 * columns)
        while _BLOCK * _BRANCHES ** (level + 1) <= wanted:
            level += 1
            size = _BLOCK * _BRANCHES**level
        if level < 0:
            return reduce_curve(x, y, left, right, columns)
        self._build(level)
        extremes = self._levels[level].view()
        first, last = -(-start // size), min(stop // size, extremes.shape[1])
        rows = np.concatenate(
            (
                np.arange(max(start - 1, 0), first * size),
                extremes[:, first:last].T.ravel(),
                np.arange(last * size, min(stop + 1, len(x))),
            )
        )
        return reduce_curve(x[rows], y[rows], left, right, columns)

    def _build(self, level: int) -> None:
        """Bring the extremes of every level up to `level` up to date."""
        y = self._rows.view()[1]
        for k in range(level + 1):
            if k == len(self._levels):
                self._levels.append(_Growing(2, np.int64))
            size = _BLOCK * _BRANCHES**k
            done, total = self._levels[k].length, len(y) // size
            if done == total:
                continue
            if k == 0:
                rows = np.arange(done * size, total * size).reshape(-1, size)
            else:
                finer = self._levels[k - 1].view()[:, done * _BRANCHES : total * _BRANCHES]
                rows = finer.T.reshape(total - done, 2 * _BRANCHES)
            values = y[rows]
            gaps = np.isnan(values)
            low = np.where(gaps, np.inf, values).argmin(axis=1)
            high = np.where(gaps, -np.inf, values).argmax(axis=1)
            ends = np.stack((np.minimum(low, high), np.maximum(low, high)), axis=1)
            self._levels[k].append(np.take_along_axis(rows, ends, axis=1).T)


class _Growing:
    """Columns that grow by doubling, (height, length)."""

    def __init__(self, height: int, dtype: type) -> None:
        self._table: NDArray[Any] = np.empty((height, 256), dtype)
        self.length = 0

    def append(self, columns: NDArray[Any]) -> None:
        needed = self.length + columns.shape[1]
        if needed > self._table.shape[1]:
            grown = np.empty((len(self._table), max(needed, 2 * self._table.shape[1])), self._table.dtype)
            grown[:, : self.length] = self.view()
            self._table = grown
        self._table[:, self.length : needed] = columns
        self.length = needed

    def view(self) -> NDArray[Any]:
        return self._table[:, : self.length]


def _in_sight(x: Floats, left: float, right: float) -> tuple[int, int]:
    start, stop = np.searchsorted(x, (left, np.nextafter(right, np.inf)))
    return int(start), int(stop)


def _sorted_once(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    rows = np.sort(rows)
    return rows[np.append(True, rows[1:] != rows[:-1])]


def _extremes(y: Floats, starts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Rows of the least and the greatest value of every segment; of a segment of gaps, its first."""
    lengths = np.diff(np.append(starts, len(y)))
    gaps = np.isnan(y)
    found = []
    for ufunc, absent in ((np.minimum, np.inf), (np.maximum, -np.inf)):
        values = np.where(gaps, absent, y)
        rows = np.flatnonzero(values == np.repeat(ufunc.reduceat(values, starts), lengths))
        owners = np.searchsorted(starts, rows, side="right")
        found.append(rows[np.append(True, owners[1:] != owners[:-1])])
    return np.concatenate(found)
