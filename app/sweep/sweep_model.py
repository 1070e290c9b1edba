"""The cells as a table: what differs, the figures, and why each ended."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from app.look.theme import LIGHT, Theme
from app.sweep.sweep_book import SweepBook
from app.sweep.sweep_words import ending_text, figure_text

Index = QModelIndex | QPersistentModelIndex
SORT_ROLE: Final = Qt.ItemDataRole.UserRole
_ROLES = Qt.ItemDataRole


class SweepModel(QAbstractTableModel):
    """A line for each cell, in the cells' order. `SORT_ROLE` gives numbers; unknown ones come last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book: SweepBook | None = None
        self._revealed = self._greyed = False
        self._theme: Theme = LIGHT
        self._choice: frozenset[int] = frozenset()
        self._named: tuple[str, ...] = ()
        self._figures: tuple[tuple[str, str], ...] = ()

    # -- what is shown -------------------------------------------------------------------------

    def show_book(self, book: SweepBook | None) -> None:
        self.beginResetModel()
        self.book = book
        self._named, self._figures = _columns(book)
        self._take_choice()
        self.endResetModel()

    def show_changed(self, indices: Iterable[int]) -> None:
        changed = set(indices) | (self._choice ^ self._take_choice())
        if changed:
            self.dataChanged.emit(
                self.index(min(changed), 0), self.index(max(changed), self.columnCount() - 1)
            )

    def show_revealed(self, revealed: bool) -> None:
        self._revealed = revealed
        self._repaint()

    def show_greyed(self, greyed: bool) -> None:
        self._greyed = greyed
        self._repaint()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._repaint()

    def _repaint(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def _take_choice(self) -> frozenset[int]:
        choice = self.book.choice() if self.book is not None else None
        self._choice = frozenset(choice.cells) if choice is not None else frozenset()
        return self._choice

    # -- columns -------------------------------------------------------------------------------

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        titles = (*self._named, *(title for title, _ in self._figures), "Ended")
        if role == _ROLES.DisplayRole:
            return titles[section]
        if role == _ROLES.TextAlignmentRole:
            return self._alignment(section)
        if role == _ROLES.ToolTipRole and titles[section] in dict(self._figures):
            return _figure_help(dict(self._figures)[titles[section]])
        if role == _ROLES.ToolTipRole:
            return titles[section]
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.book is None else len(self.book.cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.book is None else len(self._named) + len(self._figures) + 1

    # -- cells ---------------------------------------------------------------------------------

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        if not index.isValid() or self.book is None:
            return None
        cell, column = index.row(), index.column()
        match role:
            case _ROLES.DisplayRole:
                return self._text(self.book, cell, column)
            case _ROLES.UserRole:
                return self._order(self.book, cell, column)
            case _ROLES.TextAlignmentRole:
                return self._alignment(column)
            case _ROLES.ForegroundRole:
                return self._ink(self.book, cell, column)
            case _ROLES.FontRole if cell in self._choice:
                font = QFont()
                font.setWeight(QFont.Weight.DemiBold)
                return font
            case _ROLES.ToolTipRole:
                outcome = self.book.outcomes.get(cell)
                name = self.book.cells[cell].name
                return f"{name}\n{outcome.sentence}" if outcome is not None else name
        return None

    def _figure(self, column: int) -> str | None:
        place = column - len(self._named)
        return self._figures[place][1] if 0 <= place < len(self._figures) else None

    def _text(self, book: SweepBook, cell: int, column: int) -> str:
        combo = book.combination_of(cell)
        if column < len(self._named):
            text = combo.name
            if column < len(book.dimensions):
                text = book.dimensions[column].texts[combo.at[column]]
            elif self._named[column] == "Seed":
                text = f"{book.cells[cell].seed}"
            mark = ("◆ " if book.is_over else "◇ ") if column == 0 and cell in self._choice else ""
            return mark + text
        name = self._figure(column)
        if name is None:
            outcome = book.outcomes.get(cell)
            return ending_text(outcome) if outcome is not None else self._under_way(book, cell)
        status = book.status(cell)
        if name.startswith("validation") and status in ("diverged", "failed"):
            return status
        if name.startswith("test") and not self._revealed:
            return "sealed"
        return figure_text(name, book.figure(cell, name))

    def _under_way(self, book: SweepBook, cell: int) -> str:
        history = book.history(cell)
        if history is None or not len(history):
            return "not run" if book.is_over else "waiting"
        return f"iteration {len(history) - 1:,}"

    def _order(self, book: SweepBook, cell: int, column: int) -> float | str:
        """What the column is sorted by; the worst there is for what is not known."""
        if column < len(self._named):
            if column < len(book.dimensions):
                dimension = book.dimensions[column]
                at = book.combination_of(cell).at[column]
                return dimension.places[at] if dimension.places else float(at)
            return float(cell)
        name = self._figure(column)
        if name is None:
            return self._text(book, cell, column)
        if name.startswith("test") and not self._revealed:
            return float(cell)
        figure = book.figure(cell, name)
        unknown = -math.inf if name.endswith("accuracy") else math.inf
        return figure if math.isfinite(figure) else unknown

    def _ink(self, book: SweepBook, cell: int, column: int) -> QColor | None:
        text = self._text(book, cell, column)
        theme = self._theme
        if book.status(cell) in ("diverged", "failed") and text in ("diverged", "failed"):
            return QColor(theme.bad)
        if self._greyed or text in ("sealed", "–", "waiting", "not run"):
            return QColor(theme.quiet_ink)
        if cell in self._choice and column == 0:
            return QColor(theme.good)
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        is_figure = self._figure(column) is not None
        side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _columns(book: SweepBook | None) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Titles of the columns of what differs; titles and names of the figures."""
    if book is None:
        return (), ()
    titles = tuple(dimension.title for dimension in book.dimensions)
    seeds = ("Seed",) if book.sweep.repeats > 1 or not titles else ()
    by = book.sweep.choose
    figures = (("Train risk", "train_risk"), ("Validation", by), ("Test", by.replace("validation", "test")))
    return titles + seeds, figures


def _figure_help(name: str) -> str:
    words = name.replace("train", "training").replace("_", " ").capitalize()
    text = f"{words} of the weights that are kept"
    match name:
        case "train_risk":
            return f"{text}, without the penalty"
        case "validation_accuracy":
            return f"{text}: the highest is chosen, and of equal ones that of the lower validation risk"
        case "validation_risk":
            return f"{text}: the lowest is chosen"
    return text
