"""A line of text at rest, while edited, and when it is wrong."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.settings.entry_field import EntryField


@pytest.fixture
def field(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 80)
    QLineEdit(window).setFocus()
    field = EntryField(window)
    field.setGeometry(0, 40, 160, 26)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    field.set_help("what it is")
    field.show_texts("1234.5", ("1,234.5 rows", "1,234.5", "1,200"))
    yield field


def test_the_fullest_text_that_fits(field, qtbot):
    assert field.text() == "1,234.5 rows"
    wide = field.fontMetrics().horizontalAdvance("1,234.5 rows")
    field.resize(field.width() - (160 - wide), 26)
    assert field.text() == "1,234.5"
    assert "1,234.5 rows" in field.toolTip() and "what it is" in field.toolTip()
    field.resize(160, 26)
    assert field.text() == "1,234.5 rows" and field.toolTip() == "what it is"


def test_exact_while_it_has_the_focus(field, qtbot):
    other = field.parentWidget().findChild(QLineEdit)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(field.hasFocus)
    assert field.text() == "1234.5" and field.selectedText() == "1234.5"
    other.setFocus()
    qtbot.waitUntil(lambda: not field.hasFocus())
    assert field.text() == "1,234.5 rows"


def test_return_tells_what_was_entered_once(field, qtbot):
    entered = []
    field.text_entered.connect(entered.append)
    field.selectAll()
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered == ["7"]


def test_nothing_is_entered_when_nothing_was_typed(field, qtbot):
    with qtbot.assertNotEmitted(field.text_entered):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_complaint_marks_until_the_text_is_edited(field, qtbot):
    with qtbot.waitSignal(field.complaint_changed) as told:
        field.complain("Write a number.")
    assert told.args == ["Write a number."]
    assert field.property("invalid") is True
    assert field.toolTip() == "Write a number." == field.accessibleDescription()
    qtbot.keyClicks(field, "1")
    assert field.property("invalid") is False
    assert field.toolTip() == "what it is" and field.complaint == ""


def test_escape_gives_up_what_was_typed(field, qtbot):
    field.selectAll()
    qtbot.keyClicks(field, "abc")
    field.complain("no")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "1,234.5 rows" and field.complaint == "" and not field.isModified()


def test_escape_without_anything_typed_is_left_to_others(field, qtbot):
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.selectedText() == ""


def test_a_text_too_long_for_the_field_is_shortened_in_its_middle(field, qtbot):
    field.show_texts("/a/b/" + "x" * 80, ("x" * 80,))
    assert "…" in field.text() and "x" * 80 in field.toolTip()
