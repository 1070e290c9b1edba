"""What is open: the recipe, its data, the runs and the drawing. All state that changes lives here.

Panels never talk to each other; the window passes their signals to this object and its signals to
them. A result that belongs to settings or a run no longer shown is dropped on arrival.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.data.data_desk import DataDesk
from app.data.data_work import DataReady
from app.drawing.drawing_history import Drawing
from app.drawing.prediction_panel import Prediction
from app.drawing.reading import DrawingReader
from app.runs.run_store import RunRecord, RunStore, State
from app.training_thread import Advance, Ending, Job, TrainingThread, set_live
from lrengine.bundled import bundled_model
from lrengine.errors import LabError
from lrengine.experiment import Rows, controls_of, start
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import all_settings, change, value_of
from lrengine.stages import Stages
from lrengine.threads import Workers, available_cores, one_blas_thread


class Session(QObject):
    """The state behind the window.

    recipe_changed    the settings as they are now
    run_began, run_advanced, run_ended   RunRecord, or None when a model from a file is shown
    state_changed     what Train, Pause, Step and Reset may do has changed
    drawing_changed   the drawing on the canvas is another one
    said              one sentence for the user
    """

    recipe_changed = Signal(object)
    run_began = Signal(object)
    run_advanced = Signal(object)
    run_ended = Signal(object)
    state_changed = Signal()
    drawing_changed = Signal()
    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The training and the search for the optimum compute side by side: see one_blas_thread.
        self._held = ExitStack()
        self._held.enter_context(one_blas_thread())
        self.recipe = Recipe()
        self.runs = RunStore()
        self.ready_model: Model | None = bundled_model()
        # What to do once rows arrive: "train", "reset" to row 0, or nothing.
        self._then = ""
        self._shows_model = False
        self._reader = DrawingReader()
        self.desk = DataDesk(self)
        self.desk.prepared.connect(self._take_data)
        self.desk.failed.connect(self._take_failure)
        self.desk.loading_changed.connect(self.state_changed)
        self.state_changed.connect(self._share_the_machine)
        self._trainer = TrainingThread(self)
        self._trainer.advanced.connect(self._take_advance)
        self._trainer.ended.connect(self._take_ending)
        self._trainer.start()

    # -- what is on screen ---------------------------------------------------------------------

    @property
    def run(self) -> RunRecord | None:
        """The run shown, if any; before the first one, or once one is opened, a ready model is."""
        return None if self._shows_model else self.runs.current

    @property
    def model(self) -> Model | None:
        """What reads the drawing: the shown iterate, or the ready model."""
        return self.run.model() if self.run is not None else self.ready_model

    @property
    def rows(self) -> Rows | None:
        """Rows that serve the settings as they are now, or None while they are on their way."""
        return self.desk.rows_for(self.recipe)

    def pending(self) -> set[str]:
        """Settings that differ from the shown run's and act only at the next start."""
        run, recipe = self.run, self.recipe
        if run is None:
            return set()
        settled = (setting.key for setting in all_settings() if not setting.live)
        return {key for key in settled if value_of(recipe, key) != value_of(run.recipe, key)}

    # -- settings ------------------------------------------------------------------------------

    @Slot(object)
    def change_settings(self, changes: Mapping[str, Any]) -> None:
        """Take over changed settings; a wrong one is said and leaves everything as it was."""
        if changes.get("solver.name") == "lbfgs":
            # It takes all rows and no L1; choosing it says clearly enough that these are to go.
            changes = {"solver.batch_size": 0, "objective.l1": 0.0, **changes}
        try:
            self.open_recipe(change(self.recipe, changes))
        except LabError as error:
            self.recipe_changed.emit(self.recipe)
            self.said.emit(str(error))

    def open_recipe(self, recipe: Recipe) -> None:
        """Take over a whole recipe. Live settings act at once, other data brings row 0 of a new run."""
        self.recipe = recipe
        self._change_live(recipe)
        self.recipe_changed.emit(recipe)
        if self.rows is None:
            if not self.desk.is_on_its_way(recipe):
                self._prepare()
            return
        if self.desk.is_loading and not self.desk.is_download:
            self.desk.cancel()
            if self._then == "train":
                self._begin("running")
        self.desk.analyse(recipe)
        self.desk.stable_step_changed.emit()
        run = self.run
        if run is not None and run.state == "ready" and (self.pending() or not _has_controls(run, recipe)):
            self._begin("ready")

    def _change_live(self, recipe: Recipe) -> None:
        """Let changed live settings act on the run that is going on."""
        run = self.run
        if run is None or run.training is None or not run.updates or _has_controls(run, recipe):
            return
        set_live(run.training, controls_of(recipe))
        run.objective = msgspec.structs.replace(run.objective, l1=recipe.objective.l1, l2=recipe.objective.l2)
        run.changed_live = True

    # -- the four buttons ----------------------------------------------------------------------

    @Slot()
    def train(self) -> None:
        """Start a run, or go on with the one that is paused; waits for data that is still loading."""
        run = self.run
        is_stale = run is not None and run.state == "ready" and bool(self.pending())
        if run is not None and run.state in ("paused", "ready") and self.rows is run.rows and not is_stale:
            self._trainer.resume()
            self._set_state(run, "running")
        elif run is None or run.state != "running":
            self._begin("running")

    @Slot()
    def pause(self) -> None:
        """Halt after the present iteration."""
        run = self.run
        if self._then == "train":
            self._then = "reset"
            self.state_changed.emit()
        if run is not None and run.state == "running":
            self._trainer.pause()
            self._set_state(run, "paused")

    @Slot(int)
    def step(self, count: int = 1) -> None:
        """Pause, then make `count` updates; starts a run where there is none to go on with."""
        run = self.run
        if run is None or run.state == "finished" or self.rows is not run.rows:
            self._begin("ready")
            run = self.run
        if run is not None and run.is_active and self.rows is run.rows:
            self._trainer.step(count)
            self._set_state(run, "paused")

    @Slot()
    def reset(self) -> None:
        """Stop, and return to row 0 of a run with the settings as they are now."""
        self._begin("ready")

    @Slot(float)
    def set_speed(self, iterations_per_second: float) -> None:
        self._trainer.set_speed(iterations_per_second)

    @property
    def waits_to_train(self) -> bool:
        """Training starts by itself as soon as the rows are here."""
        return self._then == "train"

    def _begin(self, state: State) -> None:
        rows = self.rows
        if rows is None:
            self._then = "train" if state == "running" else "reset"
            if not self.desk.is_loading:
                self._prepare()
            self.state_changed.emit()
            return
        self._then = ""
        # One core is the window's: its curves and the training must not wait for each other.
        workers = Workers(self.recipe.run.threads or max(1, available_cores() - 1))
        try:
            training = start(self.recipe, rows, workers)
        except LabError as error:
            self.said.emit(str(error))
            self.state_changed.emit()
            return
        self._leave_run()
        self._shows_model = False
        run = self.runs.add(self.recipe, rows, training)
        run.state = state
        self._trainer.begin(Job(run.key, self.recipe, rows, training, paused=state == "ready"))
        self.run_began.emit(run)
        self.state_changed.emit()

    def _leave_run(self) -> None:
        """A run that is left for another stays where it is."""
        run = self.run
        if run is not None and run.is_active:
            self._trainer.stop()
            run.finish("stopped", "", None)
            self.run_ended.emit(run)

    @Slot()
    def _share_the_machine(self) -> None:
        self.desk.set_busy(self.run is not None and self.run.state == "running")

    def _set_state(self, run: RunRecord, state: State) -> None:
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
        self.run_advanced.emit(run)

    @Slot(object)
    def _take_ending(self, ending: Ending) -> None:
        run = self.run
        if run is None or run.key != ending.run or not run.is_active:
            return
        run.finish(ending.reason, ending.sentence, ending.result)
        self.run_ended.emit(run)
        self.state_changed.emit()
        if ending.sentence:
            self.said.emit(ending.sentence)

    @Slot(object)
    def _take_data(self, data: DataReady) -> None:
        if self.rows is None:
            # A download that was asked for, or classes that the data does not have: what arrived
            # becomes the choice.
            self.recipe = msgspec.structs.replace(self.recipe, data=data.recipe.data, task=data.recipe.task)
            self.recipe_changed.emit(self.recipe)
        self.desk.analyse(self.recipe)
        run = self.run
        if self._then == "train" or (run is not None and run.state == "running"):
            self._begin("running")
        elif self._then or (run is not None and run.rows is not None):
            self._begin("ready")

    @Slot(str)
    def _take_failure(self, sentence: str) -> None:
        self._then = ""
        self._return_to_known_data()
        self.said.emit(sentence)
        self.state_changed.emit()

    # -- data ----------------------------------------------------------------------------------

    def _prepare(self, *, fresh: bool = False) -> None:
        """Load what the settings ask for; a run goes on with its own rows until the new ones are here."""
        self.desk.prepare(self.recipe, fresh=fresh)

    def open_data(self, path: Path) -> None:
        """Learn from a file from now on; it is read again even if it was before."""
        self.change_settings({"data.name": "file", "data.path": str(path)})
        if self.recipe.data.path == str(path):
            self._prepare(fresh=True)

    @Slot()
    def download_mnist(self) -> None:
        """Fetch MNIST beside the window, then switch to it; a run goes on meanwhile."""
        self.desk.download_mnist(self.recipe)

    @Slot()
    def cancel_loading(self) -> None:
        """Give up on the rows on their way; the settings go back to those that are here, if any."""
        if not self.desk.is_loading:
            return
        self._then = ""
        self.desk.cancel()
        self._return_to_known_data()
        self.said.emit("Loading was stopped.")
        self.state_changed.emit()

    def _return_to_known_data(self) -> None:
        """Settings that lead to no rows give way to those of the rows that are here."""
        if self.desk.data is None:
            # Nothing was ever loaded: a saved session may name a file that is gone.
            if self.recipe.data.name != Recipe().data.name:
                self.open_recipe(msgspec.structs.replace(self.recipe, data=Recipe().data, task=Recipe().task))
            return
        kept = self.desk.data.recipe
        run = msgspec.structs.replace(self.recipe.run, seed=kept.run.seed, dtype=kept.run.dtype)
        self.recipe = msgspec.structs.replace(
            self.recipe, data=kept.data, task=kept.task, features=kept.features, run=run
        )
        self.recipe_changed.emit(self.recipe)
        self.desk.analyse(self.recipe)

    def reveal_test(self, revealed: bool) -> None:
        """Show the test figures of the shown run, and measure them along from now on."""
        self.change_settings({"evaluation.reveal_test": revealed})
        if revealed and self.run is not None:
            self.run.revealed = True

    # -- the drawing ---------------------------------------------------------------------------

    @property
    def drawing(self) -> Drawing:
        return self._reader.drawing

    @Slot(object)
    def set_drawing(self, drawing: Drawing) -> None:
        """Another drawing is on the canvas."""
        self._reader.take(drawing)
        self.drawing_changed.emit()

    def read_drawing(self) -> tuple[Prediction | None, Stages | None]:
        """What the shown iterate says of the drawing, and the stages to its input."""
        return self._reader.read(self.model)

    # -- what is opened and closed -------------------------------------------------------------

    def open_model(self, model: Model) -> None:
        """Show a saved model until a run begins; its recipe becomes the settings."""
        self._leave_run()
        self.ready_model = model
        self._shows_model = True
        self._then = ""
        self.run_began.emit(None)
        self.open_recipe(model.recipe)
        self.state_changed.emit()

    def restore(self, recipe: Recipe, run: RunRecord | None) -> None:
        """Take up a saved session: its settings, and its last run as a finished one."""
        if run is not None:
            self.runs.append(run)
            self.run_began.emit(run)
        self.open_recipe(recipe)
        self.state_changed.emit()

    def close(self) -> None:
        """End every thread; the session is over."""
        self._trainer.close()
        self.desk.close()
        self._held.close()


def _has_controls(run: RunRecord, recipe: Recipe) -> bool:
    """Whether the run's live settings are the recipe's."""
    return run.training is not None and run.training.controls == controls_of(recipe)
