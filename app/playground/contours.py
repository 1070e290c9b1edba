"""Lines of equal height on a grid of numbers, followed from cell to cell."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def level_lines(heights: Array, levels: tuple[float, ...]) -> list[list[Array]]:
    """Where a function crosses each of a few levels between the nodes of a grid.

    heights (rows, columns), levels rising; for each level its lines, (n, 2) each, column and row in nodes.
    Heights are taken as linear along each edge, so the lines of a linear function are exact.
    """
    # All levels in one pass over the grid: what follows looks at the few cells they cross.
    bands = np.zeros(heights.shape, np.int8)
    for level in levels:
        bands += heights > level
    rows, columns = _mixed_cells(bands)
    corners = _corners(heights, rows, columns)
    return [_lines_at(corners - level, rows, columns, heights.shape) for level in levels]


def region_lines(scores: Array) -> list[Array]:
    """Borders of the regions where each of several functions is the largest, as `level_lines` gives them.

    scores (rows, columns, k). Each border comes twice, once for either side; only cells at a border are
    looked at.
    """
    rows, columns = _mixed_cells(scores.argmax(axis=2))
    corners = _corners(scores, rows, columns)
    found = []
    for index in np.unique(corners.argmax(axis=2)) if len(rows) else ():
        rivals = np.delete(corners, index, axis=2).max(axis=2)
        found += _lines_at(corners[:, :, index] - rivals, rows, columns, scores.shape)
    return found


def _mixed_cells(kinds: Array) -> tuple[Array, Array]:
    """Rows and columns of the cells whose corners are not all of one kind."""
    first = kinds[:-1, :-1]
    mixed = (first != kinds[:-1, 1:]) | (first != kinds[1:, 1:]) | (first != kinds[1:, :-1])
    rows, columns = np.nonzero(mixed)
    return rows, columns


def _corners(values: Array, rows: Array, columns: Array) -> Array:
    """(m, 4, …): the corners of cells, once around from the upper left one."""
    right, below = columns + 1, rows + 1
    around = (values[rows, columns], values[rows, right], values[below, right], values[below, columns])
    corners: Array = np.stack(around, axis=1).astype(np.float64)
    return corners


def _lines_at(corners: Array, rows: Array, columns: Array, shape: tuple[int, ...]) -> list[Array]:
    """The zero lines through those of the cells that they cross."""
    above = corners > 0
    here = above.any(axis=1) & ~above.all(axis=1)
    return _lines(corners[here], rows[here], columns[here], shape)


def _lines(corners: Array, rows: Array, columns: Array, shape: tuple[int, ...]) -> list[Array]:
    """The zero lines through cells with corners (m, 4)."""
    if not len(corners):
        return []
    following = np.roll(corners, -1, axis=1)
    crossed = (corners > 0) != (following > 0)
    difference = corners - following
    share = np.where(crossed, corners / np.where(difference == 0, 1, difference), 0.5)
    # Along the top, down the right side, back along the bottom, up the left side.
    nought, one = np.zeros(len(share)), np.ones(len(share))
    x = np.stack([share[:, 0], one, 1 - share[:, 2], nought], axis=1) + columns[:, None]
    y = np.stack([nought, share[:, 1], one, 1 - share[:, 3]], axis=1) + rows[:, None]
    # Every edge of the grid has a number, by which neighbouring cells know it.
    flat = rows * shape[1] + columns
    edges = np.stack([2 * flat, 2 * flat + 3, 2 * (flat + shape[1]), 2 * flat + 1], axis=1)
    cells, sides = _pairs(corners, crossed)
    ends = np.stack([x, y], axis=2)[cells[:, None], sides]
    return _chained(ends, edges[cells[:, None], sides])


def _pairs(corners: Array, crossed: Array) -> tuple[Array, Array]:
    """Which sides of which cells are joined: (m,) cells and (m, 2) sides."""
    simple = np.flatnonzero(crossed.sum(axis=1) == 2)
    sides = np.argsort(~crossed[simple], axis=1, kind="stable")[:, :2]
    saddles = np.flatnonzero(crossed.all(axis=1))
    # At a saddle the middle decides which corners belong together.
    joined = (corners[saddles].mean(axis=1) > 0) == (corners[saddles, 0] > 0)
    upper = np.stack([np.zeros(len(saddles), int), np.where(joined, 1, 3)], axis=1)
    lower = np.stack([np.full(len(saddles), 2), np.where(joined, 3, 1)], axis=1)
    return np.concatenate([simple, saddles, saddles]), np.concatenate([sides, upper, lower])


def _chained(ends: Array, edges: Array) -> list[Array]:
    """Pieces (m, 2, 2) joined where they share an edge of the grid."""
    places: dict[int, Any] = {}
    neighbours: dict[int, list[int]] = {}
    for (first, second), (start, end) in zip(edges.tolist(), ends.tolist(), strict=True):
        places[first], places[second] = start, end
        neighbours.setdefault(first, []).append(second)
        neighbours.setdefault(second, []).append(first)
    lines = []
    # Open lines first, from one of their ends; what is left are rings.
    for begin in (*(edge for edge, near in neighbours.items() if len(near) == 1), *neighbours):
        if not neighbours[begin]:
            continue
        line, edge = [begin], begin
        while neighbours[edge]:
            following = neighbours[edge].pop()
            neighbours[following].remove(edge)
            line.append(following)
            edge = following
        lines.append(np.array([places[edge] for edge in line]))
    return lines
