"""Tiles in rows."""

import pytest
from PySide6.QtCore import QPointF, QRectF

from app.sweep.tile_grid import fitting_grid

ROOM = QRectF(10, 20, 400, 200)


@pytest.mark.parametrize("count", [1, 2, 5, 9, 21, 100])
def test_all_tiles_are_apart_and_found_again(count):
    grid = fitting_grid(ROOM, count, 1.5, (30.0, 20.0))
    tiles = [grid.tile(k) for k in range(count)]
    assert all(not a.intersects(b) for k, a in enumerate(tiles) for b in tiles[:k])
    assert [grid.tile_at(tile.center()) for tile in tiles] == list(range(count))
    assert grid.tile_at(QPointF(0, 0)) is None
    assert all(tile.left() >= ROOM.left() and tile.right() <= ROOM.right() + 1e-6 for tile in tiles)


def test_tiles_take_the_shape_that_is_wanted():
    wide, tall = (fitting_grid(ROOM, 6, shape, (10.0, 10.0)) for shape in (4.0, 0.5))
    assert wide.across < tall.across
    assert fitting_grid(ROOM, 6, 1.5, (10.0, 10.0)).least_height <= ROOM.height()


def test_too_many_tiles_reach_beyond_the_room():
    grid = fitting_grid(ROOM, 60, 1.5, (80.0, 60.0))
    assert grid.size.height() == 60.0 and grid.least_height > ROOM.height()
    assert grid.tile(59).bottom() == pytest.approx(ROOM.top() + grid.least_height)
