"""Drop-down lists, chosen from by keys, silent when shown."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.settings.picker import Picker


@pytest.fixture
def picker(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    QLineEdit(window).setFocus()
    picker = Picker(window)
    picker.setGeometry(0, 40, 110, 28)
    picker.show_choices({"a": "Apple", "b": "Banana", "c": "Cherry with a very long name"})
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    picker.heard = []
    picker.data_chosen.connect(picker.heard.append)
    yield picker


def turn_wheel(widget):
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_keys_choose(picker, qtbot):
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    qtbot.keyClicks(picker, "c")
    assert picker.heard == ["b", "c"] and picker.currentData() == "c"


def test_an_index_set_by_program_counts_as_chosen(picker):
    picker.setCurrentIndex(picker.findData("b"))
    assert picker.heard == ["b"]


def test_showing_is_silent(picker):
    picker.show_data("c")
    assert picker.currentData() == "c"
    picker.show_data("nothing")
    assert picker.currentIndex() == -1 and picker.heard == []


def test_new_choices_keep_the_chosen_one(picker):
    picker.show_data("b")
    picker.show_choices({"b": "Banana", "d": "Date"})
    assert picker.currentData() == "b"
    picker.show_choices({"e": "Elderberry"})
    assert picker.currentData() == "e"
    picker.show_choices({})
    assert picker.currentIndex() == -1 and picker.heard == []


def test_the_wheel_scrolls_the_panel_unless_the_list_has_the_focus(picker, qtbot):
    assert not turn_wheel(picker) and picker.heard == []
    picker.setFocus()
    qtbot.waitUntil(picker.hasFocus)
    assert turn_wheel(picker) and picker.heard == ["b"]


def test_long_titles_are_shortened(picker):
    picker.show_data("c")
    assert picker.shown_text().startswith("Cherry") and picker.shown_text().endswith("…")
    assert not picker.grab().isNull()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_open_list_shows_long_titles_whole(picker, qtbot):
    qtbot.keyClick(picker, Qt.Key.Key_F4)
    qtbot.waitUntil(picker.view().isVisible)
    assert picker.view().width() > picker.fontMetrics().horizontalAdvance("Cherry with a very long name")
    qtbot.keyClick(picker.view(), Qt.Key.Key_Down)
    qtbot.keyClick(picker.view(), Qt.Key.Key_Return)
    assert picker.heard == ["b"]
