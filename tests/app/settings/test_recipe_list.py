"""Typing finds titles; headings are painted in the theme's quiet ink."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyleOptionViewItem

from app.settings.recipe_list import RecipeList, find_title

TITLES = [None, "One neuron", "Two digits", None, "Ten digits, softmax", "Softmax, annealed", "L1-sweep"]


@pytest.mark.parametrize(
    ("typed", "current", "found"),
    [
        ("softmax", -1, 5),  # a beginning before a word
        ("dig", -1, 2),
        ("dig", 3, 4),
        ("neal", -1, 5),
        ("SWEEP", 0, 6),
        ("t", -1, 2),
        ("t", 2, 4),
        ("tt", 4, 2),  # the same letter again goes on to the next
        ("te", 2, 4),
        ("nothing", 0, None),
        (" ", 0, None),
        ("o", 1, 1),  # the only one: it comes round
    ],
)
def test_a_title_is_found(typed, current, found):
    assert find_title(TITLES, typed, current) == found


@pytest.fixture
def shown(qtbot):
    made = RecipeList()
    qtbot.addWidget(made)
    model = QStandardItemModel(made)
    for title in TITLES:
        item = QStandardItem(title or "Chapter")
        if title is not None:
            item.setData(title, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    made.setModel(model)
    yield made


def test_letters_typed_one_after_another_belong_together(shown, qtbot):
    qtbot.keyClicks(shown, "ann")
    assert shown.currentIndex().row() == 5


def test_headings_look_unlike_recipes(shown):
    looks = []
    for row in (0, 1):
        option = QStyleOptionViewItem()
        option.initFrom(shown)
        option.font = shown.font()
        shown.itemDelegate().initStyleOption(option, shown.model().index(row, 0))
        looks.append(QFont(option.font))
    heading, recipe = looks
    assert heading.bold() and not recipe.bold() and heading.pointSizeF() < recipe.pointSizeF()
