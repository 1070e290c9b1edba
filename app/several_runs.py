"""Sweeps and repeats: begun, paused and gone on with, and which of their runs join the list."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.background import Asked, Background, Outcome, Report
from app.data.data_desk import DataDesk
from app.runs.run_desk import RunDesk
from app.runs.run_list import RunList
from app.runs.run_record import is_record_of, record_of
from app.settings.differing import same_numbers
from app.sweep.kept_sweep import KeptSweep
from app.sweep.sweep_desk import SweepDesk
from app.sweep.sweep_opener import SweepOpener
from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.experiment import source_settings
from lrengine.model import Model
from lrengine.recipe import Recipe, Sweep
from lrengine.sweep import CellOutcome, Outcomes, cells_of
from lrengine.sweep.combined import combined_model

REPEATS = 5


class SeveralRuns(QObject):
    """The runs of a sweep wait to be opened; those that repeat a run join the list as a group.

    combined       (Model, Recipe) that the runs of a sweep make together, and the sweep's recipe
    said           one sentence for the user
    state_changed  something runs, or no longer
    """

    combined = Signal(object, object)
    said = Signal(str)
    state_changed = Signal()

    def __init__(self, data: DataDesk, desk: RunDesk, runs: RunList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._desk = desk
        self._runs = runs
        self._group: int | None = None
        # Pause halts it, and Train goes on with it unless something else was begun since.
        self._is_paused = False
        self.sweep = SweepDesk(self)
        self.sweep.state_changed.connect(self.state_changed)
        self.sweep.said.connect(self.said)
        self.sweep.cell_ended.connect(self._take_cell)
        self.sweep.ended.connect(self._take_end)
        self.opener = SweepOpener(self.sweep, self)
        self.opener.said.connect(self.said)
        self._combiner = Background("combine_thread", self)
        self._combiner.finished_work.connect(self._take_combined)

    @property
    def is_running(self) -> bool:
        return self.sweep.is_running

    # -- what is asked for ---------------------------------------------------------------------

    def begin(self, recipe: Recipe) -> None:
        """Run a recipe's sweep from its start."""
        if not self.is_running:
            self._begin(recipe, None)

    def begin_over(self, recipe: Recipe, sweep: Sweep) -> None:
        """Run a recipe varied as `sweep` says; it is combined as the recipe says."""
        # The recipe says so of its own variants.
        if sweep.variants == recipe.sweep.variants:
            sweep = msgspec.structs.replace(sweep, combine=recipe.sweep.combine)
        self.begin(msgspec.structs.replace(recipe, sweep=sweep))

    def repeat(self, number: int) -> None:
        """Run a run's settings with five seeds in a row."""
        run = self._runs.store.find(number)
        if run is not None and not self.is_running:
            recipe = msgspec.structs.replace(run.recipe, sweep=Sweep(repeats=REPEATS))
            self._begin(recipe, self._runs.store.new_group())

    def pause(self) -> None:
        """Halt; what has ended is kept."""
        if self.is_running:
            self._is_paused = True
            self.sweep.cancel()

    def resume(self, recipe: Recipe) -> bool:
        """Go on with what Pause has halted, if `recipe`, the settings, are still those; false if not."""
        halted = self.sweep.recipe
        if halted is None or not self._is_paused or self.sweep.state.phase != "cancelled":
            return False
        others = recipe.sweep.has_several and recipe.sweep != halted.sweep
        if self._group is None and (others or not same_numbers(recipe, halted)):
            return False
        self._is_paused = False
        self._desk.pause()
        self.sweep.resume()
        return True

    def forget_pause(self) -> None:
        """Something else was begun: Train no longer goes on with what was halted."""
        self._is_paused = False

    def restore(self, kept: KeptSweep | None) -> None:
        """Another session takes this one's place: its sweep waits to be opened, what runs here is dropped."""
        self._is_paused, self._group = False, None
        self._combiner.cancel()
        self.opener.hold(kept)

    @Slot(object)
    def open_cell(self, outcome: CellOutcome) -> None:
        """Show one run of a sweep among the runs; one that is listed already is not listed twice."""
        known = next((run for run in self._runs.store if is_record_of(run, outcome)), None)
        record = known or record_of(outcome)
        if known is not None:
            self._runs.show(known)
        elif record is not None:
            self._runs.add(record, show=True)
        else:
            self.said.emit(outcome.sentence or "This run has no weights to show.")

    def close(self) -> None:
        self.opener.close()
        self._combiner.close()
        self.sweep.close()

    # -- as it goes on -------------------------------------------------------------------------

    def _begin(self, recipe: Recipe, group: int | None) -> None:
        try:
            cells_of(recipe)
        except LabError as error:
            self.said.emit(str(error))
            return
        self._group, self._is_paused = group, False
        self._combiner.cancel()
        self._desk.pause()
        self.sweep.begin(recipe, self._dataset_for(recipe))

    @Slot(object)
    def _take_cell(self, outcome: CellOutcome) -> None:
        record = record_of(outcome) if self._group is not None else None
        if record is not None:
            record.group = self._group
            self._runs.add(record, show=False)

    @Slot(object)
    def _take_end(self, outcomes: Outcomes) -> None:
        """When all is done the chosen run comes on view, so that its curves and weights can be looked at."""
        if len(outcomes.items) < len(self.sweep.cells):
            return
        failed = [item.sentence for item in outcomes.items if item.failed]
        if len(failed) == len(outcomes.items):
            self.said.emit(failed[0])
        elif outcomes.recipe.sweep.combine:
            self._combine(outcomes)
        elif self._group is None and not self._is_training:
            # Without validation rows none is chosen; the first is as good as any to look at.
            good = [item for item in outcomes.items if item.ended_well]
            chosen = [item for item in good if item.cell.index == outcomes.chosen]
            for item in (chosen or good)[:1]:
                self.open_cell(item)

    @property
    def _is_training(self) -> bool:
        """A run that was begun meanwhile is not to be put off the view."""
        active = self._desk.active
        return active is not None and active.state == "running"

    def _combine(self, outcomes: Outcomes) -> None:
        for item in outcomes.items:
            record = record_of(item)
            if record is not None and not any(is_record_of(run, item) for run in self._runs.store):
                self._runs.add(record, show=False)
        dataset = self._dataset_for(outcomes.recipe)

        def work(report: Report, cancelled: Asked) -> tuple[Model | None, Recipe]:
            return combined_model(outcomes, dataset), outcomes.recipe

        self._combiner.submit(work)
        if not self._combiner.isRunning():
            self._combiner.start()

    @Slot(object)
    def _take_combined(self, outcome: Outcome) -> None:
        if not self._combiner.is_current(outcome.number):
            return
        model, recipe = outcome.result or (None, None)
        if model is not None and not self._is_training:
            self.combined.emit(model, recipe)
        sentence = outcome.sentence or (model.trained_on if model is not None else "")
        if sentence:
            self.said.emit(sentence)

    def _dataset_for(self, recipe: Recipe) -> Dataset | None:
        """The data at hand, if that is what the recipe names."""
        data = self._data.data
        if data is None or source_settings(data.recipe) != source_settings(recipe):
            return None
        return data.rows.dataset
