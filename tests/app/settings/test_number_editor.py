"""The editor of numbers, driven by keys and mouse."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from app.settings.number_editor import NumberEditor
from lrengine.settings import all_settings

NUMBERS = [setting for setting in all_settings() if setting.kind in ("number", "integer")]


@pytest.fixture
def make(show_editor):
    return lambda key: show_editor(NumberEditor, key, 200, 30)


def enter(qtbot, editor, text):
    editor.field.selectAll()
    qtbot.keyClicks(editor.field, text) if text else editor.field.del_()
    qtbot.keyClick(editor.field, Qt.Key.Key_Return)


def test_shows_and_sets_within_the_declared_bounds(make):
    for setting in NUMBERS:
        editor = make(setting.key)
        assert editor.setting is setting and editor.value() == setting.default
        for value in (setting.minimum, setting.maximum):
            editor.show_value(value)
            assert editor.value() == value
        assert editor.heard == []
        editor.setValue(setting.minimum)
        assert editor.heard == [setting.minimum], setting.key


def test_set_value_acts_as_a_user_does(make):
    editor = make("solver.learning_rate")
    editor.setValue(0.5)
    editor.setValue(0.5)
    assert editor.value() == 0.5 and editor.heard == [0.5] and editor.field.text() == "0.5"
    editor.setValue(1)
    assert editor.heard == [0.5, 1.0] and isinstance(editor.value(), float)


@pytest.mark.parametrize("value", [0.0, -1.0, 1e9, float("nan"), float("inf")])
def test_set_value_out_of_bounds_is_marked_and_not_taken(make, value):
    editor = make("solver.learning_rate")
    editor.setValue(value)
    assert editor.value() == 0.1 and editor.heard == []
    assert editor.field.toolTip().startswith("Learning rate must be a number from")


@pytest.mark.parametrize(("text", "value"), [("0.1", 0.1), (".2", 0.2), ("1e-3", 1e-3), ("1,000", 1000.0)])
def test_entries_people_write(make, qtbot, text, value):
    editor = make("solver.learning_rate")
    enter(qtbot, editor, text)
    assert editor.value() == value and editor.field.complaint == ""


@pytest.mark.parametrize("text", ["abc", "", "0,5", "-1", "1e9"])
def test_wrong_entries_are_marked_and_keep_the_old_value(make, qtbot, text):
    editor = make("solver.learning_rate")
    with qtbot.waitSignal(editor.complaint_changed):
        enter(qtbot, editor, text)
    assert editor.value() == 0.1 and editor.heard == []
    assert editor.field.text() == text and editor.field.property("invalid") is True
    enter(qtbot, editor, "0.2")
    assert editor.heard == [0.2] and editor.field.property("invalid") is False


@given(text=st.text("0123456789.,eE+- abc%", max_size=9))
@limits(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_entry_is_taken_or_marked(make, text):
    editor = make.__dict__.setdefault("editor", None) or make("solver.learning_rate")
    make.__dict__["editor"] = editor
    editor.show_value(0.25)
    editor.heard.clear()
    editor.field.setText(text)
    editor.field.text_entered.emit(text)
    if editor.field.complaint:
        assert editor.value() == 0.25 and editor.heard == []
    else:
        assert 0 < editor.value() <= 1e4
        assert editor.heard == ([editor.value()] if editor.value() != 0.25 else [])


def test_arrows_pages_and_ends(make, qtbot):
    editor = make("solver.learning_rate")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home):
        qtbot.keyClick(editor.slider, key)
    assert editor.heard == [0.12, 0.1, 1.0, 10.0, 1e-6]


def test_home_switches_off_where_zero_is_allowed(make, qtbot):
    editor = make("stopping.iterations")
    qtbot.keyClick(editor.slider, Qt.Key.Key_Home)
    assert editor.value() == 0 and editor.field.text() == "off"
    qtbot.keyClick(editor.slider, Qt.Key.Key_Right)
    assert editor.value() == 10 and isinstance(editor.value(), int)


def test_dragging_announces_every_value_on_the_way(make, qtbot):
    editor = make("solver.learning_rate")
    slider, middle = editor.slider, editor.slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.x_of(300), middle))
    for position in (400, 600, 900):
        qtbot.mouseMove(slider, QPoint(slider.x_of(position), middle))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.x_of(900), middle))
    assert len(editor.heard) == 4 and editor.heard == sorted(editor.heard)
    assert editor.value() == editor.heard[-1]


def test_a_value_beyond_the_slider_is_kept(make):
    editor = make("solver.learning_rate")
    editor.setValue(5000.0)
    assert editor.value() == 5000.0 and editor.slider.value() == editor.slider.maximum()
    assert editor.field.text() == "5,000"


def test_leaving_the_field_untouched_changes_nothing(make, qtbot):
    editor = make("objective.l2")
    editor.show_value(0.000123456789)
    editor.field.setFocus()
    editor.slider.setFocus()
    qtbot.keyClick(editor.field, Qt.Key.Key_Return)
    assert editor.value() == 0.000123456789 and editor.heard == []


def test_showing_forgets_a_refused_entry(make, qtbot):
    editor = make("solver.learning_rate")
    enter(qtbot, editor, "abc")
    editor.show_value(0.1)
    assert editor.field.text() == "0.1" and editor.field.complaint == "" and editor.heard == []


def test_a_wide_whole_number_is_a_field_alone(make, qtbot):
    editor = make("run.seed")
    assert not editor.slider.isVisible()
    enter(qtbot, editor, "42")
    assert editor.heard == [42]


def test_mark(make):
    editor = make("solver.learning_rate")
    editor.mark(0.1, "2/L")
    assert editor.slider.marked_position == editor.slider.value()
    assert editor.slider.accessibleDescription() == "2/L"
    editor.set_mark_colour(QColor("red"))
    editor.mark(None)
    assert editor.slider.marked_position is None


def test_names_for_assistive_tools(make):
    editor = make("solver.learning_rate")
    assert editor.field.accessibleName() == "Learning rate"
    assert editor.slider.accessibleName() == "Learning rate slider"
    assert "Acts at once." in editor.field.toolTip()
