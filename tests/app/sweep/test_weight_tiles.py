"""Weight images of all combinations."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.look.theme import DARK
from app.sweep.weight_tiles import WeightTiles, weight_mosaic
from lrengine.features import Pixels
from lrengine.model import Model
from lrengine.recipe import Recipe


@pytest.fixture
def canvas(shown):
    made = shown(WeightTiles())
    made.show_theme(DARK)
    return made


def model(rows, shape=(3, 2)):
    weights = np.arange(rows * int(np.prod(shape)), dtype=np.float32).reshape(rows, -1)
    names = tuple(map(str, range(max(rows, 2))))
    return Model(Pixels("unit", 255.0, shape), weights, np.zeros(rows, np.float32), names, Recipe())


def test_a_mosaic_holds_every_class():
    assert weight_mosaic(model(1)).tolist() == [[0, 1], [2, 3], [4, 5]]
    mosaic = weight_mosaic(model(10))
    assert mosaic.shape == (7, 14)
    assert mosaic[4:, 12:].ravel().tolist() == list(range(54, 60)), "the last class, below right"
    assert np.isnan(mosaic[3]).all() and np.isnan(mosaic[:, 2]).all()
    assert weight_mosaic(model(1, shape=(2,))) is None


def test_images_appear_as_cells_end(canvas, rates, make_book, outcome_of):
    book = make_book(rates, [0.9, "failed"])
    canvas.show_book(book)
    before = canvas.grab().toImage()
    book.note_outcome(outcome_of(book.cells[2], 0.8, classes=2))
    canvas.show_changed([2])
    assert canvas.grab().toImage() != before


def test_one_range_of_colours_tells_sizes_apart(canvas, rates, make_book):
    canvas.show_book(make_book(rates, [0.9, 0.9, 0.9]))
    own = canvas.grab().toImage()
    canvas.show_shared(True)
    assert canvas.grab().toImage() != own


def test_points_have_no_image(canvas, rates, make_book):
    import dataclasses

    book = make_book(rates, [0.9])
    assert canvas.has_pictures(book)
    canvas.show_book(book)
    flat = dataclasses.replace(book.outcomes[0], model=model(1, shape=(6,)))
    book.note_outcome(flat)
    canvas.show_book(book)
    assert not canvas.has_pictures(book) and not canvas.grab().isNull()


def test_a_tile_of_repeats_shows_the_selected_one(canvas, qtbot, variants, make_book):
    canvas.show_book(make_book(variants, [0.9] * 6))
    place = canvas.grid().tile(1).center().toPoint()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    first = canvas.grab().toImage()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert canvas.selected == 3 and canvas.grab().toImage() != first
