"""Which picture is on view."""

import pytest
from PySide6.QtCore import Qt

from app.look.theme import DARK
from app.sweep.sweep_pictures import SweepPictures, offered_views
from lrengine.recipe import Axis


@pytest.fixture
def pictures(shown):
    return shown(SweepPictures(), 420, 300)


def offered(pictures):
    return [pictures.view_picker.itemData(k) for k in range(pictures.view_picker.count())]


def test_pictures_that_make_sense_are_offered(rates, pairs, variants, sweep_recipe, make_book):
    assert offered_views(make_book(rates)) == ("curves", "together", "summary", "weights")
    assert offered_views(make_book(variants)) == ("curves", "together", "names", "weights")
    assert offered_views(make_book(pairs))[0] == "map"
    assert "map" not in offered_views(make_book(sweep_recipe(repeats=2)))
    assert offered_views(None)
    three = tuple(
        Axis(setting=key, values=(0.1, 0.2)) for key in ("objective.l1", "objective.l2", "solver.clip")
    )
    assert "map" not in offered_views(make_book(sweep_recipe(*three)))


def choose(pictures, name):
    pictures.view_picker.setCurrentIndex(pictures.view_picker.findData(name))


def test_a_view_and_its_column_are_chosen(pictures, rates, make_book):
    pictures.show_theme(DARK)
    pictures.show_book(make_book(rates, [0.9, 0.8, 0.7]))
    seen = [pictures.canvas.grab().toImage()]
    for name in offered(pictures)[1:]:
        choose(pictures, name)
        assert pictures.view == name and pictures.canvas.isVisible()
        seen.append(pictures.canvas.grab().toImage())
    assert all(a != b for k, a in enumerate(seen) for b in seen[:k])
    choose(pictures, "curves")
    pictures.column_picker.setCurrentIndex(pictures.column_picker.findData("weight_norm"))
    assert {canvas.column for canvas in pictures.canvases.values()} == {"weight_norm"}
    choose(pictures, "weights")
    pictures.column_picker.setCurrentIndex(pictures.column_picker.findData("shared"))
    assert pictures.weights.is_shared


def test_the_same_kind_of_sweep_keeps_the_view(pictures, rates, pairs, make_book):
    pictures.show_book(make_book(rates))
    choose(pictures, "summary")
    pictures.show_book(make_book(rates))
    assert pictures.view == "summary"
    pictures.show_book(make_book(pairs))
    assert pictures.view == "map" and pictures.canvas.isVisible()


def test_what_the_choice_is_made_by_is_shown_first(pictures, sweep_recipe, make_book):
    axis = Axis(setting="objective.l2", values=(0.1, 0.2))
    pictures.show_book(make_book(sweep_recipe(axis, choose="validation_risk")))
    assert pictures.column_picker.currentData() == "risk"


def test_selections_reach_every_picture(pictures, qtbot, rates, make_book):
    pictures.show_book(make_book(rates, [0.9] * 3))
    with qtbot.waitSignal(pictures.cell_selected) as heard:
        place = pictures.canvas.grid().tile(2).center().toPoint()
        qtbot.mouseClick(pictures.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [2]
    pictures.show_selected(1)
    assert {canvas.selected for canvas in pictures.canvases.values()} == {1}


def test_results_of_earlier_settings_say_so(pictures, rates, make_book):
    pictures.show_book(make_book(rates))
    assert not pictures.note.isVisible()
    pictures.show_greyed(True)
    assert pictures.note.isVisible() and pictures.note.text() == "of earlier settings"
