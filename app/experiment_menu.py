"""The menu of the bundled recipes, under the headings of their chapters."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from lrengine.recipe import Recipe
from lrengine.recipe_files import in_order


class ExperimentMenu(QObject):
    """Fills a menu with recipes.

    recipe_chosen   the name of one
    """

    recipe_chosen = Signal(str)

    def __init__(self, menu: QMenu, recipes: Mapping[str, Recipe], parent: QObject) -> None:
        super().__init__(parent)
        chapter = ""
        for name, recipe in in_order(recipes):
            if recipe.about.chapter != chapter:
                chapter = recipe.about.chapter
                menu.addSection(chapter)
            action = menu.addAction(recipe.about.title or name)
            action.setData(name)
            action.triggered.connect(self._choose)

    @Slot()
    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.recipe_chosen.emit(action.data())
