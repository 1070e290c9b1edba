"""The table of runs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.look.theme import Theme
from app.runs.runs_model import RunRow, RunsModel

__all__ = ["RunRow", "RunsPanel"]

_DOT = 9


class RunsTable(QTableView):
    """Whole rows can be chosen; Space is left to the window, where it trains."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)


class RunsPanel(QWidget):
    """Run, what differs, risk, validation and test accuracy; the newest run on top.

    run_chosen  the number of a run that was clicked, or on which Enter was pressed
    """

    run_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs_panel")
        self.setAccessibleName("Runs")
        self._model = RunsModel(self)
        self.table = RunsTable()
        self.table.setObjectName("runs_table")
        self.table.setAccessibleName("Table of runs")
        self.table.setModel(self._model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setIconSize(QSize(_DOT, _DOT))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("Validation") + 20)
        self.table.clicked.connect(self._choose)
        self.table.activated.connect(self._choose)
        self._empty = QLabel("Your runs will be listed here: press Space to train the first one.")
        self._empty.setObjectName("runs_empty")
        self._empty.setProperty("quiet", True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        # A plain widget paints the style sheet's background only when it is told to.
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("panel", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        self._stack = QStackedWidget()
        layout.addWidget(self._stack)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)

    def show_runs(self, rows: Sequence[RunRow]) -> None:
        """Show these runs; only lines that have changed are drawn again, and a choice stays."""
        selected = self.table.selectionModel().selectedRows()
        chosen = self._model.run_number(selected[0].row()) if selected else None
        self._model.show_runs(rows)
        if chosen is not None and not self.table.selectionModel().hasSelection():
            line = self._model.line_of(chosen)
            if line is not None:
                self.table.selectRow(line)
        self._stack.setCurrentWidget(self.table if rows else self._empty)

    def show_theme(self, theme: Theme) -> None:
        self._model.show_quiet_ink(theme.quiet_ink)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        self.run_chosen.emit(self._model.run_number(index.row()))
