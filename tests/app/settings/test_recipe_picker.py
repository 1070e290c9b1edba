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
    picker.show_recipes(TITLES.items())
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
    picker.show_recipes([("new", "New"), ("two", "Two digits")])
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


CHAPTERS = [
    ("one", "One neuron", "First steps", "A single neuron learns. Look at its cost."),
    ("two", "Two digits", "First steps"),
    ("l2", "Penalties: λ swept", "Penalties", "Seven values of λ; small multiples: watch."),
    ("l1", "Zeros by L1", "Penalties"),
]


@pytest.fixture
def chapters(picker):
    picker.show_recipes(CHAPTERS)
    picker.heard.clear()
    yield picker


def test_chapters_are_headings_that_cannot_be_chosen(chapters, qtbot):
    shown = [(chapters.itemText(i), chapters.itemData(i)) for i in range(chapters.count())]
    assert shown == [
        ("First steps", None), ("One neuron", "one"), ("Two digits", "two"),
        ("Penalties", None), ("Penalties: λ swept", "l2"), ("Zeros by L1", "l1"),
    ]  # fmt: skip
    chapters.show_name("two", False)
    for key, name in [(Qt.Key.Key_Down, "l2"), (Qt.Key.Key_Up, "two"), (Qt.Key.Key_Home, "one")]:
        qtbot.keyClick(chapters, key)
        assert chapters.currentData() == name
    assert chapters.heard == ["l2", "two", "one"]


def test_a_heading_is_never_taken_for_an_unknown_recipe(chapters):
    for name in ("", "First steps", "mine.toml"):
        chapters.show_name(name, True)
        assert chapters.currentIndex() == -1


def test_typing_finds_a_recipe(chapters, qtbot):
    chapters.show_name("one", False)
    qtbot.keyClicks(chapters, "l1")
    assert chapters.currentData() == "l1" and chapters.heard[-1] == "l1"


def test_a_tooltip_holds_the_title_and_the_first_clause(chapters):
    tips = {chapters.itemData(i): chapters.itemData(i, Qt.ItemDataRole.ToolTipRole) for i in range(6)}
    assert tips["one"] == "One neuron\nA single neuron learns."
    assert tips["l2"] == "Penalties: λ swept\nSeven values of λ."
    assert tips["two"] == "Two digits"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_open_list_shows_chapters_and_is_as_wide_as_its_titles(chapters, qtbot):
    qtbot.keyClick(chapters, Qt.Key.Key_F4)
    qtbot.waitUntil(chapters.view().isVisible)
    assert chapters.view().width() > chapters.fontMetrics().horizontalAdvance("Penalties: λ swept")
    assert not chapters.view().grab().isNull()
    chapters.hidePopup()
