"""Lines of text, paths and amounts of rows."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.settings.line_editors import AmountEditor, PathEditor, TextEditor, parse_amount
from lrengine.errors import LabError
from lrengine.settings import find_setting

VALIDATION = find_setting("data.validation")


@pytest.fixture
def make(show_editor):
    return lambda kind, key: show_editor(kind, key, has_focus=False)


def enter(qtbot, field, text):
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6107", 6107),
        ("10,000", 10000),
        ("10 000", 10000),
        ("600 rows", 600),
        ("0.1", 0.1),
        (".1", 0.1),
        ("1.0", 1.0),
        ("10 %", 0.1),
        ("7%", 0.07),
        ("first:2000", "first:2000"),
        ("last:0.1", "last:0.1"),
        ("First: 2,000", "first:2000"),
    ],
)
def test_amounts_people_write(make, qtbot, text, value):
    editor = make(AmountEditor, "data.validation")
    editor.show_value(0.5)
    enter(qtbot, editor, text)
    assert editor.value() == value and type(editor.value()) is type(value)
    assert editor.heard == [value]


@pytest.mark.parametrize("text", ["", "abc", "1.5", "-3", "first:", "true", "[1]", "120 %"])
def test_wrong_amounts_are_marked(make, qtbot, text):
    editor = make(AmountEditor, "data.validation")
    with qtbot.waitSignal(editor.complaint_changed):
        if text:
            enter(qtbot, editor, text)
        else:
            editor.selectAll()
            qtbot.keyClick(editor, Qt.Key.Key_Delete)
            qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.value() == 0.1 and editor.heard == []
    assert "a count, a share between 0 and 1, or an end" in editor.toolTip()


@given(st.text(max_size=12) | st.text("0123456789.,: %firstla", max_size=12))
def test_any_text_is_an_amount_or_a_sentence(text):
    try:
        value = parse_amount(VALIDATION, text)
    except LabError as error:
        sentence = str(error)
    else:
        sentence = "Validation rows must be"
        assert isinstance(value, int | float | str)
    assert sentence.startswith("Validation rows must be")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (10000, "10,000 rows"),
        (0.1, "10 %"),
        (1.0, "100 %"),
        ("first:2000", "first 2,000"),
        ("last:0.5", "last 50 %"),
    ],
)
def test_amounts_at_rest(make, value, shown):
    editor = make(AmountEditor, "data.validation")
    editor.show_value(value)
    assert editor.text() == shown and editor.heard == []


def test_one_row_is_not_all_rows(make):
    editor = make(AmountEditor, "data.train")
    editor.show_value(1)
    editor.setValue(1.0)
    assert editor.heard == [1.0] and isinstance(editor.value(), float)


def test_text(make, qtbot):
    editor = make(TextEditor, "data.path")
    enter(qtbot, editor, " hello ")
    editor.setValue("hello")
    assert editor.heard == ["hello"] and editor.value() == "hello"
    editor.show_value("other")
    assert editor.text() == "other" and editor.heard == ["hello"]


def test_a_path_is_shown_by_its_last_part(make):
    editor = make(PathEditor, "data.path")
    path = str(Path("/some/where/deep/digits.csv"))
    editor.show_value(path)
    assert editor.field.text() == "digits.csv" and editor.value() == path
    assert path in editor.field.toolTip() and editor.heard == []


def test_a_typed_path_loses_its_quotes(make, qtbot):
    editor = make(PathEditor, "data.path")
    enter(qtbot, editor.field, '"/a b/c.csv"')
    assert editor.heard == ["/a b/c.csv"]


@pytest.mark.parametrize(
    ("dialog", "index", "answer"),
    [("getOpenFileName", 0, ("/x/y.csv", "")), ("getExistingDirectory", 1, "/x/images")],
)
def test_browsing(make, monkeypatch, dialog, index, answer):
    editor = make(PathEditor, "data.path")
    monkeypatch.setattr(QFileDialog, dialog, lambda *_: answer)
    editor.browse.menu().actions()[index].trigger()
    assert editor.heard == [answer[0] if isinstance(answer, tuple) else answer]


def test_browsing_given_up(make, monkeypatch):
    editor = make(PathEditor, "data.path")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    editor.browse.menu().actions()[0].trigger()
    assert editor.heard == [] and editor.value() == ""


def test_a_complaint_about_a_path(make, qtbot):
    editor = make(PathEditor, "data.path")
    with qtbot.waitSignal(editor.complaint_changed):
        editor.complain("There is no such file.")
    assert editor.field.toolTip() == "There is no such file."
