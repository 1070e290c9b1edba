"""The table of runs, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.look.theme import Theme
from app.runs.run_lines import Line, RunRow
from app.runs.runs_header import RunsActions, RunsHeader
from app.runs.runs_model import RunsModel
from app.runs.runs_table import RunsTable

__all__ = ["RunRow", "RunsPanel"]


class RunsPanel(QWidget):
    """Run, what differs, risk, validation and test accuracy; the newest run on top.

    run_chosen        the number of a run that was clicked, or on which Enter was pressed
    overlays_changed  numbers of the runs whose curves are to be drawn beside those of the run on view
    repeat_asked      number of the run whose recipe is to be repeated with other seeds
    branch_asked      number of the run to train on from
    delete_asked, restore_asked   numbers of runs to move to the bin, or back
    empty_asked       let go of what is in the bin
    export_asked      save the table
    """

    run_chosen = Signal(int)
    overlays_changed = Signal(object)
    repeat_asked = Signal(int)
    branch_asked = Signal(int)
    delete_asked = Signal(object)
    restore_asked = Signal(object)
    empty_asked = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs_panel")
        self.setAccessibleName("Runs")
        # A plain widget paints the style sheet's background only when it is told to.
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("panel", True)
        self._model = RunsModel(self)
        self._kept: list[tuple[str, int]] = []
        self._overlaid: frozenset[int] = frozenset()
        self.table = RunsTable(self._model)
        self.actions_ = RunsActions(self)
        self.header = RunsHeader(self.actions_)
        self._empty = QLabel("Your runs will be listed here: press Space to train the first one.")
        self._empty.setObjectName("runs_empty")
        self._empty.setProperty("quiet", True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._stack, 1)
        self._connect()
        self.header.hide()
        self._enable()

    def _connect(self) -> None:
        table = self.table
        table.line_chosen.connect(self._choose)
        table.overlay_asked.connect(self._overlay)
        table.fold_asked.connect(self._fold)
        table.deletion_asked.connect(self._delete)
        table.customContextMenuRequested.connect(self._open_menu)
        table.selectionModel().selectionChanged.connect(self._enable)
        self._model.overlays_chosen.connect(self._change_overlays)
        self._model.modelAboutToBeReset.connect(self._keep_choice)
        self._model.modelReset.connect(self._choose_again)
        self.header.restore_asked.connect(self.restore_asked)
        self.header.empty_asked.connect(self.empty_asked)
        slots = {
            "show": self._show,
            "overlay": self._overlay,
            "repeat": self._repeat,
            "branch": self._branch,
            "delete": self._delete,
            "export": self.export_asked,
        }
        for name, slot in slots.items():
            self.actions_[name].triggered.connect(slot)

    # -- what is shown -------------------------------------------------------------------------

    def show_runs(self, rows: Sequence[RunRow]) -> None:
        """Show these runs; only lines that have changed are drawn again, and a choice stays."""
        self._model.show_runs(rows)
        self.table.fit_columns()
        self._stack.setCurrentWidget(self.table if rows else self._empty)
        self.header.setVisible(bool(rows) or self.header.bin_button.isVisibleTo(self.header))
        self.header.summary.setText(f"{len(rows)} run{'s' if len(rows) > 1 else ''}" if rows else "")
        self._enable()

    def show_bin(self, rows: Sequence[RunRow]) -> None:
        """Offer deleted runs to be restored."""
        self.header.show_bin(rows)
        self.header.setVisible(bool(rows) or bool(self._model.rows))

    @property
    def overlaid(self) -> tuple[int, ...]:
        """Numbers of the listed runs whose curves are to be drawn, also after a stay in the bin."""
        return tuple(sorted(row.number for row in self._model.rows if row.number in self._overlaid))

    def show_overlaid(self, numbers: Iterable[int]) -> None:
        """Check these runs, silently."""
        self._overlaid = frozenset(numbers)
        self._model.show_overlaid(self._overlaid)
        self._enable()

    def show_theme(self, theme: Theme) -> None:
        self._model.show_quiet_ink(theme.quiet_ink)

    # -- what is chosen ------------------------------------------------------------------------

    def _chosen(self) -> list[Line]:
        """The chosen lines, or else that of the run on view."""
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        if not places:
            lines = (self._model.line(place) for place in range(self._model.rowCount()))
            return [line for line in lines if any(row.is_shown for row in line.rows)][-1:]
        return [self._model.line(place) for place in places]

    @Slot()
    def _keep_choice(self) -> None:
        selected = self.table.selectionModel().selectedRows()
        self._kept = [self._model.line(index.row()).key for index in selected]

    @Slot()
    def _choose_again(self) -> None:
        places = [place for key in self._kept if (place := self._model.place_of(key)) is not None]
        for place in places:
            self.table.choose(place, more=True)
        self._enable()

    @Slot()
    def _enable(self) -> None:
        lines, actions = self._chosen(), self.actions_
        single = lines[0] if len(lines) == 1 else None
        is_run = single is not None and single.group is None
        actions["show"].setEnabled(is_run and single is not None and not single.rows[0].is_shown)
        actions["repeat"].setEnabled(single is not None)
        actions["branch"].setEnabled(is_run)
        for name in ("overlay", "delete"):
            actions[name].setEnabled(bool(lines))
        numbers = [number for line in lines for number in line.numbers]
        is_on = bool(numbers) and self._overlaid.issuperset(numbers)
        actions["overlay"].setText("Hide overlaid curves" if is_on else "Overlay curves")

    @Slot(int)
    def _choose(self, place: int) -> None:
        line = self._model.line(place)
        if line.group is not None:
            self._model.toggle_fold(place)
        else:
            self.run_chosen.emit(line.rows[0].number)

    @Slot(int, bool)
    def _fold(self, place: int, fold: bool) -> None:
        line = self._model.line(place)
        if line.group is None and fold and line.depth:
            # From a run in a group to the group's head, as in a tree.
            head = self._model.place_of(("group", line.rows[0].group or 0))
            if head is not None:
                self.table.choose(head)
        elif line.group is not None and line.is_folded != fold:
            self._model.toggle_fold(place)

    # -- what is asked for ---------------------------------------------------------------------

    @Slot(object, bool)
    def _change_overlays(self, numbers: tuple[int, ...], overlaid: bool) -> None:
        self.show_overlaid(self._overlaid.union(numbers) if overlaid else self._overlaid.difference(numbers))
        self.overlays_changed.emit(self.overlaid)

    @Slot()
    def _overlay(self) -> None:
        numbers = tuple(number for line in self._chosen() for number in line.numbers)
        self._change_overlays(numbers, not self._overlaid.issuperset(numbers))

    @Slot()
    def _show(self) -> None:
        self.run_chosen.emit(self._chosen()[0].rows[0].number)

    @Slot()
    def _repeat(self) -> None:
        self.repeat_asked.emit(self._chosen()[0].rows[-1].number)

    @Slot()
    def _branch(self) -> None:
        self.branch_asked.emit(self._chosen()[0].rows[0].number)

    @Slot()
    def _delete(self) -> None:
        numbers = {number for line in self._chosen() for number in line.numbers}
        if numbers:
            self.delete_asked.emit(tuple(sorted(numbers)))

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        index = self.table.indexAt(place)
        if index.isValid() and not self.table.selectionModel().isRowSelected(index.row()):
            self.table.choose(index.row())
        menu = self.actions_.menu(self)
        menu.popup(self.table.viewport().mapToGlobal(place))
