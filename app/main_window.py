"""The window: its panels, and which signal goes where."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QSettings, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow

from app.actions import Actions
from app.autosave import Autosave
from app.drawing.drawing_panel import DrawingPanel
from app.experiment_menu import ExperimentMenu
from app.file_commands import FileCommands
from app.garbage import GarbageCollector
from app.guide.guide_card import GuideCard
from app.late_parts import LateParts
from app.loading_bar import LoadingBar
from app.look.dresser import Dresser
from app.messages import Messages
from app.run_bar import RunBar
from app.runs.runs_panel import RunsPanel
from app.runs.time_slider import TimeSlider
from app.session import Session
from app.session_file import SavedSession, load_folder, set_aside
from app.settings.differing import changed_titles
from app.settings.settings_panel import SettingsPanel
from app.window_centre import WindowCentre
from app.window_commands import WindowCommands
from app.window_drops import WindowDrops
from app.window_layout import DRAWING, RUNS, SETTINGS, WindowLayout
from app.window_view import WindowView
from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.recipe_files import bundled_recipes, in_order

FIRST_RECIPE = "softmax"


class MainWindow(QMainWindow):
    """The laboratory; opens on the built-in data and the ready model.

    home          folder where the session and the layout are kept; None remembers nothing
    defer_plots   leave out what is slow to import until `add_plots` and `add_panels` are called
    """

    def __init__(self, home: Path | None = None, *, defer_plots: bool = False) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Logit Lab")
        self._garbage = GarbageCollector(self)
        self._is_closed = False
        self.late_parts = LateParts()
        if home is not None:
            with contextlib.suppress(OSError):
                # A place that cannot be made is told of by the first autosave.
                home.mkdir(parents=True, exist_ok=True)
        self.store = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat) if home else None
        self.recipes = bundled_recipes()
        self._origin: Recipe | None = None
        self.session = Session(self)
        self.actions_ = Actions(self)
        self.files = FileCommands(self, self.session, self.actions_, self.store)
        self._build()
        self.messages = Messages(self.statusBar(), self.session, self)
        self.drops = WindowDrops(self, self.files, self.drawing_panel.canvas, self.messages)
        self.dresser = Dresser(self.actions_, self.store, self)
        self._connect()
        # Two windows that save to one place would overwrite each other: the second only reads.
        self._lock = QLockFile(str(home / "session.lock")) if home else None
        owns_home = self._lock is not None and self._lock.tryLock(0)
        self.autosave = Autosave(self.session, home, self) if home and owns_home else None
        if self.autosave is not None:
            self.autosave.said.connect(self.messages.say)
        self.dresser.choose_saved()
        self.dresser.add(
            self.run_bar, self.settings_panel, self.drawing_panel, self.runs_panel, self.guide_card,
            self.time_slider,
        )  # fmt: skip
        if self.store is not None:
            self.layout_.restore(self.store)
        self._open(home)
        if home is not None and not owns_home:
            self.messages.say("Another window keeps the session here, so this one will not be saved.")
        self.drawing_panel.canvas.setFocus()
        if not defer_plots:
            self.add_plots()
            self.add_panels()

    def _build(self) -> None:
        self.settings_panel = SettingsPanel()
        self.drawing_panel = DrawingPanel()
        self.runs_panel = RunsPanel()
        self.guide_card = GuideCard()
        self.time_slider = TimeSlider()
        names = "train", "pause", "step", "reset"
        train, pause, step, reset = (self.actions_[f"{name}_action"] for name in names)
        self.run_bar = RunBar(train, pause, step, reset)
        self.centre = WindowCentre(self.guide_card, self.time_slider)
        self.layout_ = WindowLayout(self, self.run_bar, self.centre)
        self.layout_.fill(SETTINGS, self.settings_panel)
        self.layout_.fill(DRAWING, self.drawing_panel)
        self.layout_.fill(RUNS, self.runs_panel)
        self.layout_.add_to_menu(self.actions_.menus["View"])
        self.view = WindowView(
            self.session, self.run_bar, self.settings_panel, self.drawing_panel, self.runs_panel,
            self.time_slider, self.centre, self,
        )  # fmt: skip
        self.loading_bar = LoadingBar()
        self.statusBar().addPermanentWidget(self.loading_bar)
        self.settings_panel.show_recipes(
            [
                (name, recipe.about.title or name, recipe.about.chapter)
                for name, recipe in in_order(self.recipes)
            ]
        )
        self.experiments = ExperimentMenu(self.actions_.menus["Experiment"], self.recipes, self)

    def add_plots(self) -> None:
        """Build the curves and weight images, whose library takes the longest to import."""
        if not self._is_closed:
            from app.late_plots import LatePlots

            self.plots = LatePlots(self, self.late_parts)
            self.curves, self.weights = self.plots.curves, self.plots.weights

    def add_panels(self) -> None:
        """Build the panels behind the tabs below."""
        if not self._is_closed:
            from app.late_panels import LatePanels

            self.late = LatePanels(self, self.late_parts)

    def _connect(self) -> None:
        session, canvas, runs = self.session, self.drawing_panel.canvas, self.runs_panel
        self.commands = WindowCommands(self)
        self.run_bar.speed.speed_changed.connect(session.set_speed)
        self.settings_panel.settings_changed.connect(session.change_settings)
        self.settings_panel.recipe_chosen.connect(self.choose_recipe)
        self.experiments.recipe_chosen.connect(self.choose_recipe)
        canvas.drawing_changed.connect(session.set_drawing)
        canvas.picture_refused.connect(self.messages.refuse)
        self.files.session_opened.connect(self.take_session)
        runs.run_chosen.connect(session.show_run)
        runs.repeat_asked.connect(session.repeat)
        runs.branch_asked.connect(session.branch)
        runs.delete_asked.connect(session.run_list.delete)
        runs.restore_asked.connect(session.run_list.restore)
        runs.empty_asked.connect(session.run_list.empty_bin)
        runs.export_asked.connect(self.files.export_runs)
        self.time_slider.iteration_chosen.connect(session.rewind)
        self.time_slider.branch_asked.connect(session.branch)
        self.loading_bar.follow(session.desk)
        self.loading_bar.cancelled.connect(session.settings.cancel_loading)
        session.recipe_changed.connect(self._name_recipe)
        session.state_changed.connect(self._enable_actions)
        session.run_advanced.connect(self._enable_actions)

    # -- what is named and allowed -------------------------------------------------------------

    @Slot()
    def _name_recipe(self) -> None:
        name, recipe = self.session.recipe_name, self.session.recipe
        if self._origin is None or recipe.about != self._origin.about:
            # Settings from a file: what they were when they were opened.
            self._origin = recipe
        titles = changed_titles(recipe, self.recipes.get(name, self._origin))
        self.settings_panel.show_recipe_name(name, bool(titles))
        self.guide_card.show_about(recipe.about, titles)
        self.actions_["reveal_action"].setChecked(recipe.evaluation.reveal_test)

    @Slot()
    def _enable_actions(self) -> None:
        run, actions, session = self.session.run, self.actions_, self.session
        busy = session.is_busy
        actions["train_action"].setEnabled(not busy)
        actions["pause_action"].setEnabled(busy)
        actions["branch_action"].setEnabled(run is not None and run.updates > 0)
        actions["take_settings_action"].setEnabled(run is not None)
        actions["cancel_loading_action"].setEnabled(session.desk.is_loading)
        actions["export_history_action"].setEnabled(run is not None and run.updates > 0)

    # -- commands ------------------------------------------------------------------------------

    @Slot(str)
    def choose_recipe(self, name: str) -> None:
        """Take over a bundled recipe."""
        self.session.recipe_name = name
        self.session.open_recipe(self.recipes[name])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.actions_.for_key(event.key(), event.modifiers())
        if action is None:
            super().keyPressEvent(event)
        elif action is self.actions_["train_action"] and not action.isEnabled():
            self.actions_["pause_action"].trigger()
        else:
            action.trigger()

    # -- opening and closing -------------------------------------------------------------------

    def _open(self, home: Path | None) -> None:
        """The session there was, or the first recipe."""
        saved: SavedSession | None = None
        trouble = ""
        if home is not None:
            try:
                saved = load_folder(home)
            except LabError as error:
                set_aside(home)
                trouble = str(error)
        if saved is None:
            self.choose_recipe(FIRST_RECIPE)
        else:
            self.take_session(saved)
            if self.autosave is not None:
                self.autosave.trust_folder()
        if trouble:
            self.messages.say(trouble)

    @Slot(object)
    def take_session(self, saved: SavedSession) -> None:
        """Go on where a saved session stopped."""
        self.session.restore(saved)
        if hasattr(self, "late"):
            self.session.several.opener.open()
        self.drawing_panel.canvas.set_drawing(saved.drawing)
        self.session.set_drawing(saved.drawing)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._is_closed:
            self._is_closed = True
            self.view.close()
            if self.store is not None:
                self.layout_.save(self.store)
            # Threads end when they can: the import of a library, for one, cannot be interrupted.
            self.hide()
            self.files.close()
            for late in ("plots", "late"):
                if hasattr(self, late):
                    getattr(self, late).close()
            if self.autosave is not None:
                self.autosave.close()
            self.session.close()
            self._garbage.close()
            if self._lock is not None:
                self._lock.unlock()
        super().closeEvent(event)
