"""One line for each class against the rest: precision, recall, F1 and rows, and below them their means."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.evaluation.small_buttons import small_font
from app.look.theme import DARK, Theme
from lrengine.metrics import ClassScores

Index = QModelIndex | QPersistentModelIndex
_ROLES: Final = Qt.ItemDataRole
_TITLES: Final = ("Class", "Precision", "Recall", "F1", "Rows")
_SHARES: Final = (0.19, 0.24, 0.19, 0.19, 0.19)


class ClassModel(QAbstractTableModel):
    """The classes in their order; the last line holds the means of what is defined, and all rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._scores: ClassScores | None = None
        self._quiet = QColor(DARK.quiet_ink)

    def show_scores(self, names: tuple[str, ...], scores: ClassScores) -> None:
        if names != self._names:
            self.beginResetModel()
            self._names, self._scores = names, scores
            self.endResetModel()
        else:
            self._scores = scores
            self.dataChanged.emit(self.index(0, 1), self.index(len(names), len(_TITLES) - 1))

    def show_theme(self, theme: Theme) -> None:
        self._quiet = QColor(theme.quiet_ink)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self._names else len(self._names) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(_TITLES):
            return None
        if role == _ROLES.TextAlignmentRole:
            return _alignment(section)
        return _TITLES[section] if role == _ROLES.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        is_class = index.row() < len(self._names)
        return super().flags(index) if is_class else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        if not index.isValid() or self._scores is None:
            return None
        line, column = index.row(), index.column()
        match role:
            case _ROLES.DisplayRole:
                return self._text(self._scores, line, column)
            case _ROLES.TextAlignmentRole:
                return _alignment(column)
            case _ROLES.ForegroundRole if line == len(self._names):
                return self._quiet
            case _ROLES.ToolTipRole if line < len(self._names) and column == 0:
                return f"Show {self._names[line]} against the rest at every threshold"
            case _ROLES.FontRole if column == 0 and line < len(self._names):
                font = QFont()
                font.setWeight(QFont.Weight.DemiBold)
                return font
        return None

    def _text(self, scores: ClassScores, line: int, column: int) -> str:
        is_mean = line == len(self._names)
        if column == 0:
            return "mean" if is_mean else self._names[line]
        if column == 4:
            return f"{int(scores.support.sum() if is_mean else scores.support[line]):,}"
        values = (scores.precision, scores.recall, scores.f1)[column - 1]
        if not is_mean:
            return _score(float(values[line]))
        defined = values[np.isfinite(values)]
        return _score(float(defined.mean()) if len(defined) else float("nan"))


class ClassTable(QTableView):
    """class_chosen     index of the class clicked or reached by the arrow keys
    class_activated  index of a class double-clicked, or on which Enter was pressed
    """

    class_chosen = Signal(int)
    class_activated = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("class_table")
        self.setAccessibleName("Each class against the rest")
        self._model = ClassModel(self)
        self._is_showing = False
        self.setModel(self._model)
        self.setFont(small_font(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(12)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 5)
        header = self.horizontalHeader()
        header.setFont(self.font())
        header.setHighlightSections(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        small = f"{self.font().pointSizeF():.2f}pt"
        self.setStyleSheet(
            "QTableView::item { padding: 0 4px; border: none; }"
            f" QHeaderView::section {{ padding: 2px 4px; font-size: {small}; }}"
        )
        self.selectionModel().currentRowChanged.connect(self._take_current)
        self.doubleClicked.connect(self._activate)

    def show_scores(self, names: tuple[str, ...], scores: ClassScores) -> None:
        """Other scores; the chosen class stays chosen."""
        self._is_showing = True
        self._model.show_scores(names, scores)
        self._is_showing = False

    def show_chosen(self, positive: int) -> None:
        """Mark a class without announcing it."""
        self._is_showing = True
        self.selectRow(positive)
        self._is_showing = False

    def show_theme(self, theme: Theme) -> None:
        self._model.show_theme(theme)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Shares, not contents: the columns keep still while the figures move.
        width = self.viewport().width()
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, int(share * width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _take_current(self, current: QModelIndex) -> None:
        if not self._is_showing and 0 <= current.row() < self._model.rowCount() - 1:
            self.class_chosen.emit(current.row())

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        if 0 <= index.row() < self._model.rowCount() - 1:
            self.class_activated.emit(index.row())


def _score(value: float) -> str:
    return f"{value:.3f}" if np.isfinite(value) else "–"


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
