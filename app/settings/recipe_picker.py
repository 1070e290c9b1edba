"""The list of recipes, which says when the settings have left the chosen one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.settings.picker import Picker
from app.settings.recipe_list import RecipeList

_CHANGED = " (changed)"
_MOST_LINES = 26


class RecipeEntry(NamedTuple):
    """A recipe in the list; `chapter` is the heading it stands under, `text` what its tooltip begins with."""

    name: str
    title: str
    chapter: str = ""
    text: str = ""


class RecipePicker(Picker):
    """Recipes by title, chapter by chapter.

    recipe_chosen  the name of a recipe, also when it is chosen again to undo changes
    """

    recipe_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recipe_picker")
        self.setAccessibleName("Recipe")
        self.setPlaceholderText("Own settings")
        self._titles: dict[str, str] = {}
        self.setView(RecipeList(self))
        self.setMaxVisibleItems(_MOST_LINES)
        self._is_changed = False
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.data_chosen.connect(self._choose)
        self.activated.connect(self._choose_again)

    def show_recipes(self, entries: Iterable[Sequence[str]]) -> None:
        """Offer these recipes, each as in `RecipeEntry`, keeping the chosen one."""
        name, changed = self.currentData() or "", self._is_changed
        recipes = [RecipeEntry(*entry) for entry in entries]
        self._titles = {recipe.name: recipe.title for recipe in recipes}
        self._is_showing = True
        self.clear()
        chapter = ""
        for recipe in recipes:
            if recipe.chapter != chapter:
                chapter = recipe.chapter
                self._add_heading(chapter)
            self.addItem(recipe.title, recipe.name)
            words = "\n".join(filter(None, (recipe.title, first_words(recipe.text))))
            self.setItemData(self.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        self._is_showing = False
        self.show_name(name, changed)

    def _add_heading(self, chapter: str) -> None:
        self.addItem(chapter)
        place = self.count() - 1
        # Without flags it can be neither pointed at nor reached by keys.
        self.setItemData(place, 0, Qt.ItemDataRole.UserRole - 1)
        high = round((1.6 if place else 1.25) * self.fontMetrics().height())
        self.setItemData(place, QSize(0, high), Qt.ItemDataRole.SizeHintRole)

    def show_name(self, name: str, changed: bool) -> None:
        """Choose a recipe silently; `changed` marks settings that are no longer the recipe's.

        A name that is not offered shows as a recipe of one's own.
        """
        self.show_data(name)
        self._is_changed = changed
        self.setPlaceholderText(name or "Own settings")
        for index in range(self.count()):
            if self.itemData(index) is None:
                continue
            mark = _CHANGED if changed and index == self.currentIndex() else ""
            text = self._titles[self.itemData(index)] + mark
            if self.itemText(index) != text:
                self.setItemText(index, text)
        self.updateGeometry()
        self.setToolTip(self.currentText() or self.placeholderText())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """A second line for a title that does not fit on one."""
        more = self.fontMetrics().lineSpacing() if len(self._lines(width)) > 1 else 0
        return self.sizeHint().height() + more

    def shown_text(self) -> str:
        return "\n".join(self._lines(self.width()))

    def _lines(self, width: int) -> list[str]:
        """The title broken into two lines at most, shortened to fit."""
        metrics, room = self.fontMetrics(), width - self.width() + self.text_rect().width()
        words = (self.currentText() or self.placeholderText()).split(" ")
        count = len(words)
        while count > 1 and metrics.horizontalAdvance(" ".join(words[:count])) > room:
            count -= 1
        lines = [" ".join(words[:count]), " ".join(words[count:])]
        if self._is_changed and metrics.horizontalAdvance(lines[1]) > room:
            # The title may be cut short, the mark may not.
            lines = [self.currentText().removesuffix(_CHANGED), _CHANGED.strip()]
        return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines if line]

    @Slot(object)
    def _choose(self, name: str) -> None:
        self.show_name(name, False)
        self.recipe_chosen.emit(name)

    @Slot(int)
    def _choose_again(self, index: int) -> None:
        if self._is_changed and index >= 0:
            self.recipe_chosen.emit(self.itemData(index))


def first_words(text: str) -> str:
    """The first clause of a recipe's text."""
    sentence = " ".join(text.split()).partition(". ")[0]
    clause = sentence.partition("; ")[0].partition(": ")[0].rstrip(".")
    return f"{clause}." if clause else ""
