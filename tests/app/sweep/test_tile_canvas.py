"""Tiles ask for the height they need, and are found by place and by arrows."""

import pytest
from PySide6.QtCore import QPointF, QRectF

from app.sweep.tile_canvas import TileCanvas
from app.sweep.tile_grid import fitting_grid


class Tiles(TileCanvas):
    def __init__(self):
        super().__init__("tiles", "Tiles", None)

    def grid(self):
        count = len(self.book.combinations) if self.book is not None else 0
        return fitting_grid(QRectF(self.rect()), count, 1.0, (60.0, 60.0))

    def margin(self):
        return 10.0

    def paint(self, painter, book):
        painter.drawRects([self.grid().tile(k) for k in range(len(book.combinations))])


@pytest.fixture
def tiles(shown, pairs, make_book):
    made = shown(Tiles(), 200, 140)
    made.show_book(make_book(pairs))
    made.fit()
    return made


def test_a_narrow_place_asks_for_height(tiles):
    low = tiles.minimumHeight()
    assert low >= tiles.grid().least_height + 9
    tiles.resize(70, 140)
    assert tiles.minimumHeight() > low


def test_a_place_belongs_to_a_tile_or_to_none(tiles):
    first = tiles.book.combinations[0]
    assert tiles.combination_at(tiles.grid().tile(0).center()) is first
    assert tiles.combination_at(QPointF(-5, -5)) is None


def test_down_is_a_row_further(tiles):
    book, across = tiles.book, tiles.grid().across
    assert tiles.beside(book, book.combinations[0], 1, 0) is book.combinations[1]
    assert tiles.beside(book, book.combinations[0], 0, 1) is book.combinations[across]
