"""What is open: the recipe, its data, the runs and the drawing. All state that changes lives here.

Panels never talk to each other; the window passes their signals to this object and its signals to
them. A result that belongs to settings or a run no longer shown is dropped on arrival.
"""

from __future__ import annotations

from contextlib import ExitStack

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.drawing.drawing_history import Drawing
from app.drawing.prediction_panel import Prediction
from app.drawing.reading import DrawingReader
from app.run_control import RunControl
from app.session_file import SavedSession
from lrengine.bundled import bundled_model
from lrengine.experiment import Rows
from lrengine.model import Model
from lrengine.recipe import Recipe, Sweep
from lrengine.stages import Stages
from lrengine.threads import one_blas_thread


class Session(RunControl):
    """The state behind the window.

    run_began, run_advanced, run_ended   RunRecord, or None when a ready model is shown
    runs_changed      the list of runs is another one
    drawing_changed   the drawing on the canvas is another one
    """

    run_began = Signal(object)
    run_advanced = Signal(object)
    run_ended = Signal(object)
    runs_changed = Signal()
    drawing_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The training and the search for the optimum compute side by side: see one_blas_thread.
        self._held = ExitStack()
        self._held.enter_context(one_blas_thread())
        self.recipe_name = ""
        self.ready_model: Model | None = bundled_model()
        self._reader = DrawingReader()
        self.run_desk.began.connect(self.run_began)
        self.run_desk.advanced.connect(self.run_advanced)
        self.run_desk.ended.connect(self.run_ended)
        self.run_desk.listed.connect(self.runs_changed)
        self.run_list.began.connect(self.run_began)
        self.run_list.listed.connect(self.runs_changed)
        self.several.combined.connect(self._show_combined)

    # -- what is on screen ---------------------------------------------------------------------

    @property
    def model(self) -> Model | None:
        """What reads the drawing: the shown iterate, or the ready model."""
        return self.run.model() if self.run is not None else self.ready_model

    def rows_on_view(self) -> Rows | None:
        """Rows that the model on view can be judged on: its own run's, or for a ready model those here."""
        run, data, model = self.run, self.desk.data, self.model
        if run is not None:
            own = run.rows or self.desk.rows_for(run.recipe)
            if own is not None or not self.runs.is_of_ready_model(run):
                return own
        if data is None or model is None:
            return None
        rows, features = data.rows, model.features
        fits = rows.features.shape == model.input_shape and rows.class_names == model.class_names
        return rows if fits and rows.dataset.full_scale == features.full_scale else None

    @property
    def is_test_revealed(self) -> bool:
        """Whether what the test rows say may be shown."""
        return self.recipe.evaluation.reveal_test or (self.run is not None and self.run.revealed)

    # -- several runs --------------------------------------------------------------------------

    @Slot(object)
    def sweep_over(self, sweep: Sweep) -> None:
        """Run the settings as they are now, varied as `sweep` says; they stay as they are."""
        self.several.begin_over(self.recipe, sweep)

    @Slot(int)
    def repeat(self, number: int) -> None:
        """Run a run's settings with five seeds in a row; they join the list as a group."""
        self.several.repeat(number)

    @Slot(object, object)
    def _show_combined(self, model: Model, recipe: Recipe) -> None:
        """A model that the runs of a sweep make together, with rows of its own classes to judge it on."""
        self.show_model(model)
        self.open_recipe(msgspec.structs.replace(recipe, task=model.recipe.task))

    # -- other runs, other times ---------------------------------------------------------------

    def reveal_test(self, revealed: bool) -> None:
        """Show the test figures of the shown run, and measure them along from now on."""
        self.change_settings({"evaluation.reveal_test": revealed})
        if revealed and self.run is not None:
            self.run.revealed = True

    @Slot(int)
    def show_run(self, number: int) -> None:
        """Put a run on view; the settings stay as they are, with what differs marked."""
        run = self.runs.find(number)
        if run is not None:
            self.run_list.show(run)

    @Slot()
    def take_settings(self) -> None:
        """Make the settings of the run on view those of the next."""
        if self.run is not None:
            self.open_recipe(self.run.recipe)

    @Slot(object)
    def rewind(self, iteration: int | None) -> None:
        """Draw everything on view back to a kept iterate, or to the newest."""
        self.run_desk.rewind(iteration)

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

    def show_model(self, model: Model) -> None:
        """Show a ready model until a run begins or is chosen."""
        self._wish = None
        self.run_desk.leave()
        self.ready_model = model
        if self.run is None:
            # No run gives way to it, but perhaps another model.
            self.run_began.emit(None)
            self.state_changed.emit()
        else:
            self.run_list.show(None)

    def open_model(self, model: Model) -> None:
        """Show a saved model; its recipe becomes the settings."""
        self.show_model(model)
        self.open_recipe(model.recipe)

    def restore(self, saved: SavedSession) -> None:
        """Take up a saved session in place of this one; its runs are finished ones."""
        self._wish = self._edit_run = None
        self.several.restore(saved.sweep)
        self.run_desk.leave()
        self.recipe_name = saved.recipe_name
        self.run_list.load(saved.runs, saved.shown, saved.binned)
        self.open_recipe(saved.recipe)
        self.state_changed.emit()

    def close(self) -> None:
        """End every thread; the session is over."""
        self.several.close()
        self.run_desk.close()
        self.settings.close()
        self._held.close()
