"""The window: where every panel lies and which signal goes where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QSplitter, QToolBar, QWidget

from app.actions import Actions
from app.autosave import Autosave
from app.drawing_panel import DrawingPanel
from app.file_commands import FileCommands
from app.garbage import GarbageCollector
from app.prediction_panel import Prediction
from app.reading import Reading
from app.run_bar import RunBar
from app.run_rows import run_rows
from app.run_store import RunRecord
from app.runs_panel import RunsPanel
from app.session import Session
from app.session_file import read_session, set_aside
from app.settings_panel import SettingsPanel
from app.theme import DARK, LIGHT, Theme, apply_theme, system_theme
from lrengine.drawing import Stages
from lrengine.errors import LabError
from lrengine.recipe_files import bundled_recipes
from lrengine.settings import value_of

FIRST_RECIPE = "softmax"
# Panels are repainted together, at most this often while a run goes on.
REPAINT_MS = 30
# Keeps layout versions apart: a saved layout of other docks is not restored.
LAYOUT = 1


class MainWindow(QMainWindow):
    """The laboratory; opens on the built-in data and the ready model.

    home          folder where the session and the layout are kept; None remembers nothing
    defer_plots   leave out the curves, which are slow to import, until `add_plots` is called
    """

    def __init__(self, home: Path | None = None, *, defer_plots: bool = False) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Logit Lab")
        self.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        self._garbage = GarbageCollector(self)
        self.session = Session(self)
        self.actions_ = Actions(self)
        self.recipes = bundled_recipes()
        self.recipe_name = FIRST_RECIPE
        self._theme: Theme = DARK
        self._closing = False
        self._dirty = False
        self._plots: tuple[Any, Any] | None = None
        self._store = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat) if home else None

        self.settings_panel = SettingsPanel()
        self.drawing_panel = DrawingPanel()
        self.runs_panel = RunsPanel()
        self.run_bar = RunBar(
            *(self.actions_[name] for name in ("train_action", "pause_action", "step_action", "reset_action"))
        )
        self.centre = QSplitter(Qt.Orientation.Vertical)
        self.centre.setObjectName("centre")
        self.centre.setChildrenCollapsible(False)
        self._lay_out()
        self.files = FileCommands(self, self.session, self.actions_)
        self._repaint = QTimer(self)
        self._repaint.setInterval(REPAINT_MS)
        self._repaint.timeout.connect(self._show_run_if_changed)
        self._connect()
        self.autosave = Autosave(self.session, home / "session.npz", self) if home else None
        if not defer_plots:
            self.add_plots()
        self._choose_theme(self._stored("theme", "system"))
        self._restore(home)

    # -- layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar = QToolBar("Run", self)
        bar.setObjectName("run_toolbar")
        bar.setMovable(False)
        bar.addWidget(self.run_bar)
        bar.toggleViewAction().setEnabled(False)
        self.addToolBar(bar)
        self.setCentralWidget(self.centre)
        area = Qt.DockWidgetArea
        for corner, side in (
            (Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea),
            (Qt.Corner.BottomRightCorner, area.RightDockWidgetArea),
        ):
            self.setCorner(corner, side)
        self.docks = [
            self._dock("Settings", self.settings_panel, area.LeftDockWidgetArea),
            self._dock("Drawing", self.drawing_panel, area.RightDockWidgetArea),
            self._dock("Runs", self.runs_panel, area.BottomDockWidgetArea),
        ]
        view = self.actions_.menus["View"]
        view.addSeparator()
        for dock in self.docks:
            view.addAction(dock.toggleViewAction())
        self.resize(1440, 900)
        self._reset_docks()

    def _dock(self, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"{title.lower()}_dock")
        dock.setWidget(panel)
        self.addDockWidget(area, dock)
        return dock

    @Slot()
    def _reset_docks(self) -> None:
        area = Qt.DockWidgetArea
        places = (area.LeftDockWidgetArea, area.RightDockWidgetArea, area.BottomDockWidgetArea)
        for dock, place in zip(self.docks, places, strict=True):
            dock.setFloating(False)
            self.addDockWidget(place, dock)
            dock.show()
        settings, drawing, runs = self.docks
        self.resizeDocks([settings, drawing], [270, 290], Qt.Orientation.Horizontal)
        self.resizeDocks([runs], [150], Qt.Orientation.Vertical)

    def add_plots(self) -> None:
        """Build the curves and the weight images, whose library takes the longest to import."""
        if self._plots is not None:
            return
        from app.curves_panel import CurvesPanel
        from app.weights_panel import WeightsPanel

        self.curves, self.weights = CurvesPanel(), WeightsPanel()
        self._plots = (self.curves, self.weights)
        for panel, stretch in ((self.curves, 3), (self.weights, 1)):
            self.centre.addWidget(panel)
            self.centre.setStretchFactor(self.centre.indexOf(panel), stretch)
            panel.show_theme(self._theme)
        self.session.optimum_found.connect(self.curves.show_optimum)
        optimum = self.session.optimum
        self.curves.show_optimum(optimum.value if optimum is not None else None)
        self._show_data()
        self._show_run()

    # -- connections ---------------------------------------------------------------------------

    def _connect(self) -> None:
        session, actions = self.session, self.actions_
        slots = {
            "train_action": session.train,
            "pause_action": session.pause,
            "step_action": self._step_once,
            "hundred_action": self._step_hundred,
            "reset_action": session.reset,
            "new_seed_action": self._take_new_seed,
            "reveal_action": self._reveal,
            "undo_action": self.drawing_panel.canvas.undo,
            "redo_action": self.drawing_panel.canvas.redo,
            "clear_action": self.drawing_panel.canvas.clear,
            "paste_action": self.drawing_panel.canvas.paste,
            "random_digit_action": self._show_test_digit,
            "full_screen_action": self._toggle_full_screen,
            "reset_layout_action": self._reset_docks,
            "quit_action": self.close,
        }
        for name, slot in slots.items():
            actions[name].triggered.connect(slot)
        actions.themes.triggered.connect(self._theme_chosen)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)
        self.run_bar.speed.speed_changed.connect(session.set_speed)
        self.settings_panel.settings_changed.connect(session.change_settings)
        self.settings_panel.recipe_chosen.connect(self.choose_recipe)
        self.drawing_panel.canvas.drawing_changed.connect(session.set_drawing)
        session.recipe_changed.connect(self._show_settings)
        session.data_prepared.connect(self._show_data)
        session.data_progressed.connect(self._show_loading)
        session.run_began.connect(self._show_run)
        session.run_advanced.connect(self._note_run)
        session.run_ended.connect(self._show_run)
        session.state_changed.connect(self._show_state)
        session.stable_step_measured.connect(self._show_stable_step)
        session.reading_changed.connect(self._show_reading)
        session.said.connect(self.say)
        for name, recipe in self.recipes.items():
            action = actions.menus["Experiment"].addAction(recipe.about.title or name)
            action.setData(name)
            action.triggered.connect(self._recipe_action_chosen)
        self.settings_panel.show_recipes({name: r.about.title or name for name, r in self.recipes.items()})

    # -- what is shown -------------------------------------------------------------------------

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show one sentence until something newer takes its place."""
        self.statusBar().showMessage(sentence)
        self.statusBar().setToolTip(sentence)

    @Slot()
    def _show_settings(self) -> None:
        recipe = self.session.recipe
        named = self.recipes.get(self.recipe_name)
        self.settings_panel.show_recipe(recipe)
        self.settings_panel.show_recipe_name(self.recipe_name, named is None or named != recipe)
        self.settings_panel.show_pending(self.session.pending())
        self.actions_["reveal_action"].setChecked(recipe.evaluation.reveal_test)
        if self.autosave is not None:
            self.autosave.set_recipe_name(self.recipe_name)
        if self._plots is not None:
            objective = recipe.objective
            self.curves.show_penalised(bool(objective.l1 or objective.l2))

    @Slot()
    def _show_data(self) -> None:
        data = self.session.data
        if data is None:
            return
        self.settings_panel.show_classes(data.rows.dataset.class_names)

    @Slot(float)
    def _show_loading(self, share: float) -> None:
        if self.session.is_loading:
            title = self.session.recipe.data.name
            self.run_bar.show_sentence(f"Preparing the {title} digits … {share:.0%}")

    @Slot()
    def _note_run(self) -> None:
        self._dirty = True
        if not self._repaint.isActive():
            self._show_run()
            self._repaint.start()

    @Slot()
    def _show_run_if_changed(self) -> None:
        if self._dirty:
            self._show_run()
        else:
            self._repaint.stop()

    @Slot()
    def _show_run(self) -> None:
        """Bring every panel to the shown run's newest iterate, all at once."""
        self._dirty = False
        run, model = self.session.run, self.session.model
        self._show_status()
        self.runs_panel.show_runs(run_rows(self.session.runs))
        if self._plots is None:
            return
        self.curves.show_test(run is not None and (run.revealed or run.recipe.evaluation.reveal_test))
        self.curves.show_history(run.history if run is not None else None, _best_of(run))
        if model is not None:
            self.weights.show_weights(model.weights, model.input_shape, model.class_names)
            self.weights.show_means(self._means_of(run))

    def _means_of(self, run: RunRecord | None) -> Any:
        """Class means of the very rows the shown run learns from."""
        data = self.session.data
        if run is None or data is None or run.rows is not data.rows:
            return None
        return data.means

    def _show_status(self) -> None:
        run, session = self.session.run, self.session
        if session.is_loading:
            self.run_bar.show_sentence(f"Preparing the {session.recipe.data.name} digits …")
        elif run is not None:
            self.run_bar.show_run(run)
        elif session.ready_model is not None:
            self.run_bar.show_sentence(f"Ready model. {session.ready_model.trained_on}")

    @Slot()
    def _show_state(self) -> None:
        run = self.session.run
        running = run is not None and run.state == "running"
        actions = self.actions_
        actions["train_action"].setEnabled(not running)
        actions["pause_action"].setEnabled(running)
        actions["save_model_action"].setEnabled(self.session.model is not None)
        actions["export_history_action"].setEnabled(run is not None and run.updates > 0)
        self.settings_panel.show_pending(self.session.pending())
        self._show_status()

    @Slot(object)
    def _show_stable_step(self, limit: float | None) -> None:
        recipe = self.session.recipe
        exact = recipe.solver.name == "gradient-descent" and not recipe.solver.batch_size
        self.settings_panel.show_stable_step(limit, exact)

    @Slot(object, object)
    def _show_reading(self, reading: Reading | None, stages: Stages | None) -> None:
        prediction = None
        if reading is not None:
            margin = reading.margin if len(reading.class_names) == 2 else None
            prediction = Prediction(reading.class_names, reading.probabilities, margin)
        pictures = [] if stages is None else [("boxed", stages.scaled), ("28 × 28", stages.image)]
        self.drawing_panel.prediction.show_prediction(prediction, pictures)

    # -- commands ------------------------------------------------------------------------------

    @Slot(str)
    def choose_recipe(self, name: str) -> None:
        """Take over a bundled recipe."""
        self.recipe_name = name
        self.session.open_recipe(self.recipes[name])
        self._show_settings()
        if self.recipes[name].about.text:
            self.say(self.recipes[name].about.text)

    @Slot()
    def _recipe_action_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.choose_recipe(action.data())

    @Slot()
    def _step_once(self) -> None:
        self.session.step(1)

    @Slot()
    def _step_hundred(self) -> None:
        self.session.step(100)

    @Slot()
    def _take_new_seed(self) -> None:
        self.session.change_settings({"run.seed": value_of(self.session.recipe, "run.seed") + 1})
        self.session.reset()

    @Slot(bool)
    def _reveal(self, revealed: bool) -> None:
        self.session.reveal_test(revealed)
        self._show_run()

    @Slot()
    def _show_test_digit(self) -> None:
        drawing = self.session.random_test_digit()
        if drawing is not None:
            self.drawing_panel.canvas.set_drawing(drawing)
            self.session.set_drawing(drawing)

    @Slot(bool)
    def _toggle_full_screen(self, full: bool) -> None:
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.actions_.for_key(event.key(), event.modifiers())
        if action is None:
            super().keyPressEvent(event)
            return
        if action is self.actions_["train_action"] and not action.isEnabled():
            action = self.actions_["pause_action"]
        action.trigger()

    # -- theme ---------------------------------------------------------------------------------

    @Slot(QAction)
    def _theme_chosen(self, action: QAction) -> None:
        self._choose_theme(action.data())

    @Slot()
    def _system_theme_changed(self) -> None:
        if self.actions_.themes.checkedAction().data() == "system":
            self._choose_theme("system")

    def _choose_theme(self, name: str) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._theme = {"dark": DARK, "light": LIGHT}.get(name) or system_theme(application)
        for action in self.actions_.themes.actions():
            action.setChecked(action.data() == name)
        apply_theme(application, self._theme)
        panels = [self.run_bar, self.settings_panel, self.drawing_panel, self.runs_panel]
        for panel in [*panels, *(self._plots or ())]:
            panel.show_theme(self._theme)
        if self._store is not None:
            self._store.setValue("theme", name)

    # -- what is kept --------------------------------------------------------------------------

    def _stored(self, key: str, default: str) -> str:
        return str(self._store.value(key, default)) if self._store is not None else default

    def _restore(self, home: Path | None) -> None:
        if self._store is not None:
            for key, take in (("geometry", self.restoreGeometry), ("layout", self._restore_layout)):
                kept = self._store.value(key)
                if isinstance(kept, QByteArray):
                    take(kept)
        saved, trouble = None, ""
        if home is not None:
            try:
                saved = read_session(home / "session.npz")
            except LabError as error:
                set_aside(home / "session.npz")
                trouble = str(error)
        if saved is None:
            self.choose_recipe(FIRST_RECIPE)
            if trouble:
                self.say(trouble)
            return
        self.recipe_name = saved.recipe_name
        self.session.restore(saved.recipe, saved.run)
        self.drawing_panel.canvas.set_drawing(saved.drawing)
        self.session.set_drawing(saved.drawing)
        self._show_settings()
        self._show_run()

    def _restore_layout(self, kept: QByteArray) -> None:
        self.restoreState(kept, LAYOUT)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closing:
            self._closing = True
            self._repaint.stop()
            if self._store is not None:
                self._store.setValue("geometry", self.saveGeometry())
                self._store.setValue("layout", self.saveState(LAYOUT))
            if self.autosave is not None:
                self.autosave.close()
            self.session.close()
            self._garbage.close()
        super().closeEvent(event)


def _best_of(run: RunRecord | None) -> int | None:
    return run.best_iteration if run is not None else None
