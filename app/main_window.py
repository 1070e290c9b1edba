"""The window: its panels, and which signal goes where."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QLockFile, QSettings, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from app.actions import Actions
from app.autosave import Autosave
from app.drawing.drawing_panel import DrawingPanel
from app.drawing.reading import random_test_digit
from app.file_commands import FileCommands
from app.garbage import GarbageCollector
from app.loading_bar import LoadingBar
from app.look.theme import DARK, LIGHT, Theme, apply_theme, system_theme
from app.run_bar import RunBar
from app.runs.runs_panel import RunsPanel
from app.session import Session
from app.session_file import SavedSession, read_session, set_aside
from app.settings.settings_panel import SettingsPanel
from app.window_layout import WindowLayout
from app.window_view import WindowView
from lrengine.errors import LabError
from lrengine.pictures import read_picture
from lrengine.recipe_files import bundled_recipes

FIRST_RECIPE = "softmax"
PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"}


class Themed(Protocol):
    """A panel that dresses itself."""

    def show_theme(self, theme: Theme) -> None: ...


class MainWindow(QMainWindow):
    """The laboratory; opens on the built-in data and the ready model.

    home          folder where the session and the layout are kept; None remembers nothing
    defer_plots   leave out the curves, which are slow to import, until `add_plots` is called
    """

    def __init__(self, home: Path | None = None, *, defer_plots: bool = False) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Logit Lab")
        self._garbage = GarbageCollector(self)
        self._theme: Theme = LIGHT
        self._is_closed = False
        self._refusal = ""
        self._plots_built = False
        if home is not None:
            with contextlib.suppress(OSError):
                # A place that cannot be made is told of by the first autosave.
                home.mkdir(parents=True, exist_ok=True)
        self._store = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat) if home else None
        self.recipes = bundled_recipes()
        self.recipe_name = FIRST_RECIPE
        self.session = Session(self)
        self.actions_ = Actions(self)
        self.files = FileCommands(self, self.session, self.actions_, self._store)
        self.settings_panel = SettingsPanel()
        self.drawing_panel = DrawingPanel()
        self.runs_panel = RunsPanel()
        train, pause, step, reset = (
            self.actions_[f"{name}_action"] for name in ("train", "pause", "step", "reset")
        )
        self.run_bar = RunBar(train, pause, step, reset)
        self.layout_ = WindowLayout(
            self, self.run_bar, self.settings_panel, self.drawing_panel, self.runs_panel
        )
        self.layout_.add_to_menu(self.actions_.menus["View"])
        self.view = WindowView(
            self.session, self.run_bar, self.settings_panel, self.drawing_panel, self.runs_panel, self
        )
        self.loading_bar = LoadingBar()
        self.statusBar().addPermanentWidget(self.loading_bar)
        self.setAcceptDrops(True)
        self.panels: list[Themed] = [self.run_bar, self.settings_panel, self.drawing_panel, self.runs_panel]
        self._connect()
        # Two windows that save to one place would overwrite each other: the second only reads.
        self._lock = QLockFile(str(home / "session.lock")) if home else None
        owns_home = self._lock is not None and self._lock.tryLock(0)
        self.autosave = Autosave(self.session, home / "session.npz", self) if home and owns_home else None
        if self.autosave is not None:
            self.autosave.said.connect(self.say)
        self.choose_theme(str(self._store.value("theme", "system")) if self._store is not None else "system")
        if self._store is not None:
            self.layout_.restore(self._store)
        self._open(home)
        if home is not None and not owns_home:
            self.say("Another window keeps the session here, so this one will not be saved.")
        self.drawing_panel.canvas.setFocus()
        if not defer_plots:
            self.add_plots()

    @Slot()
    def add_plots(self) -> None:
        """Build the curves and the weight images, whose library takes the longest to import."""
        if self._plots_built or self._is_closed:
            return
        from app.plots.curves_panel import CurvesPanel
        from app.plots.weights_panel import WeightsPanel

        self.curves, self.weights = CurvesPanel(), WeightsPanel()
        self.layout_.add_to_centre(self.curves, 5)
        self.layout_.add_to_centre(self.weights, 3)
        for panel in (self.curves, self.weights):
            self.panels.append(panel)
            panel.show_theme(self._theme)
        self.layout_.share_centre((5, 3))
        if self._store is not None:
            self.curves.set_log(bool(self._store.value("risk_log", True, type=bool)))
            self.weights.set_colours(str(self._store.value("weights_colours", self.weights.colours())))
        self._plots_built = True
        self.view.show_plots(self.curves, self.weights)

    def _connect(self) -> None:
        session, canvas = self.session, self.drawing_panel.canvas
        slots = {
            "train_action": session.train,
            "pause_action": session.pause,
            "step_action": self._step_once,
            "hundred_action": self._step_hundred,
            "reset_action": session.reset,
            "new_seed_action": self._take_new_seed,
            "reveal_action": self._reveal,
            "get_mnist_action": session.download_mnist,
            "cancel_loading_action": session.cancel_loading,
            "undo_action": canvas.undo,
            "redo_action": canvas.redo,
            "clear_action": canvas.clear,
            "paste_action": canvas.paste,
            "random_digit_action": self._show_test_digit,
            "full_screen_action": self._toggle_full_screen,
            "reset_layout_action": self.layout_.reset,
            "quit_action": self.close,
        }
        for name, slot in slots.items():
            self.actions_[name].triggered.connect(slot)
        self.actions_.themes.triggered.connect(self._theme_chosen)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)
        self.run_bar.speed.speed_changed.connect(session.set_speed)
        self.settings_panel.settings_changed.connect(session.change_settings)
        self.settings_panel.recipe_chosen.connect(self.choose_recipe)
        canvas.drawing_changed.connect(session.set_drawing)
        canvas.picture_refused.connect(self._refuse)
        session.said.connect(self.say)
        session.desk.loading_changed.connect(self.loading_bar.show_loading)
        session.desk.progressed.connect(self.loading_bar.show_share)
        self.loading_bar.cancelled.connect(session.cancel_loading)
        session.recipe_changed.connect(self._name_recipe)
        session.recipe_changed.connect(self._unsay)
        session.run_began.connect(self._unsay)
        session.drawing_changed.connect(self._unsay_refusal)
        session.state_changed.connect(self._enable_actions)
        titles = {name: recipe.about.title or name for name, recipe in self.recipes.items()}
        self.settings_panel.show_recipes(titles)
        for name, title in titles.items():
            action = self.actions_.menus["Experiment"].addAction(title)
            action.setData(name)
            action.triggered.connect(self._recipe_action_chosen)

    # -- what is said and named ----------------------------------------------------------------

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show one sentence until something newer takes its place; a divergence in the colour of alarm."""
        run = self.session.run
        alarm = run is not None and run.reason == "diverged" and sentence == run.sentence
        if alarm != bool(self.statusBar().property("bad")):
            self.statusBar().setProperty("bad", alarm)
            self.style().polish(self.statusBar())
        self.statusBar().showMessage(sentence)
        self.statusBar().setToolTip(sentence)

    @Slot()
    def _unsay(self) -> None:
        """What was said was of settings or a run that are gone."""
        self.say("")

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._refusal = sentence
        self.say(sentence)

    @Slot()
    def _unsay_refusal(self) -> None:
        if self._refusal and self.statusBar().currentMessage() == self._refusal:
            self.say("")
        self._refusal = ""

    @Slot()
    def _name_recipe(self) -> None:
        recipe, named = self.session.recipe, self.recipes.get(self.recipe_name)
        self.settings_panel.show_recipe_name(self.recipe_name, recipe != named)
        self.actions_["reveal_action"].setChecked(recipe.evaluation.reveal_test)
        if self.autosave is not None:
            self.autosave.set_recipe_name(self.recipe_name)

    @Slot()
    def _enable_actions(self) -> None:
        run, actions = self.session.run, self.actions_
        busy = (run is not None and run.state == "running") or self.session.waits_to_train
        actions["train_action"].setEnabled(not busy)
        actions["pause_action"].setEnabled(busy)
        actions["cancel_loading_action"].setEnabled(self.session.desk.is_loading)
        actions["export_history_action"].setEnabled(run is not None and run.updates > 0)

    # -- commands ------------------------------------------------------------------------------

    @Slot(str)
    def choose_recipe(self, name: str) -> None:
        """Take over a bundled recipe."""
        self.recipe_name = name
        recipe = self.recipes[name]
        self.session.open_recipe(recipe)
        text = " ".join(recipe.about.text.split())
        self.settings_panel.recipe_picker.setToolTip(text)
        self.say(text.partition(". ")[0].rstrip(".") + ".")

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
        self.session.change_settings({"run.seed": self.session.recipe.run.seed + 1})
        self.session.reset()

    @Slot(bool)
    def _reveal(self, revealed: bool) -> None:
        self.session.reveal_test(revealed)
        self.view.show_run()

    @Slot()
    def _show_test_digit(self) -> None:
        rows = self.session.rows
        drawing = random_test_digit(rows) if rows is not None else None
        if drawing is None:
            self.say("There is no test image to show yet.")
        else:
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
        elif action is self.actions_["train_action"] and not action.isEnabled():
            self.actions_["pause_action"].trigger()
        else:
            action.trigger()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            if path.suffix.lower() in PICTURES and path.is_file():
                self._show_picture(path)
            else:
                self.files.open_path(path)

    def _show_picture(self, path: Path) -> None:
        """A picture dropped anywhere belongs on the canvas."""
        try:
            self.drawing_panel.canvas.show_picture(read_picture(path))
        except LabError as error:
            self.say(str(error))

    # -- theme ---------------------------------------------------------------------------------

    @Slot(QAction)
    def _theme_chosen(self, action: QAction) -> None:
        self.choose_theme(action.data())

    @Slot()
    def _system_theme_changed(self) -> None:
        if self.actions_.theme_name() == "system":
            self.choose_theme("system")

    def choose_theme(self, name: str) -> None:
        """Dress everything in "light", "dark" or what the "system" asks for."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._theme = {"dark": DARK, "light": LIGHT}.get(name) or system_theme(application)
        self.actions_.check_theme(name)
        apply_theme(application, self._theme)
        for panel in self.panels:
            panel.show_theme(self._theme)
        if self._store is not None:
            self._store.setValue("theme", name)

    # -- opening and closing -------------------------------------------------------------------

    def _open(self, home: Path | None) -> None:
        """The session there was, or the first recipe."""
        saved: SavedSession | None = None
        trouble = ""
        if home is not None:
            try:
                saved = read_session(home / "session.npz")
            except LabError as error:
                set_aside(home / "session.npz")
                trouble = str(error)
        if saved is None:
            self.choose_recipe(FIRST_RECIPE)
        else:
            self.recipe_name = saved.recipe_name
            self.session.restore(saved.recipe, saved.run)
            self.drawing_panel.canvas.set_drawing(saved.drawing)
            self.session.set_drawing(saved.drawing)
        if trouble:
            self.say(trouble)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._is_closed:
            self._is_closed = True
            self.view.close()
            if self._store is not None:
                self.layout_.save(self._store)
                if self._plots_built:
                    self._store.setValue("risk_log", self.curves.is_log())
                    self._store.setValue("weights_colours", self.weights.colours())
            if self.autosave is not None:
                self.autosave.close()
            self.session.close()
            self._garbage.close()
            if self._lock is not None:
                self._lock.unlock()
        super().closeEvent(event)


def _dropped_file(event: QDropEvent) -> Path | None:
    """The one local file or folder that is dragged."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
