"""Runs one sweep at a time beside the window, and keeps what has come of it."""

from __future__ import annotations

import threading
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.background import Asked, Background, Outcome, Report, Work
from app.sweep.sweep_mail import SweepMail
from app.sweep.sweep_state import Phase, SweepState, seconds_left, share_done
from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.history import History
from lrengine.recipe import Recipe
from lrengine.sweep import Cell, CellOutcome, Outcomes, cells_of, run_cells
from lrengine.threads import available_cores

# News are fetched this often, which is as often as the pictures are worth painting.
FETCH_MS: Final = 60


class SweepDesk(QObject):
    """The recipe of a sweep is fixed when it begins: its outcomes carry the settings that made them.

    began          Recipe, whose `cells` are now to be run, or run on after a `resume`
    advanced       {index: History so far} of cells with new rows, some sixteen times a second at most
    cell_ended     CellOutcome
    ended          Outcomes of the cells that have ended, when all have or the sweep was cancelled
    restored       a sweep from a file is here, or none is any more
    said           a sentence: why there is no sweep
    state_changed  `state` has changed
    """

    began = Signal(object)
    advanced = Signal(object)
    cell_ended = Signal(object)
    ended = Signal(object)
    restored = Signal()
    said = Signal(str)
    state_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recipe: Recipe | None = None
        self.cells: tuple[Cell, ...] = ()
        self.outcomes: dict[int, CellOutcome] = {}
        self._dataset: Dataset | None = None
        self._live: dict[int, History] = {}
        self._phase: Phase = "idle"
        self._mail = SweepMail()
        self._cancelled = threading.Event()
        self._number = 0
        self._began_at = self._seconds = 0.0
        self._done_before = 0
        self._worker = Background("sweep_thread", self)
        self._worker.finished_work.connect(self._take_end)
        self._clock = QTimer(self)
        self._clock.setInterval(FETCH_MS)
        self._clock.timeout.connect(self._fetch)

    # -- what there is -------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        return self._phase == "running"

    @property
    def results(self) -> Outcomes | None:
        """The outcomes so far, in the cells' order."""
        if self.recipe is None:
            return None
        return Outcomes(self.recipe, tuple(self.outcomes[k] for k in sorted(self.outcomes)))

    @property
    def state(self) -> SweepState:
        done, total = len(self.outcomes), len(self.cells)
        if not self.is_running:
            return SweepState(self._phase, done, total, self._seconds)
        seconds = time.perf_counter() - self._began_at
        under_way = sum(share_done(self.cells[k].recipe, rows) for k, rows in self._live.items())
        left = seconds_left(seconds, done - self._done_before + under_way, total - done - under_way)
        preparing = not self._live and done == self._done_before
        return SweepState("running", done, total, seconds, left, self._cancelled.is_set(), preparing)

    # -- what is asked for ---------------------------------------------------------------------

    def begin(self, recipe: Recipe, dataset: Dataset | None = None) -> None:
        """Run the recipe's sweep from its start, dropping whatever runs.

        dataset  what the recipe's data are, where they are loaded already
        """
        try:
            cells = cells_of(recipe)
        except LabError as error:
            self.said.emit(str(error))
            return
        self._stop()
        self.recipe, self.cells, self.outcomes = recipe, cells, {}
        self._dataset, self._seconds = dataset, 0.0
        self._run()

    @Slot()
    def cancel(self) -> None:
        """Stop where it is; cells that have ended are kept, those under way are not."""
        if self.is_running:
            self._cancelled.set()
            self.state_changed.emit()

    @Slot()
    def resume(self) -> None:
        """Run the cells that a cancelled sweep has left, and those that failed."""
        if self.recipe is not None and not self.is_running and len(self.outcomes) < len(self.cells):
            self.outcomes = {k: outcome for k, outcome in self.outcomes.items() if not outcome.failed}
            self._run()

    def restore(self, outcomes: Outcomes, dataset: Dataset | None = None) -> None:
        """Put a sweep from a file on view; what it lacks may be resumed."""
        self._stop()
        self.recipe, self.cells = outcomes.recipe, cells_of(outcomes.recipe)
        self.outcomes = {o.cell.index: o for o in outcomes.items if o.reason != "cancelled"}
        self._dataset, self._seconds = dataset, sum(o.seconds for o in self.outcomes.values())
        self._phase = self._phase_after()
        self.restored.emit()
        self.state_changed.emit()

    def forget(self) -> None:
        """Let go of the sweep at hand, if there is one."""
        if self.recipe is not None:
            self._stop()
            self.recipe, self.cells, self.outcomes, self._dataset = None, (), {}, None
            self._phase = "idle"
            self.restored.emit()
            self.state_changed.emit()

    def close(self) -> None:
        """Stop, and wait for the thread."""
        self._stop()
        self._worker.close()

    # -- the run -------------------------------------------------------------------------------

    def _stop(self) -> None:
        self._cancelled.set()
        self._worker.cancel()
        self._clock.stop()
        self._live = {}

    def _run(self) -> None:
        assert self.recipe is not None
        self._mail, self._cancelled = SweepMail(), threading.Event()
        self._done_before = len(self.outcomes)
        self._phase, self._began_at = "running", time.perf_counter() - self._seconds
        work = _work(self.recipe, tuple(self.outcomes.values()), self._dataset, self._mail, self._cancelled)
        self._number = self._worker.submit(work)
        if not self._worker.isRunning():
            self._worker.start()
        self._clock.start()
        self.began.emit(self.recipe)
        self.state_changed.emit()

    def _phase_after(self) -> Phase:
        return "finished" if len(self.outcomes) == len(self.cells) else "cancelled"

    @Slot()
    def _fetch(self) -> None:
        news, outcomes = self._mail.fetch()
        self._live.update(news)
        for outcome in outcomes:
            self._live.pop(outcome.cell.index, None)
            if outcome.reason != "cancelled":
                self.outcomes[outcome.cell.index] = outcome
                self.cell_ended.emit(outcome)
        if news:
            self.advanced.emit(news)
        if news or outcomes:
            self.state_changed.emit()

    @Slot(object)
    def _take_end(self, outcome: Outcome) -> None:
        if not self._worker.is_current(outcome.number):
            return
        self._fetch()
        self._clock.stop()
        self._live = {}
        self._seconds = time.perf_counter() - self._began_at
        if outcome.sentence:
            self.said.emit(outcome.sentence)
        self._phase = self._phase_after()
        self.ended.emit(self.results)
        self.state_changed.emit()


def _work(
    recipe: Recipe,
    done: tuple[CellOutcome, ...],
    dataset: Dataset | None,
    mail: SweepMail,
    cancelled: threading.Event,
) -> Work:
    def work(report: Report, asked: Asked) -> None:
        def is_over() -> bool:
            return cancelled.is_set() or asked()

        # The window keeps a core's share.
        jobs = max(available_cores() - 1, 1)
        run_cells(
            recipe,
            jobs=jobs,
            backend="threads",
            on_advance=mail.take_steps,
            on_outcome=mail.take_outcome,
            cancelled=is_over,
            done=done,
            dataset=dataset,
        )

    return work
