"""The two digit pickers and the line of classes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.settings.classes_editor import ClassesEditor
from lrengine.settings import find_setting


@pytest.fixture
def editor(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    editor = ClassesEditor(find_setting("task.classes"), window)
    editor.setGeometry(0, 0, 180, 30)
    with qtbot.waitExposed(window):
        window.show()
    editor.heard = []
    editor.value_changed.connect(editor.heard.append)
    yield editor


@pytest.fixture
def pair(editor):
    editor.show_binary(True)
    editor.show_value((3, 5))
    return editor


def enter(qtbot, editor, text):
    editor.field.selectAll()
    qtbot.keyClicks(editor.field, text)
    qtbot.keyClick(editor.field, Qt.Key.Key_Return)


def test_all_classes_by_default(editor):
    assert editor.value() == () and editor.field.text() == "all"
    assert editor.field.isVisible() and not editor.digit_a.isVisible()


@pytest.mark.parametrize(
    ("text", "value"),
    [("2, 3", (2, 3)), ("4 7 9", (4, 7, 9)), ("[1,2]", (1, 2)), ("3,", None), ("3 3", None), ("3 x", None)],
)
def test_some_classes_in_a_line(editor, qtbot, text, value):
    enter(qtbot, editor, text)
    assert editor.heard == ([value] if value else [])
    assert bool(editor.field.complaint) is (value is None)


def test_back_to_all(editor, qtbot):
    editor.show_value((2, 3, 4))
    enter(qtbot, editor, "All")
    assert editor.heard == [()]


def test_pickers_for_two(pair):
    assert pair.digit_a.isVisible() and not pair.field.isVisible()
    assert (pair.digit_a.currentData(), pair.digit_b.currentData()) == (3, 5) == pair.pair
    assert pair.digit_a.objectName() == "digit_a" and pair.digit_b.objectName() == "digit_b"
    assert pair.heard == []


def test_a_digit_chosen_by_key(pair, qtbot):
    qtbot.keyClicks(pair.digit_b, "8")
    assert pair.heard == [(3, 8)] and pair.value() == (3, 8)


@pytest.mark.parametrize(("name", "key", "value"), [("digit_a", "5", (5, 3)), ("digit_b", "3", (5, 3))])
def test_the_same_digit_twice_moves_the_other(pair, qtbot, name, key, value):
    qtbot.keyClicks(getattr(pair, name), key)
    assert pair.heard == [value]
    assert (pair.digit_a.currentData(), pair.digit_b.currentData()) == value


def test_new_names_keep_a_pair_among_them(pair):
    pair.show_names(("1", "3", "5"))
    assert pair.pair == (3, 5) and pair.digit_a.count() == 3 and pair.heard == []


def test_new_names_without_the_pair_begin_with_the_first_two(pair):
    pair.show_names(("cat", "dog", "owl"))
    assert pair.pair == ("cat", "dog") == (pair.digit_a.currentData(), pair.digit_b.currentData())
    assert pair.heard == []


def test_names_with_spaces_and_zeros(editor, qtbot):
    editor.show_names(("big cat", "dog", "007"))
    enter(qtbot, editor, "big cat, 007")
    assert editor.heard == [("big cat", "007")]


def test_a_refused_value_is_told_while_the_pickers_are_shown(pair, qtbot):
    with qtbot.waitSignal(pair.complaint_changed) as told:
        pair.setValue((3, 77))
    assert "There is no class 77" in told.args[0] and pair.value() == (3, 5)
