"""Sweeps: a form on the left, live pictures in the middle, the table of cells on the right."""

from __future__ import annotations

import time
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QWidget

from app.look.theme import Theme
from app.sweep.sweep_book import SweepBook
from app.sweep.sweep_desk import SweepDesk
from app.sweep.sweep_form import SweepForm
from app.sweep.sweep_pictures import SweepPictures
from app.sweep.sweep_state import SweepState
from app.sweep.sweep_table import SweepTable
from app.sweep.sweep_words import choice_words
from lrengine.history import History
from lrengine.recipe import Recipe
from lrengine.sweep import CellOutcome, cells_of

_TABLE_SECONDS = 0.3
_EMPTY = (
    "Choose a setting and a few values to see side by side what it does,\n"
    "or two settings to see them against each other."
)


class SweepPanel(QWidget):
    """What is selected in one part is selected in all.

    sweep_asked   Sweep: run this with the settings as they are
    cancel_asked  stop, and keep what is done
    resume_asked  run what is left
    cell_opened   CellOutcome: put it among the runs
    reveal_asked  show the test figures
    """

    sweep_asked = Signal(object)
    cancel_asked = Signal()
    resume_asked = Signal()
    cell_opened = Signal(object)
    reveal_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweep_panel")
        self.setAccessibleName("Sweep")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("panel", True)
        self._book: SweepBook | None = None
        self._recipe: Recipe | None = None
        self._desk: SweepDesk | None = None
        self._is_revealed = False
        self._told_at = 0.0
        self._waiting: set[int] = set()
        self.selected: int | None = None
        self.form = SweepForm()
        self.form.sweep_asked.connect(self.sweep_asked)
        self.form.cancel_asked.connect(self.cancel_asked)
        self.form.resume_asked.connect(self.resume_asked)
        self.pictures = SweepPictures()
        self.table = SweepTable()
        self.table.reveal_asked.connect(self.reveal_asked)
        for part in (self.pictures, self.table):
            part.cell_selected.connect(self._select)
            part.cell_activated.connect(self._open)
        empty = QLabel(_EMPTY)
        empty.setObjectName("sweep_empty")
        empty.setProperty("quiet", True)
        empty.setWordWrap(True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(9)
        split.addWidget(self.pictures)
        split.addWidget(self.table)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 4)
        split.setSizes([340, 300])
        self.pictures.setMinimumWidth(190)
        self.table.setMinimumWidth(180)
        self._pages = QStackedWidget()
        self._pages.addWidget(empty)
        self._pages.addWidget(split)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 4)
        row.setSpacing(14)
        row.addWidget(self.form)
        row.addWidget(self._pages, 1)

    def follow(self, desk: SweepDesk) -> None:
        """Show what the desk runs; cancel and resume go straight to it."""
        self._desk = desk
        desk.began.connect(self._take_begin)
        desk.advanced.connect(self.show_advance)
        desk.cell_ended.connect(self.show_outcome)
        desk.ended.connect(self.show_end)
        desk.restored.connect(self._take_restored)
        desk.said.connect(self.form.starter.show_sentence)
        desk.state_changed.connect(self._take_state)
        self.cancel_asked.connect(desk.cancel)
        self.resume_asked.connect(desk.resume)
        if desk.recipe is not None:
            self._take_restored()
            self._take_state()

    # -- what is shown -------------------------------------------------------------------------

    def show_recipe(self, recipe: Recipe) -> None:
        """The settings as they are now; results of other settings are greyed."""
        self._recipe = recipe
        self.form.show_recipe(recipe)
        self._show_greyed()

    def show_sweep(self, recipe: Recipe, outcomes: Mapping[int, CellOutcome] | None = None) -> None:
        """A sweep that begins, or goes on from these outcomes."""
        book = SweepBook(recipe, cells_of(recipe))
        for outcome in (outcomes or {}).values():
            book.note_outcome(outcome)
        before, self._book = self._book, book
        self.pictures.show_book(book)
        self.table.show_book(book)
        if before is None or before.recipe != recipe:
            self._show_selected(None)
        else:
            self._show_selected(self.selected)
        self._show_greyed()
        self._show_choice()
        self._pages.setCurrentIndex(1)

    def show_state(self, state: SweepState) -> None:
        self.form.starter.show_state(state)

    @Slot(object)
    def show_advance(self, histories: Mapping[int, History]) -> None:
        """Rows of cells that run."""
        if self._book is not None:
            self._book.note_advance(histories)
            self.pictures.show_changed(histories)
            # Figures that change faster cannot be read.
            now = time.perf_counter()
            if now - self._told_at >= _TABLE_SECONDS:
                self._told_at = now
                self.table.show_changed(self._waiting | set(histories))
                self._waiting = set()
            else:
                self._waiting |= set(histories)

    @Slot(object)
    def show_outcome(self, outcome: CellOutcome) -> None:
        if self._book is not None:
            self._book.note_outcome(outcome)
            self._show_changed(outcome.cell.index)
            self._show_choice()

    @Slot()
    def show_end(self) -> None:
        """Nothing runs any more; the choice is final, unless the sweep is resumed."""
        book = self._book
        if book is None:
            return
        book.note_end()
        self._show_changed(*(cell.index for cell in book.cells))
        self.table.show_end()
        self._show_choice()
        choice = book.choice()
        if self.selected is None and choice is not None:
            self._show_selected(choice.cells[0])

    def show_test_revealed(self, revealed: bool) -> None:
        self._is_revealed = revealed
        self.pictures.show_revealed(revealed)
        self.table.show_revealed(revealed)
        self._show_choice()

    def show_theme(self, theme: Theme) -> None:
        self.pictures.show_theme(theme)
        self.table.show_theme(theme)

    def _show_changed(self, *indices: int) -> None:
        self.pictures.show_changed(indices)
        self.table.show_changed(indices)

    def _show_choice(self) -> None:
        words = choice_words(self._book, revealed=self._is_revealed) if self._book is not None else ""
        self.form.starter.show_choice(words)

    def _show_greyed(self) -> None:
        book, recipe = self._book, self._recipe
        greyed = book is not None and recipe is not None and not book.belongs_to(recipe)
        self.pictures.show_greyed(greyed)
        self.table.show_greyed(greyed)

    def _show_selected(self, index: int | None) -> None:
        self.selected = index
        self.pictures.show_selected(index)
        self.table.show_selected(index)

    # -- what is heard -------------------------------------------------------------------------

    @Slot(object)
    def _take_begin(self, recipe: Recipe) -> None:
        self.show_sweep(recipe, self._desk.outcomes if self._desk is not None else None)

    @Slot()
    def _take_restored(self) -> None:
        """The sweep at hand is another one, or none, without having been begun here."""
        desk = self._desk
        if desk is None or desk.recipe is None:
            self._book = None
            self._show_choice()
            self._pages.setCurrentIndex(0)
            return
        self.show_sweep(desk.recipe, desk.outcomes)
        if not desk.is_running:
            self.show_end()

    @Slot()
    def _take_state(self) -> None:
        if self._desk is not None:
            self.show_state(self._desk.state)

    @Slot(int)
    def _select(self, index: int) -> None:
        self._show_selected(index)

    @Slot(int)
    def _open(self, index: int) -> None:
        outcome = self._book.outcomes.get(index) if self._book is not None else None
        if outcome is not None:
            self.cell_opened.emit(outcome)
