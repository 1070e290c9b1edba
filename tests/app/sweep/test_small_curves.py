"""Small multiples."""

import pytest
from PySide6.QtCore import Qt

from app.look.theme import DARK, LIGHT
from app.sweep.small_curves import SmallCurves


@pytest.fixture
def canvas(shown):
    made = shown(SmallCurves())
    made.show_theme(DARK)
    return made


def tile_picture(canvas, number):
    return canvas.grab(canvas.grid().tile(number).toAlignedRect()).toImage()


def test_a_cell_that_advances_changes_its_tile_alone(canvas, rates, make_book, history_of):
    book = make_book(rates, [None, 0.5, 0.4])
    book.note_advance({0: history_of(8)})
    canvas.show_book(book)
    before = [tile_picture(canvas, k) for k in range(3)]
    book.note_advance({0: history_of(12)})
    canvas.show_changed([0])
    after = [tile_picture(canvas, k) for k in range(3)]
    assert [a != b for a, b in zip(before, after, strict=True)] == [True, False, False]


def test_a_tile_is_clicked_where_it_lies(canvas, qtbot, pairs, make_book):
    canvas.show_book(make_book(pairs, [0.9] * 6))
    for number in range(6):
        with qtbot.waitSignal(canvas.cell_selected) as heard:
            place = canvas.grid().tile(number).center().toPoint()
            qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
        assert heard.args == [number]
    first, below = canvas.book.combinations[0], canvas.grid().across
    assert canvas.beside(canvas.book, first, 0, 1).number == below


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("column", ["risk", "accuracy", "weight_norm"])
def test_every_state_and_column_can_be_painted(canvas, variants, make_book, theme, column):
    canvas.show_theme(theme)
    book = make_book(variants, [0.9, 0.8, "diverged", 0.7, "failed"])
    canvas.show_book(book)
    canvas.show_column(column)
    running = canvas.grab().toImage()
    canvas.show_selected(0)
    selected = canvas.grab().toImage()
    book.note_end()
    canvas.show_changed(range(6))
    assert running != selected != canvas.grab().toImage()


def test_the_test_curve_is_there_once_revealed(canvas):
    assert canvas.parts == ("train", "validation")
    canvas.show_revealed(True)
    assert canvas.parts == ("train", "validation", "test")
    canvas.show_column("weight_norm")
    assert canvas.parts == ("train",)


def test_many_tiles_ask_for_room_to_be_scrolled(canvas, sweep_recipe, make_book):
    from lrengine.recipe import Axis

    axis = Axis(setting="run.seed", values=tuple(range(60)))
    canvas.show_book(make_book(sweep_recipe(axis), [0.9] * 60))
    assert canvas.minimumHeight() > 260
    canvas.show_book(None)
    assert canvas.minimumHeight() < 260
