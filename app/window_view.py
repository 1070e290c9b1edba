"""Brings the panels up to date with the session, all at once and as often as the frame pace allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.drawing.reading import is_calibrated
from app.frame_pace import FramePace
from app.in_turns import InTurns
from app.run_bar import RunBar
from app.runs.run_record import RunRecord
from app.runs.run_rows import run_rows
from app.runs.runs_panel import RunsPanel
from app.runs.time_slider import TimeSlider
from app.session import Session
from app.settings.settings_panel import SettingsPanel
from app.window_centre import WindowCentre
from lrengine.settings import find_setting

if TYPE_CHECKING:
    from app.drawing.drawing_panel import DrawingPanel
    from app.plots.curves_panel import CurvesPanel
    from app.plots.weights_panel import WeightsPanel


class WindowView(QObject):
    """What every panel shows, derived from the session alone.

    The curves and the weight images come later than the rest (`show_plots`), because their library
    takes the longest to import.

    drawing_read   Prediction and Stages as they were just shown, or None twice
    """

    drawing_read = Signal(object, object)

    def __init__(
        self,
        session: Session,
        bar: RunBar,
        settings: SettingsPanel,
        drawing: DrawingPanel,
        runs: RunsPanel,
        slider: TimeSlider,
        centre: WindowCentre,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._bar = bar
        self._settings = settings
        self._drawing = drawing
        self._runs = runs
        self._slider = slider
        self._centre = centre
        self._curves: CurvesPanel | None = None
        self._weights: WeightsPanel | None = None
        self._changed = self._is_closed = False
        self._pace = FramePace()
        self._parts = InTurns((self._show_newest, self._show_pictures, self._show_curves), self)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._repaint_if_changed)
        desk = session.desk
        desk.prepared.connect(self.show_data)
        desk.progressed.connect(self.show_loading)
        desk.stable_step_changed.connect(self.show_stable_step)
        session.run_began.connect(self.show_run)
        session.run_advanced.connect(self.note_run)
        session.run_ended.connect(self.show_run)
        session.runs_changed.connect(self.show_runs)
        session.recipe_changed.connect(self.show_settings)
        session.state_changed.connect(self.show_status)
        session.drawing_changed.connect(self.show_reading)

    def show_plots(self, curves: CurvesPanel, weights: WeightsPanel) -> None:
        """Take up the panels that are built last."""
        self._curves, self._weights = curves, weights
        self._session.desk.optimum_found.connect(self.show_optimum)
        self.show_settings()
        self.show_run()

    def close(self) -> None:
        self._is_closed = True
        self._clock.stop()
        self._parts.stop()

    @Slot()
    def note_run(self) -> None:
        """The run has moved: show it now, or with the next tick of the clock."""
        self._changed = True
        if not self._clock.isActive() and not self._is_closed:
            self._pace.rest()
            self._show_frame()

    @Slot()
    def _repaint_if_changed(self) -> None:
        if self._changed and not self._parts.is_active:
            self._show_frame()
        elif not self._changed:
            self._clock.stop()

    def _show_frame(self) -> None:
        self._clock.start(self._pace.begin())
        self._changed = False
        self._parts.start()

    @Slot()
    def show_run(self) -> None:
        """Every panel at the shown run's newest iterate, at once."""
        self._changed = False
        self._parts.all_now()

    def _show_newest(self) -> None:
        # Whatever names the iteration names the same one.
        self._show_bar()
        self._show_time()
        self.show_reading()

    def _show_pictures(self) -> None:
        self._show_weights()
        self.show_runs()

    def _show_curves(self) -> None:
        run = self._session.run
        if self._curves is None:
            return
        self.show_optimum()
        self._curves.show_test(run is not None and (run.revealed or run.recipe.evaluation.reveal_test))
        history, best = (run.history, run.best_iteration) if run is not None else (None, None)
        self._curves.show_history(history, best)
        self._curves.show_cursor(run.rewound[0] if run is not None and run.rewound is not None else None)

    def _show_weights(self) -> None:
        run, model = self._session.run, self._session.model
        if model is None or self._weights is None:
            return
        pictures = model.features.weight_pictures(model.weights)
        self._centre.show_weights(pictures is not None)
        if pictures is not None:
            flat = pictures.reshape(len(pictures), -1)
            self._weights.show_weights(flat, pictures.shape[1:], model.class_names)
            self._weights.show_means(self._means_of(run))

    @Slot()
    def show_runs(self) -> None:
        """The table of runs."""
        self._runs.show_runs(run_rows(self._session.runs, self._session.run))
        self._runs.show_bin(run_rows(self._session.runs.bin))

    def _show_time(self) -> None:
        """The slider over the iterates of the run on view, and the cursor where it is drawn back to."""
        run = self._session.run
        if run is None:
            self._slider.show_range(np.empty(0, np.int64), 0, None)
            return
        kept = run.reached_iteration if not run.is_active else None
        self._slider.show_range(run.snapshots.iterations, run.updates, run.best_iteration, kept)
        self._slider.show_position(run.rewound[0] if run.rewound is not None else None)
        self._slider.show_running(run.state == "running")

    def _means_of(self, run: RunRecord | None) -> Any:
        """Class means of the very rows the shown run learns from."""
        data = self._session.desk.data
        if run is None or data is None or not data.rows.serve(run.recipe):
            return None
        return data.means

    @Slot()
    def show_status(self) -> None:
        """The line in the bar, and the marks beside settings that wait for a new start."""
        self._settings.show_pending(self._session.pending())
        self._show_bar()

    def _show_bar(self) -> None:
        session, run = self._session, self._session.run
        if self._only_loads():
            self.show_loading(0.0)
        elif run is not None:
            self._bar.show_run(run)
        elif run is None and session.ready_model is not None:
            self._bar.show_sentence(f"Ready model. {session.ready_model.trained_on}")

    def _only_loads(self) -> bool:
        """Rows are on their way and no run goes on meanwhile."""
        run = self._session.run
        return self._session.desk.is_loading and not (run is not None and run.is_active)

    @Slot(float)
    def show_loading(self, share: float) -> None:
        if not self._only_loads():
            return
        title = find_setting("data.name").title_of(self._session.recipe.data.name)
        then = ", then training" if self._session.waits_to_train else ""
        # With all of it here, something else is waited for.
        done = f" {share:.0%}" if 0 < share < 1 else ""
        self._bar.show_sentence(f"Preparing {title}{then} …{done}")

    @Slot()
    def show_settings(self) -> None:
        recipe = self._session.recipe
        self._settings.show_recipe(recipe)
        self._settings.show_pending(self._session.pending())
        self.show_optimum()

    @Slot()
    def show_optimum(self) -> None:
        """The line and the name of what is plotted: of the shown run's objective, not of newer settings."""
        if self._curves is None:
            return
        run, recipe, optimum = self._session.run, self._session.recipe, self._session.desk.optimum
        objective = run.objective if run is not None else recipe.objective
        self._curves.show_penalised(bool(objective.l1 or objective.l2))
        # The value is of the settings as they are now, on the rows that they lead to.
        is_its_own = run is None or (objective == recipe.objective and self._has_rows_of(run))
        self._curves.show_optimum(optimum.value if optimum is not None and is_its_own else None)

    def _has_rows_of(self, run: RunRecord) -> bool:
        """Whether the optimum that is known was sought on the very rows of a run."""
        optimum = self._session.desk.optimum
        return optimum is not None and optimum.rows.serve(run.recipe)

    @Slot()
    def show_data(self) -> None:
        if (data := self._session.desk.data) is not None:
            self._settings.show_classes(data.rows.dataset.class_names)

    @Slot()
    def show_stable_step(self) -> None:
        solver = self._session.recipe.solver
        exact = solver.name == "gradient-descent" and not solver.batch_size
        self._settings.show_stable_step(self._session.desk.stable_step(self._session.recipe), exact)

    @Slot()
    def show_reading(self) -> None:
        """The drawing as the shown iterate reads it."""
        prediction, stages = self._session.read_drawing()
        model = self._session.model
        if prediction is None and model is not None:
            self._drawing.prediction.show_classes(
                model.class_names,
                reads_pictures=len(model.input_shape) == 2,
                knows_familiar=model.familiarity is not None,
                is_calibrated=is_calibrated(model),
            )
        else:
            self._drawing.prediction.show_prediction(prediction)
        self.drawing_read.emit(prediction, stages)
