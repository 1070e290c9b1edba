"""The list of recipes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.settings.recipe_picker import RecipePicker

TITLES = {"two": "Two digits", "ten": "Ten digits, softmax, all rows at each step", "fast": "Adam"}


@pytest.fixture
def picker(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    picker = RecipePicker(window)
    picker.setGeometry(0, 0, 150, 50)
    picker.heard = []
    picker.recipe_chosen.connect(picker.heard.append)
    picker.show_recipes(TITLES)
    with qtbot.waitExposed(window):
        window.show()
    yield picker


def test_nothing_is_chosen_at_first(picker):
    assert picker.currentIndex() == -1 and picker.shown_text() == "Own settings" and picker.heard == []


def test_choosing_by_key(picker, qtbot):
    picker.show_name("two", False)
    qtbot.keyClick(picker, Qt.Key.Key_End)
    assert picker.heard == ["fast"] and picker.currentData() == "fast"


def test_changes_are_marked_at_the_chosen_one_only(picker):
    picker.show_name("two", True)
    assert picker.currentText() == "Two digits (changed)" == picker.toolTip()
    picker.show_name("fast", False)
    assert [picker.itemText(i) for i in range(3)] == list(TITLES.values())
    assert picker.heard == []


def test_choosing_takes_the_mark_away(picker, qtbot):
    picker.show_name("two", True)
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    assert picker.heard == ["ten"] and "(changed)" not in picker.itemText(0)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_choosing_the_changed_one_again_undoes_its_changes(picker, qtbot):
    picker.show_name("two", True)
    qtbot.keyClick(picker, Qt.Key.Key_F4)
    qtbot.waitUntil(picker.view().isVisible)
    qtbot.keyClick(picker.view(), Qt.Key.Key_Return)
    assert picker.heard == ["two"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_choosing_the_same_one_again_is_nothing_new(picker, qtbot):
    picker.show_name("two", False)
    qtbot.keyClick(picker, Qt.Key.Key_F4)
    qtbot.waitUntil(picker.view().isVisible)
    qtbot.keyClick(picker.view(), Qt.Key.Key_Return)
    assert picker.heard == []


def test_a_recipe_from_elsewhere_shows_its_name(picker):
    picker.show_name("mine.toml", True)
    assert picker.currentIndex() == -1 and picker.shown_text() == "mine.toml"


def test_new_recipes_keep_the_name_and_the_mark(picker):
    picker.show_name("two", True)
    picker.show_recipes({"new": "New", "two": "Two digits"})
    assert picker.currentText() == "Two digits (changed)" and picker.heard == []


def test_the_mark_of_changes_is_never_cut_off(picker):
    picker.show_name("ten", True)
    first, second = picker.shown_text().split("\n")
    assert first.endswith("…") and second == "(changed)"


def test_a_long_title_takes_two_lines(picker):
    picker.show_name("fast", False)
    low = picker.heightForWidth(150)
    picker.show_name("ten", False)
    assert picker.shown_text().count("\n") == 1 and picker.heightForWidth(150) > low
    assert picker.heightForWidth(600) == low
    picker.resize(600, 50)
    assert picker.shown_text() == TITLES["ten"]
    assert not picker.grab().isNull()
