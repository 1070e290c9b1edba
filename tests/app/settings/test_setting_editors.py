"""One editor for each setting, with the same interface."""

import pytest
from PySide6.QtCore import Qt

from app.settings.classes_editor import ClassesEditor
from app.settings.line_editors import AmountEditor, PathEditor
from app.settings.number_editor import NumberEditor
from app.settings.setting_editors import ChoiceEditor, SwitchEditor, make_editor
from app.settings.setting_layout import edited_settings

KINDS = {
    "number": NumberEditor,
    "integer": NumberEditor,
    "choice": ChoiceEditor,
    "switch": SwitchEditor,
    "text": PathEditor,
    "amount": AmountEditor,
    "classes": ClassesEditor,
}
OTHERS = {"text": "/tmp/x.csv", "amount": "last:5", "classes": (2, 3)}


@pytest.fixture
def make(show_editor):
    return lambda key: show_editor(make_editor, key)


def other_value(setting):
    """An allowed value that is not the default."""
    match setting.kind:
        case "choice":
            return setting.choices[-1]
        case "switch":
            return not setting.default
        case "number" | "integer":
            return setting.maximum
    return OTHERS[setting.kind]


def test_every_setting_has_an_editor(make):
    for setting in edited_settings():
        editor = make(setting.key)
        assert isinstance(editor, KINDS[setting.kind]) and editor.setting is setting
        assert editor.value() == setting.default
        value = other_value(setting)
        editor.show_value(value)
        assert editor.value() == value and editor.heard == [], setting.key
        editor.setValue(setting.default)
        editor.setValue(setting.default)
        assert editor.value() == setting.default
        assert editor.heard == ([setting.default] if value != setting.default else []), setting.key


def test_every_kind_of_editor_can_complain(make, qtbot):
    for setting in {setting.kind: setting for setting in edited_settings()}.values():
        editor = make(setting.key)
        with qtbot.waitSignal(editor.complaint_changed) as told:
            editor.complain("Choose something else.")
        assert told.args == ["Choose something else."]


def test_choices_have_titles_and_recipe_values(make, qtbot):
    editor = make("solver.name")
    assert editor.currentText() == "Gradient descent" and editor.currentData() == "gradient-descent"
    qtbot.keyClick(editor, Qt.Key.Key_End)
    assert editor.heard == ["newton"] and editor.currentText() == "Newton's method"


def test_an_unknown_choice_is_refused(make, qtbot):
    editor = make("solver.name")
    with qtbot.waitSignal(editor.complaint_changed) as told:
        editor.setValue("magic")
    assert told.args[0].startswith("Method") and editor.value() == "gradient-descent" and editor.heard == []


def test_a_switch_by_key_and_mouse(make, qtbot):
    editor = make("task.intercept")
    qtbot.keyClick(editor, Qt.Key.Key_Space)
    qtbot.mouseClick(editor, Qt.MouseButton.LeftButton, pos=editor.rect().center() / 8)
    assert editor.heard[0] is False and editor.heard[-1] is editor.value()
