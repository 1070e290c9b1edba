"""Figures against a number."""

import pytest
from PySide6.QtCore import Qt

from app.look.theme import DARK, LIGHT
from app.sweep.summary_plot import SummaryPlot
from lrengine.recipe import Axis


@pytest.fixture
def canvas(shown):
    made = shown(SummaryPlot())
    made.show_theme(LIGHT)
    return made


def test_a_point_is_clicked_where_its_figure_is(canvas, qtbot, rates, make_book):
    canvas.show_book(make_book(rates, [0.6, "diverged", 0.9]))
    frame = canvas.frame(canvas.book)
    for combo in (canvas.book.combinations[0], canvas.book.combinations[2]):
        place = canvas.point(canvas.book, frame, combo, "validation_accuracy")
        with qtbot.waitSignal(canvas.cell_selected) as heard:
            qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place.toPoint())
        assert heard.args == [combo.cells[0]]
    middle = canvas.book.combinations[1]
    assert canvas.point(canvas.book, frame, middle, "validation_accuracy") is None
    on_edge = frame.room.topLeft()
    on_edge.setX(frame.across(-1.0))
    assert canvas.combination_at(on_edge) is middle, "what diverged stands on the upper edge"


def test_points_appear_as_cells_end(canvas, rates, make_book, outcome_of):
    book = make_book(rates, [0.8])
    canvas.show_book(book)
    before = canvas.grab().toImage()
    book.note_outcome(outcome_of(book.cells[1], 0.9))
    canvas.show_changed([1])
    assert canvas.grab().toImage() != before
    frame = canvas.frame(book)
    places = [canvas.point(book, frame, combo, "validation_accuracy") for combo in book.combinations[:2]]
    assert places[0].x() < places[1].x() and places[0].y() > places[1].y()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("column", ["risk", "accuracy", "weight_norm"])
def test_repeats_pairs_and_failures_can_be_painted(canvas, sweep_recipe, make_book, theme, column):
    canvas.show_theme(theme)
    canvas.show_column(column)
    rates = Axis(setting="solver.learning_rate", values=(0.0001, 0.1, 1.0))
    repeated = make_book(sweep_recipe(rates, repeats=2), [0.9, 0.8, "diverged", 0.7, 0.9, 0.9])
    repeated.note_end()
    names = Axis(setting="solver.name", values=("adam", "momentum"))
    crossed = make_book(sweep_recipe(names, rates), [0.9, 0.8, "failed", 0.7, "diverged", 0.9])
    shown = []
    for book in (repeated, crossed):
        canvas.show_book(book)
        for revealed in (False, True):
            canvas.show_revealed(revealed)
            canvas.show_selected(1)
            shown.append(canvas.grab().toImage())
    assert shown[0] != shown[2]
    assert (shown[0] != shown[1]) == (column != "weight_norm")
    assert shown[2] == shown[3], "two dimensions are compared by validation alone"


def test_words_stand_side_by_side(canvas, sweep_recipe, make_book):
    both = (
        Axis(setting="solver.name", values=("adam", "momentum")),
        Axis(setting="features.degree", values=(1, 3)),
    )
    book = make_book(sweep_recipe(*both), [0.9] * 4)
    canvas.show_book(book)
    assert canvas.dimension(book).key == "features.degree", "the one of numbers"
