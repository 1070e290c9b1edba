"""The open list of recipes: chapters with their headings, found by typing any part of a title."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

# Letters typed within this time belong together.
_TYPING_SECONDS = 1.0


class RecipeList(QListView):
    """Headings are items without data, which can't be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_ChapterDelegate(self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._typed = ""
        self._typed_at = 0.0

    def keyboardSearch(self, search: str) -> None:
        """Go to the next title with what was typed."""
        now = time.monotonic()
        self._typed = self._typed + search if now - self._typed_at < _TYPING_SECONDS else search
        self._typed_at = now
        model, current = self.model(), self.currentIndex().row()
        titles = []
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            is_recipe = index.data(Qt.ItemDataRole.UserRole) is not None
            titles.append(str(index.data()) if is_recipe else None)
        found = find_title(titles, self._typed, current)
        if found is not None:
            self.setCurrentIndex(model.index(found, 0))


def find_title(titles: Sequence[str | None], typed: str, current: int) -> int | None:
    """The place of a title that begins with `typed`, else has a word that does, else contains it.

    The search begins at `current`, or below it for a letter typed once or again and again; None is no title.
    """
    typed = typed.casefold()
    if len(set(typed)) == 1:
        typed = typed[0]
    if not typed.strip():
        return None
    first = max(current, 0) + (len(typed) == 1 and current >= 0)
    order = [(first + step) % len(titles) for step in range(len(titles))]
    known = [(place, title.casefold()) for place in order if (title := titles[place]) is not None]
    for fits in (str.startswith, _has_word, str.__contains__):
        for place, title in known:
            if fits(title, typed):
                return place
    return None


def _has_word(title: str, typed: str) -> bool:
    return any(word.startswith(typed) for word in title.replace("-", " ").split())


class _ChapterDelegate(QStyledItemDelegate):
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.data(Qt.ItemDataRole.UserRole) is not None:
            return
        option.state |= QStyle.StateFlag.State_Enabled
        font = QFont(option.font)
        font.setPointSizeF(0.85 * font.pointSizeF())
        font.setWeight(QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.0)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        option.font = font
        # The style sheet gives the list a palette of its own, without the theme's quiet ink.
        quiet = QGuiApplication.palette().brush(QPalette.ColorRole.PlaceholderText)
        option.palette.setBrush(QPalette.ColorRole.Text, quiet)
        option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
