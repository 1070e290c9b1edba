"""The table's manners: which keys and clicks mean what."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.runs.run_columns import arrange, cell_text, short_title
from app.runs.runs_model import EYE, RUN, RunsModel

_DOT: Final = 9
_EYE_WIDTH: Final = 32
_PADDING: Final = 24
# Room for the run's number and name, and for the settings that share a column.
_RUN_WIDTH: Final = 110
_ALSO_WIDTH, _ALSO_MOST = 100, 260


class RunsTable(QTableView):
    """Whole lines are chosen, several with Ctrl or Shift; Space is left to the window, where it trains.

    line_chosen      a line was clicked, or Enter pressed on it
    overlay_asked    O was pressed: draw the chosen runs' curves, or no longer
    fold_asked       Left or Right was pressed on this line; whether to fold it
    deletion_asked   Delete was pressed

    Columns are as wide as what they hold. Settings that do not fit share one column, those that differ
    least first, so that nothing needs to be scrolled sideways; the run's name takes what is left.
    """

    line_chosen = Signal(int)
    overlay_asked = Signal()
    fold_asked = Signal(int, bool)
    deletion_asked = Signal()

    def __init__(self, model: RunsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._fitted: tuple[object, ...] = ()
        self.setModel(model)
        self.setObjectName("runs_table")
        self.setAccessibleName("Table of runs")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(_DOT, _DOT))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._pressed = QModelIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if is_plain and index.isValid() and index == self._pressed and index.column() != EYE:
            self.line_chosen.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current, plain = self.currentIndex(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Space:
                event.ignore()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if current.isValid():
                self.line_chosen.emit(current.row())
            case Qt.Key.Key_O if plain:
                self.overlay_asked.emit()
            case Qt.Key.Key_Delete if plain:
                self.deletion_asked.emit()
            case Qt.Key.Key_Left | Qt.Key.Key_Right if current.isValid() and plain:
                self.fold_asked.emit(current.row(), event.key() == Qt.Key.Key_Left)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_fitted"):
            self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
            self._fitted = ()
            self.fit_columns()

    def fit_columns(self) -> None:
        """Share out the room; costs little where nothing has changed."""
        model = self._model
        figures = self._figure_widths()
        wanted = (self.viewport().width(), model.differing, figures, tuple(row.number for row in model.rows))
        if wanted == self._fitted:
            return
        self._fitted = wanted
        widths = {
            key: self._width(short_title(key), *{cell_text(key, row.settings.get(key)) for row in model.rows})
            for key in model.differing
        }
        room = self.viewport().width() - _EYE_WIDTH - _RUN_WIDTH - sum(figures)
        unusual = {key: model.unusual(key) for key in model.differing}
        own, gathered = arrange(model.differing, widths, unusual, room, _ALSO_WIDTH)
        model.show_columns(own, gathered)
        settings = [widths[key] for key in own]
        if gathered:
            settings.append(max(_ALSO_WIDTH, min(room - sum(settings), _ALSO_MOST)))
        header = self.horizontalHeader()
        for column, width in enumerate((_EYE_WIDTH, 0, *settings, *figures)):
            if column != RUN:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(column, width)
        header.setSectionResizeMode(RUN, QHeaderView.ResizeMode.Stretch)

    def _figure_widths(self) -> tuple[int, ...]:
        """Of risk, validation and test; figures of a run that trains have room to move."""
        lines = [self._model.line(place) for place in range(self._model.rowCount())]
        return (
            self._width("Risk", ".0000", *{line.risk for line in lines}),
            self._width("Validation", "00.00 %", *{line.validation for line in lines}),
            self._width("sealed", "00.00 %", *{line.test for line in lines}),
        )

    def _width(self, *texts: str) -> int:
        metrics = self.fontMetrics()
        return max(map(metrics.horizontalAdvance, texts)) + _PADDING

    def choose(self, place: int, *, more: bool = False) -> None:
        """Choose a line, or one more."""
        index = self.model().index(place, RUN)
        flags = self.selectionModel().SelectionFlag
        how = flags.Select if more else flags.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, how | flags.Rows)
