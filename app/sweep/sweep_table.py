"""The table of a sweep's cells, the words about the chosen one, and what can be done with a cell."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.look.small_button import SmallButton
from app.look.theme import Theme
from app.sweep.sweep_book import SweepBook
from app.sweep.sweep_model import SORT_ROLE, SweepModel

_WIDEST = 130


class CellTable(QTableView):
    """Whole rows can be chosen; Space is left to the window, where it trains."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)


class SweepTable(QWidget):
    """Sorted as its heads are clicked.

    cell_selected   the index of a cell
    cell_activated  the index of a cell: double click, Enter, or the button
    reveal_asked    the user wants to see the test figures
    """

    cell_selected = Signal(int)
    cell_activated = Signal(int)
    reveal_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweep_cells")
        self._is_showing = False
        self._model = SweepModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(SORT_ROLE)
        # Rows that moved while they are being read would be a nuisance: they are sorted when asked.
        self._sorted.setDynamicSortFilter(False)
        self.table = CellTable()
        self.table.setObjectName("sweep_table")
        self.table.setAccessibleName("Table of the sweep's cells")
        self.table.setModel(self._sorted)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setShowGrid(False)
        self.table.setStyleSheet("QAbstractScrollArea::corner { background: transparent; border: none; }")
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(40)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.table.setSortingEnabled(True)
        self.table.selectionModel().selectionChanged.connect(self._announce)
        self.table.activated.connect(self._activate)
        self.table.doubleClicked.connect(self._activate)
        self.open_button = SmallButton("Open as run")
        self.open_button.setObjectName("open_cell")
        self.open_button.setToolTip("Put the selected cell among the runs, with its curves and weights")
        self.open_button.clicked.connect(self._open_selected)
        self.open_button.setEnabled(False)
        self.reveal_button = SmallButton("Reveal test")
        self.reveal_button.setObjectName("reveal_test")
        self.reveal_button.setToolTip("Show the test figures of all cells: they are no guide to choose by")
        self.reveal_button.clicked.connect(self.reveal_asked)
        self.reveal_button.setEnabled(False)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self.open_button)
        buttons.addStretch(1)
        buttons.addWidget(self.reveal_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    # -- what is shown -------------------------------------------------------------------------

    def show_book(self, book: SweepBook | None) -> None:
        self._is_showing = True
        self._model.show_book(book)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._fit_columns()
        self._is_showing = False
        self._show_buttons()

    def show_changed(self, indices: Iterable[int]) -> None:
        self._model.show_changed(indices)
        self._show_buttons()

    def show_end(self) -> None:
        """Nothing moves any more: put the rows in their order."""
        self._sorted.invalidate()
        self._fit_columns()

    def show_selected(self, index: int | None) -> None:
        self._is_showing = True
        if index is None:
            self.table.clearSelection()
        else:
            place = self._sorted.mapFromSource(self._model.index(index, 0))
            self.table.setCurrentIndex(place)
            self.table.scrollTo(place)
        self._is_showing = False
        self._show_buttons()

    def show_greyed(self, greyed: bool) -> None:
        self._model.show_greyed(greyed)

    def show_revealed(self, revealed: bool) -> None:
        self._model.show_revealed(revealed)
        self.reveal_button.setVisible(not revealed)

    def show_theme(self, theme: Theme) -> None:
        self._model.show_theme(theme)

    @property
    def selected(self) -> int | None:
        rows = self.table.selectionModel().selectedRows()
        return self._sorted.mapToSource(rows[0]).row() if rows else None

    def _fit_columns(self) -> None:
        header = self.table.horizontalHeader()
        # The chosen one is written in bold.
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        typical = {"Train risk": ".0000", "Validation": "diverged", "Test": "100.00 %"}
        for column in range(self._model.columnCount()):
            title = str(self._model.headerData(column, Qt.Orientation.Horizontal))
            texts = [str(self._model.index(k, column).data()) for k in range(min(self._model.rowCount(), 60))]
            # A long title yields to its values, and is whole in its tooltip.
            wanted = [title if title in typical else title[:8], typical.get(title, ""), *texts]
            width = max(map(metrics.horizontalAdvance, wanted)) + 26
            header.resizeSection(column, min(width, _WIDEST))

    def _show_buttons(self) -> None:
        book, selected = self._model.book, self.selected
        self.open_button.setEnabled(book is not None and selected in book.outcomes)
        self.reveal_button.setEnabled(book is not None and bool(book.outcomes))

    # -- what is asked for ---------------------------------------------------------------------

    @Slot()
    def _announce(self) -> None:
        if not self._is_showing and self.selected is not None:
            self._show_buttons()
            self.cell_selected.emit(self.selected)

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        self.cell_activated.emit(self._sorted.mapToSource(index).row())

    @Slot()
    def _open_selected(self) -> None:
        if self.selected is not None:
            self.cell_activated.emit(self.selected)
