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
from app.runs.run_desk import RunDesk, has_controls
from app.runs.run_record import RunRecord, State, record_of
from app.runs.run_store import RunStore
from app.session_file import SavedSession
from app.sweep.sweep_desk import SweepDesk
from lrengine.bundled import bundled_model
from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.experiment import Rows, source_settings
from lrengine.model import Model
from lrengine.recipe import Point, Recipe, Sweep
from lrengine.settings import all_settings, change, value_of
from lrengine.stages import Stages
from lrengine.sweep import CellOutcome, Outcomes, cells_of
from lrengine.sweep.combined import combined_model
from lrengine.threads import one_blas_thread

REPEATS = 5


class Session(QObject):
    """The state behind the window.

    recipe_changed    the settings as they are now
    run_began, run_advanced, run_ended   RunRecord, or None when a model from a file is shown
    runs_changed      the list of runs is another one
    state_changed     what Train, Pause, Step and Reset may do has changed
    drawing_changed   the drawing on the canvas is another one
    said              one sentence for the user
    """

    recipe_changed = Signal(object)
    run_began = Signal(object)
    run_advanced = Signal(object)
    run_ended = Signal(object)
    runs_changed = Signal()
    state_changed = Signal()
    drawing_changed = Signal()
    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The training and the search for the optimum compute side by side: see one_blas_thread.
        self._held = ExitStack()
        self._held.enter_context(one_blas_thread())
        self.recipe = Recipe()
        self.recipe_name = ""
        self.ready_model: Model | None = bundled_model()
        # What to do once rows arrive: "train", "reset" to row 0, or nothing.
        self._then = ""
        self._branch: RunRecord | None = None
        self._shows_model = False
        self._reader = DrawingReader()
        self.desk = DataDesk(self)
        self.desk.prepared.connect(self._take_data)
        self.desk.failed.connect(self._take_failure)
        self.desk.loading_changed.connect(self.state_changed)
        self.state_changed.connect(self._share_the_machine)
        self.run_desk = RunDesk(self)
        self.run_desk.began.connect(self._show_run)
        self.run_desk.advanced.connect(self.run_advanced)
        self.run_desk.ended.connect(self.run_ended)
        self.run_desk.listed.connect(self.runs_changed)
        self.run_desk.state_changed.connect(self.state_changed)
        self.run_desk.said.connect(self.said)
        self.sweep = SweepDesk(self)
        self.sweep.state_changed.connect(self.state_changed)
        self.sweep.said.connect(self.said)
        self.sweep.cell_ended.connect(self._take_cell)
        self.sweep.ended.connect(self._take_sweep)
        # Runs that repeat another one join the list as a group; cells of a sweep wait to be opened.
        self._group: int | None = None

    # -- what is on screen ---------------------------------------------------------------------

    @property
    def runs(self) -> RunStore:
        return self.run_desk.store

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

    def rows_on_view(self) -> Rows | None:
        """Rows that the model on view can be judged on: its own run's, or for a ready model those here."""
        run, data = self.run, self.desk.data
        if run is not None:
            return run.rows or self.desk.rows_for(run.recipe)
        model = self.model
        if data is None or model is None:
            return None
        fits = data.rows.features.shape == model.input_shape and data.rows.class_names == model.class_names
        return data.rows if fits else None

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
        self.run_desk.change_live(recipe)
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
        if run is not None and run.state == "ready" and (self.pending() or not has_controls(run, recipe)):
            self._begin("ready")

    # -- the four buttons ----------------------------------------------------------------------

    @Slot()
    def train(self) -> None:
        """Start a run, or go on with the one that is paused; waits for data that is still loading.

        A recipe of several runs starts them all, or goes on where it was stopped.
        """
        run = self.run
        if self.recipe.sweep.has_several:
            self._train_several()
            return
        is_stale = run is not None and run.state == "ready" and bool(self.pending())
        if run is not None and run.state in ("paused", "ready") and self.rows is run.rows and not is_stale:
            self.run_desk.resume()
        elif run is None or run.state != "running":
            self._begin("running")

    @Slot()
    def pause(self) -> None:
        """Halt after the present iteration."""
        if self._then == "train":
            self._then = "reset"
            self.state_changed.emit()
        self.run_desk.pause()
        self.sweep.cancel()

    @Slot(int)
    def step(self, count: int = 1) -> None:
        """Pause, then make `count` updates; starts a run where there is none to go on with."""
        run = self.run
        if run is None or run.state == "finished" or self.rows is not run.rows:
            self._begin("ready")
            run = self.run
        if run is not None and run.is_active and self.rows is run.rows:
            self.run_desk.step(count)

    @Slot()
    def reset(self) -> None:
        """Stop, and return to row 0 of a run with the settings as they are now."""
        self._begin("ready")

    @Slot(float)
    def set_speed(self, iterations_per_second: float) -> None:
        self.run_desk.set_speed(iterations_per_second)

    @property
    def waits_to_train(self) -> bool:
        """Training starts by itself as soon as the rows are here."""
        return self._then == "train"

    @property
    def is_busy(self) -> bool:
        """Something trains, or is about to."""
        run = self.run
        return (run is not None and run.state == "running") or self.waits_to_train or self.sweep.is_running

    def _begin(self, state: State, branch: RunRecord | None = None) -> None:
        rows = self.rows
        if rows is None:
            self._then = "train" if state == "running" else "reset"
            self._branch = branch
            if not self.desk.is_loading:
                self._prepare()
            self.state_changed.emit()
            return
        branch, self._branch = branch or self._branch, None
        self._then = ""
        self.run_desk.begin(self.recipe, rows, state, branch)

    @Slot(object)
    def _show_run(self, run: RunRecord | None) -> None:
        self._shows_model = False
        self.run_began.emit(run)

    # -- several runs --------------------------------------------------------------------------

    def _train_several(self) -> None:
        self.run_desk.pause()
        before = self.sweep.results
        if before is not None and before.recipe == self.recipe and self.sweep.state.phase == "cancelled":
            self.sweep.resume()
        elif not self.sweep.is_running:
            self._group = None
            self.sweep.begin(self.recipe, self._dataset_for(self.recipe))

    @Slot(object)
    def sweep_over(self, sweep: Sweep) -> None:
        """Run the settings as they are now, varied as `sweep` says."""
        recipe = msgspec.structs.replace(self.recipe, sweep=sweep)
        try:
            cells_of(recipe)
        except LabError as error:
            self.said.emit(str(error))
            return
        self.open_recipe(recipe)
        self._train_several()

    @Slot(int)
    def repeat(self, number: int) -> None:
        """Run a run's settings with five seeds in a row; they join the list as a group."""
        run = self.runs.find(number)
        if run is None or self.sweep.is_running:
            return
        self.run_desk.pause()
        self._group = self.runs.new_group()
        recipe = msgspec.structs.replace(run.recipe, sweep=Sweep(repeats=REPEATS))
        self.sweep.begin(recipe, self._dataset_for(recipe))

    @Slot(object)
    def open_cell(self, outcome: CellOutcome) -> None:
        """Show one run of a sweep as a run of its own."""
        record = record_of(outcome)
        if record is not None:
            self.run_desk.add(record, show=True)

    @Slot(object)
    def _take_cell(self, outcome: CellOutcome) -> None:
        record = record_of(outcome) if self._group is not None else None
        if record is not None:
            record.group = self._group
            self.run_desk.add(record, show=False)

    @Slot(object)
    def _take_sweep(self, outcomes: Outcomes) -> None:
        """The chosen run comes on view, so that its curves and weights are there to be looked at."""
        chosen = [item for item in outcomes.items if item.cell.index == outcomes.chosen]
        try:
            combined = combined_model(outcomes, self._dataset_for(outcomes.recipe))
        except LabError as error:
            combined = None
            self.said.emit(str(error))
        if combined is not None:
            for item in outcomes.items:
                self.open_cell(item)
            self.open_model(combined)
            self.said.emit(combined.trained_on)
        elif self._group is None and chosen:
            self.open_cell(chosen[0])
        self._group = None

    def _dataset_for(self, recipe: Recipe) -> Dataset | None:
        """The data at hand, if that is what the recipe names."""
        data = self.desk.data
        if data is None or source_settings(data.recipe) != source_settings(recipe):
            return None
        return data.rows.dataset

    # -- other runs, other times ---------------------------------------------------------------

    @Slot(int)
    def show_run(self, number: int) -> None:
        """Put a run on view; the settings stay as they are, with what differs marked."""
        run = self.runs.find(number)
        if run is None or run is self.run:
            return
        if run is self.runs.current:
            # A model from a file was shown over it.
            self._show_run(run)
            self.state_changed.emit()
        else:
            self.run_desk.show(run)
        self.desk.analyse(self.recipe)

    @Slot(int)
    def take_settings(self, number: int) -> None:
        """Make a run's settings those of the next."""
        run = self.runs.find(number)
        if run is not None:
            self.open_recipe(run.recipe)

    @Slot(object)
    def rewind(self, iteration: int | None) -> None:
        """Draw everything on view back to a kept iterate, or to the newest."""
        if self.run is not None:
            self.run_desk.rewind(iteration)

    @Slot(int)
    def branch(self, number: int = 0) -> None:
        """Train on, with the settings as they are now, from the iterate a run shows (0: that on view)."""
        run = self.runs.find(number) if number else self.run
        if run is not None and run.theta is not None:
            self._begin("running", run)

    @Slot()
    def _share_the_machine(self) -> None:
        self.desk.set_busy(self.run is not None and self.run.state == "running")

    # -- from the threads ----------------------------------------------------------------------

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

    @Slot(object)
    def place_points(self, points: tuple[Point, ...]) -> None:
        """Learn from points placed by hand; a run that goes on begins anew with them."""
        self._then = "train" if self.run is not None and self.run.state == "running" else self._then
        self.change_settings({"data.name": "points", "data.placed": points})

    @Slot(str)
    def choose_source(self, name: str) -> None:
        """Another source of points; classes of other data and features of images go."""
        placed: tuple[Point, ...] = () if name == "points" else self.recipe.data.placed
        self.change_settings({"data.name": name, "data.placed": placed, "task.classes": ()})

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
                plain = Recipe()
                self.open_recipe(
                    msgspec.structs.replace(
                        self.recipe, data=plain.data, task=plain.task, features=plain.features
                    )
                )
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
        self.run_desk.leave()
        self.ready_model = model
        self._shows_model = True
        self._then = ""
        self.run_began.emit(None)
        self.open_recipe(model.recipe)
        self.state_changed.emit()

    def restore(self, saved: SavedSession) -> None:
        """Take up a saved session in place of this one; its runs are finished ones."""
        self.run_desk.leave()
        self._shows_model = False
        self.recipe_name = saved.recipe_name
        self.runs.load(saved.runs, saved.shown, saved.binned)
        self.run_began.emit(self.runs.current)
        self.runs_changed.emit()
        self.open_recipe(saved.recipe)
        self.state_changed.emit()

    def close(self) -> None:
        """End every thread; the session is over."""
        self.sweep.close()
        self.run_desk.close()
        self.desk.close()
        self._held.close()
