"""The list of recipes, which says when the settings have left the chosen one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.settings.picker import Picker

_CHANGED = " (changed)"


class RecipePicker(Picker):
    """Recipes by title.

    recipe_chosen  the name of a recipe, also when it is chosen again to undo changes
    """

    recipe_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recipe_picker")
        self.setAccessibleName("Recipe")
        self.setPlaceholderText("Own settings")
        self._titles: dict[str, str] = {}
        self._is_changed = False
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.data_chosen.connect(self._choose)
        self.activated.connect(self._choose_again)

    def show_recipes(self, titles: Mapping[str, str]) -> None:
        """Offer these recipes, keeping the chosen one."""
        name, changed = self.currentData() or "", self._is_changed
        self._titles = dict(titles)
        self.show_choices(self._titles)
        for index in range(self.count()):
            self.setItemData(index, self.itemText(index), Qt.ItemDataRole.ToolTipRole)
        self.show_name(name, changed)

    def show_name(self, name: str, changed: bool) -> None:
        """Choose a recipe silently; `changed` marks settings that are no longer the recipe's.

        A name that is not offered shows as a recipe of one's own.
        """
        self.show_data(name)
        self._is_changed = changed
        self.setPlaceholderText(name or "Own settings")
        for index in range(self.count()):
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
