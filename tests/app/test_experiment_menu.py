import pytest
from PySide6.QtWidgets import QMenu

from app.experiment_menu import ExperimentMenu
from lrengine.recipe_files import bundled_recipes, in_order


@pytest.fixture
def menu(qtbot):
    made = QMenu()
    qtbot.addWidget(made)
    return made


def test_every_recipe_is_offered_below_its_chapter(menu):
    recipes = bundled_recipes()
    _kept = ExperimentMenu(menu, recipes, menu)
    names, chapters, chapter = [], [], ""
    for action in menu.actions():
        if action.isSeparator():
            chapter = action.text()
        else:
            names.append(action.data())
            chapters.append(chapter)
    assert names == [name for name, _ in in_order(recipes)]
    assert chapters == [recipe.about.chapter for _, recipe in in_order(recipes)]


def test_a_choice_is_told_by_name(qtbot, menu):
    experiments = ExperimentMenu(menu, bundled_recipes(), menu)
    action = next(action for action in menu.actions() if action.data() == "softmax")
    with qtbot.waitSignal(experiments.recipe_chosen) as told:
        action.trigger()
    assert told.args == ["softmax"]
