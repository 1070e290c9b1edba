"""What is open: the recipe, its data, the runs and the drawing. All state that changes lives here.

Panels never talk to each other; the window passes their signals to this object and its signals to
them. A result that belongs to settings or a run no longer shown is dropped on arrival.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.background import Background, Outcome
from app.data_work import DataReady, Optimum, bound_work, data_work, download_work, optimum_work
from app.drawing_history import Drawing
from app.reading import Reading, read, stages_of
from app.run_store import RunRecord, RunStore
from app.training_thread import Advance, Ending, Job, TrainingThread, set_live
from lrengine.bundled import bundled_model
from lrengine.drawing import Stages
from lrengine.errors import LabError
from lrengine.experiment import Rows, controls_of, start
from lrengine.model import Model
from lrengine.penalties import Penalty
from lrengine.recipe import Recipe
from lrengine.settings import all_settings, change, value_of
from lrengine.threads import Workers, available_cores


class Session(QObject):
    """The state behind the window.

    recipe_changed       the settings as they are now
    data_prepared        DataReady: the rows the next run is trained on
    data_progressed      share 0 to 1 of loading them
    run_began, run_advanced, run_ended   RunRecord
    state_changed        what Train, Pause, Step and Reset may do has changed
    stable_step_measured 2/L or None while it is not known
    optimum_found        the least value of the objective or None
    reading_changed      (Reading or None, Stages or None)
    said                 one sentence for the user
    """

    recipe_changed = Signal(object)
    data_prepared = Signal(object)
    data_progressed = Signal(float)
    run_began = Signal(object)
    run_advanced = Signal(object)
    run_ended = Signal(object)
    state_changed = Signal()
    stable_step_measured = Signal(object)
    optimum_found = Signal(object)
    reading_changed = Signal(object, object)
    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recipe = Recipe()
        self.data: DataReady | None = None
        self.runs = RunStore()
        self.drawing = Drawing()
        self.reading: Reading | None = None
        self.optimum: Optimum | None = None
        self.ready_model: Model | None = bundled_model()
        self.is_loading = False
        self._wants_training = False
        self._wants_reset = False
        self._stages: Stages | None = None
        self._stages_shape: tuple[int, ...] | None = None

        self._trainer = TrainingThread(self)
        self._trainer.advanced.connect(self._take_advance)
        self._trainer.ended.connect(self._take_ending)
        self._loader = Background("data_thread", self)
        self._loader.finished_work.connect(self._take_data)
        self._loader.progressed.connect(self._take_progress)
        self._analyst = Background("optimum_thread", self, gentle=True)
        self._analyst.finished_work.connect(self._take_optimum)
        self._threads = (self._trainer, self._loader, self._analyst)
        for thread in self._threads:
            thread.start()

    # -- what is on screen ---------------------------------------------------------------------

    @property
    def run(self) -> RunRecord | None:
        """The run shown, if any; before the first one the ready model is."""
        return self.runs.current

    @property
    def model(self) -> Model | None:
        """What reads the drawing: the shown iterate, or the ready model."""
        return self.run.model() if self.run is not None else self.ready_model

    @property
    def rows(self) -> Rows | None:
        """Rows that serve the settings as they are now, or None while they are on their way."""
        if self.data is not None and self.data.rows.serve(self.recipe):
            return self.data.rows
        return None

    def pending(self) -> set[str]:
        """Settings that differ from the shown run's and act only at the next start."""
        if self.run is None:
            return set()
        return {
            setting.key
            for setting in all_settings()
            if not setting.live
            and value_of(self.recipe, setting.key) != value_of(self.run.recipe, setting.key)
        }

    def stable_step(self) -> float | None:
        """2/L of the settings as they are now."""
        if self.optimum is None or self.rows is None or self.optimum.rows is not self.rows:
            return None
        penalty = Penalty(
            0.0, self.recipe.objective.l2, self.recipe.objective.l2_convention, len(self.rows.train)
        )
        return 2.0 / (self.optimum.loss_curvature + penalty.curvature)

    # -- settings ------------------------------------------------------------------------------

    def open_recipe(self, recipe: Recipe) -> None:
        """Take over a whole recipe; its data is loaded and the next run starts from row 0."""
        self._adopt(recipe)

    @Slot(object)
    def change_settings(self, changes: Mapping[str, Any]) -> None:
        """Take over changed settings; a wrong one is said and leaves everything as it was."""
        try:
            recipe = change(self.recipe, changes)
        except LabError as error:
            self.said.emit(str(error))
            self.recipe_changed.emit(self.recipe)
            return
        self._adopt(recipe)

    def _adopt(self, recipe: Recipe) -> None:
        before, self.recipe = self.recipe, recipe
        if recipe == before and self.data is not None:
            return
        run = self.run
        if run is not None and run.is_active and run.training is not None:
            live = controls_of(recipe)
            if live != run.training.controls:
                set_live(run.training, live)
                run.changed_live = run.changed_live or run.updates > 0
        self.recipe_changed.emit(recipe)
        if self.rows is None:
            self._prepare()
        else:
            if self.is_loading:
                self._loader.cancel()
                self._set_loading(False)
            self._analyse(before)
            if run is not None and run.state == "ready" and self.pending():
                self._begin(paused=True)
        self.stable_step_measured.emit(self.stable_step())

    # -- the four buttons ----------------------------------------------------------------------

    @Slot()
    def train(self) -> None:
        """Start a run, or go on with the one that is paused; waits for data that is still loading."""
        run = self.run
        if run is not None and run.state in ("paused", "ready") and self.rows is run.rows:
            self._set_state(run, "running")
            self._trainer.resume()
        elif run is None or run.state != "running" or self.is_loading:
            self._begin(paused=False)

    @Slot()
    def pause(self) -> None:
        self._wants_training = False
        run = self.run
        if run is not None and run.state == "running":
            self._trainer.pause()
            self._set_state(run, "paused")

    @Slot()
    def step(self, count: int = 1) -> None:
        """Pause, then make `count` updates; starts a run where there is none to go on with."""
        run = self.run
        if run is None or run.state == "finished" or self.rows is not run.rows:
            self._begin(paused=True)
            run = self.run
        if run is not None and run.is_active and self.rows is run.rows:
            self._trainer.step(count)
            self._set_state(run, "paused")

    @Slot()
    def reset(self) -> None:
        """Stop, and return to row 0 of a run with the settings as they are now."""
        self._begin(paused=True)

    @Slot(float)
    def set_speed(self, iterations_per_second: float) -> None:
        self._trainer.set_speed(iterations_per_second)

    def _begin(self, *, paused: bool) -> None:
        rows = self.rows
        if rows is None:
            self._wants_training, self._wants_reset = not paused, paused
            if not self.is_loading:
                self._prepare()
            self.state_changed.emit()
            return
        self._wants_training = self._wants_reset = False
        # One core is the window's: its curves and the training must not wait for each other.
        workers = Workers(self.recipe.run.threads or max(1, available_cores() - 1))
        try:
            training = start(self.recipe, rows, workers)
        except LabError as error:
            self.said.emit(str(error))
            return
        self._leave_run()
        run = self.runs.add(self.recipe, rows, training)
        run.state = "ready" if paused else "running"
        self._trainer.begin(Job(run.key, self.recipe, rows, training, paused))
        self.run_began.emit(run)
        self.state_changed.emit()
        self._update_reading()

    def _leave_run(self) -> None:
        """A run that is left for another stays where it is."""
        run = self.run
        if run is not None and run.is_active:
            self._trainer.stop()
            run.finish("stopped", "", None)

    def _set_state(self, run: RunRecord, state: Any) -> None:
        run.state = state
        self.state_changed.emit()

    # -- from the threads ----------------------------------------------------------------------

    @Slot(object)
    def _take_advance(self, advance: Advance) -> None:
        self._trainer.acknowledge()
        run = self.run
        if run is None or run.key != advance.run or not run.is_active:
            return
        run.extend(advance.steps, advance.theta, advance.best_iteration)
        self._update_reading()
        self.run_advanced.emit(run)

    @Slot(object)
    def _take_ending(self, ending: Ending) -> None:
        run = self.run
        if run is None or run.key != ending.run or not run.is_active:
            return
        run.finish(ending.reason, ending.sentence, ending.result)
        self._update_reading()
        self.run_ended.emit(run)
        self.state_changed.emit()
        if ending.sentence:
            self.said.emit(ending.sentence)

    @Slot(int, float)
    def _take_progress(self, number: int, share: float) -> None:
        if self._loader.is_current(number):
            self.data_progressed.emit(share)

    @Slot(object)
    def _take_data(self, outcome: Outcome) -> None:
        if not self._loader.is_current(outcome.number):
            return
        self._set_loading(False)
        if outcome.sentence:
            self._wants_training = self._wants_reset = False
            self.said.emit(outcome.sentence)
            self.state_changed.emit()
            return
        self.data = outcome.result
        if self.rows is None:
            # A download was asked for, not chosen in the settings: what arrives becomes the choice.
            self.recipe = msgspec.structs.replace(self.recipe, data=self.data.recipe.data)
            self.recipe_changed.emit(self.recipe)
        self.data_prepared.emit(self.data)
        self._analyse(None)
        if self._wants_training or self._wants_reset or self.run is not None:
            self._begin(paused=not self._wants_training)
        self.state_changed.emit()

    @Slot(object)
    def _take_optimum(self, outcome: Outcome) -> None:
        if not self._analyst.is_current(outcome.number) or outcome.result is None:
            return
        is_bound = self.optimum is None
        self.optimum = outcome.result
        if is_bound:
            self.stable_step_measured.emit(self.stable_step())
            self._analyst.submit(optimum_work(self.recipe, outcome.result))
        self.optimum_found.emit(self.optimum.value)

    # -- behind the scenes ---------------------------------------------------------------------

    def _prepare(self) -> None:
        """Load the data the settings ask for; a run on other data is over."""
        self._leave_for_loading()
        loaded = self.data.rows.dataset if self.data is not None else None
        loaded_for = self.data.recipe if self.data is not None else None
        self._loader.submit(data_work(self.recipe, loaded, loaded_for))

    def _leave_for_loading(self) -> None:
        run = self.run
        if run is not None and run.is_active:
            self._wants_training = self._wants_training or run.state == "running"
            self._leave_run()
            self.run_ended.emit(run)
        self.optimum = None
        self._analyst.cancel()
        self.optimum_found.emit(None)
        self._set_loading(True)

    def cancel_loading(self) -> None:
        self._loader.cancel()
        self._wants_training = self._wants_reset = False
        self._set_loading(False)

    def _set_loading(self, loading: bool) -> None:
        self.is_loading = loading
        self.state_changed.emit()

    def _analyse(self, before: Recipe | None) -> None:
        """Find the curvature bound and the optimum of the objective as it is now."""
        rows = self.rows
        if rows is None:
            return
        known = self.optimum if self.optimum is not None and self.optimum.rows is rows else None
        reduction_changed = before is not None and (
            before.objective.reduction != self.recipe.objective.reduction
        )
        if known is None or reduction_changed:
            self.optimum = None
            self.optimum_found.emit(None)
            self._analyst.submit(bound_work(self.recipe, rows))
        elif before is not None and before.objective != self.recipe.objective:
            self.optimum = replace(known, value=None)
            self.optimum_found.emit(None)
            self._analyst.submit(optimum_work(self.recipe, self.optimum))

    # -- the drawing ---------------------------------------------------------------------------

    @Slot(object)
    def set_drawing(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self._stages_shape = None
        self._update_reading()

    def _update_reading(self) -> None:
        model = self.model
        shape = model.input_shape if model is not None else ()
        if self._stages_shape != shape:
            try:
                self._stages = stages_of(self.drawing, shape)
            except LabError as error:
                self._stages = None
                self.said.emit(str(error))
            self._stages_shape = shape
        known = model is not None and self._stages is not None
        self.reading = read(model, self._stages) if known else None  # type: ignore[arg-type]
        self.reading_changed.emit(self.reading, self._stages)

    # -- models from files ---------------------------------------------------------------------

    def open_model(self, model: Model) -> None:
        """Show a saved model instead of a run; its recipe becomes the settings."""
        self._leave_run()
        self.runs = RunStore()
        self.ready_model = model
        self.run_began.emit(None)
        self._adopt(model.recipe)
        self._update_reading()
        self.state_changed.emit()

    def restore(self, recipe: Recipe, run: RunRecord | None) -> None:
        """Take up a saved session: its settings, and its last run as a finished one."""
        if run is not None:
            self.runs.append(run)
            self.run_began.emit(run)
        self._adopt(recipe)
        self.state_changed.emit()

    # -- the test rows -------------------------------------------------------------------------

    def reveal_test(self, revealed: bool) -> None:
        """Show the test figures of the shown run, and measure them along from now on."""
        self.change_settings({"evaluation.reveal_test": revealed})
        if revealed and self.run is not None:
            self.run.revealed = True

    def random_test_digit(self) -> Drawing | None:
        """A test image as a drawing, or None while there is none."""
        rows = self.rows
        if rows is None or not len(rows.split.test) or not rows.dataset.has_images:
            return None
        picture = rows.split.test.inputs[np.random.default_rng().integers(len(rows.split.test))]
        return Drawing(picture=(picture * (255.0 / rows.dataset.full_scale)).astype(np.uint8))

    def download_mnist(self) -> None:
        """Fetch MNIST beside the window, then switch to it."""
        self._leave_for_loading()
        self._loader.submit(download_work(change(self.recipe, {"data.name": "mnist"})))

    def close(self) -> None:
        """End every thread; the session is over."""
        for thread in self._threads:
            thread.close()
