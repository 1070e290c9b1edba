"""A setting and its values."""

import pytest
from PySide6.QtCore import Qt

from app.sweep.axis_field import AxisField
from lrengine.errors import LabError
from lrengine.recipe import Axis, Recipe
from lrengine.settings import change


@pytest.fixture
def field(shown):
    return shown(AxisField("sweep_first", "Vary"), 220, 120)


def choose(field, key):
    field.picker.setCurrentIndex(field.picker.findData(key))


def write(qtbot, field, text):
    field.values.setFocus()
    field.values.selectAll()
    qtbot.keyClicks(field.values, text)


def test_nothing_is_varied_at_first(field):
    assert field.axis() is None and not field.values.isVisible()


def test_a_choice_brings_values_that_make_sense(field, qtbot):
    with qtbot.waitSignal(field.changed):
        choose(field, "objective.l2")
    assert field.values.isVisible() and field.axis() == Axis(
        setting="objective.l2", values=(0.0001, 0.001, 0.01, 0.1, 1.0)
    )
    field.show_recipe(change(Recipe(), {"solver.learning_rate": 0.5}))
    choose(field, "solver.learning_rate")
    assert 0.5 in field.axis().values


def test_what_is_typed_counts_at_once_and_is_kept(field, qtbot):
    choose(field, "solver.learning_rate")
    with qtbot.waitSignal(field.changed):
        write(qtbot, field, "0.1, 1")
    assert field.axis().values == (0.1, 1.0)
    qtbot.keyClick(field.values, Qt.Key.Key_Return)
    choose(field, "objective.l1")
    choose(field, "solver.learning_rate")
    assert field.axis().values == (0.1, 1.0)


def test_a_wrong_value_is_said_below_when_it_is_finished(field, qtbot):
    choose(field, "solver.learning_rate")
    write(qtbot, field, "0.1, fast")
    with pytest.raises(LabError):
        field.axis()
    assert not field.complaint.isVisible()
    qtbot.keyClick(field.values, Qt.Key.Key_Return)
    assert field.complaint.isVisible() and "'fast'" in field.complaint.text()
    assert field.values.text() == "0.1, fast", "it is not corrected behind the user's back"
    write(qtbot, field, "0.1, 0.2")
    assert not field.complaint.isVisible()


def test_heads_of_sections_cannot_be_chosen(field):
    model = field.picker.model()
    heads = [row for row in range(model.rowCount()) if not model.item(row).isEnabled()]
    assert {field.picker.itemText(row) for row in heads} >= {"Solver", "Penalty", "Run"}


def test_an_axis_of_a_recipe_is_shown_silently(field, qtbot):
    with qtbot.assertNotEmitted(field.changed):
        field.show_axis(Axis(setting="solver.momentum", values=(0.5, 0.9)))
    assert field.key == "solver.momentum" and field.values.text() == "0.5, 0.9"
    field.show_axis(None)
    assert field.axis() is None
