"""Every action once, with its words, its shortcut and its menu."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


@dataclass(frozen=True)
class Words:
    """An action's name, text, tooltip, shortcut and menu; `key` is pressed alone, outside text fields.

    Keys alone are shown in the menu but handled by the window, so that they never fire while
    someone types.
    """

    name: str
    menu: str
    text: str
    tip: str
    shortcut: str = ""
    key: Qt.Key | None = None
    shift: bool = False
    checkable: bool = False


ACTIONS = (
    Words("train_action", "Run", "Train", "Start a run, or go on with the paused one", key=Qt.Key.Key_Space),
    Words("pause_action", "Run", "Pause", "Halt after the present iteration", "Ctrl+."),
    Words("step_action", "Run", "Step", "Pause, then make one update", key=Qt.Key.Key_Right),
    Words("hundred_action", "Run", "Step 100", "Pause, then make a hundred updates",
          key=Qt.Key.Key_Right, shift=True),
    Words("reset_action", "Run", "Reset", "Stop, and return to iteration 0 with the same seed",
          key=Qt.Key.Key_R),
    Words("new_seed_action", "Run", "New seed", "Return to iteration 0 with the next seed",
          key=Qt.Key.Key_R, shift=True),
    Words("branch_action", "Run", "Branch from here",
          "Train on from the iterate on view, with the settings as they are now", "Ctrl+B"),
    Words("take_settings_action", "Run", "Use its settings",
          "Make the settings of the run on view those of the next, and load its data"),
    Words("reveal_action", "Run", "Reveal the test", "Show the test rows' figures, too", checkable=True),
    Words("open_recipe_action", "File", "Open recipe…", "Open settings from a TOML file", "Ctrl+O"),
    Words("save_recipe_action", "File", "Save recipe…", "Save the settings as a TOML file", "Ctrl+S"),
    Words("open_model_action", "File", "Open model…", "Open a trained model (.npz)", "Ctrl+Shift+O"),
    Words("save_model_action", "File", "Save model…", "Save the shown weights with their recipe",
          "Ctrl+Shift+S"),
    Words("open_data_action", "File", "Open data…", "Open a CSV, NPZ or IDX file of your own", "Ctrl+D"),
    Words("get_mnist_action", "File", "Download MNIST", "Fetch the 70,000 digits (12 MB), once"),
    Words("export_history_action", "File", "Export curves as CSV…", "Save every row of the shown run",
          "Ctrl+E"),
    Words("export_runs_action", "File", "Export all runs as CSV…", "Save every row of every run"),
    Words("open_session_action", "File", "Open session…", "Open settings, runs and drawing (.lab)"),
    Words("save_session_action", "File", "Save session…", "Save settings, runs and drawing as one file"),
    Words("cancel_loading_action", "File", "Stop loading", "Stop fetching or preparing data", "Esc"),
    Words("quit_action", "File", "Quit",
          "Close the window; settings, drawing, runs and sweep come back at the next start", "Ctrl+Q"),
    Words("undo_action", "Edit", "Undo stroke", "Take back the last stroke", "Ctrl+Z"),
    Words("redo_action", "Edit", "Redo stroke", "Draw it again", "Ctrl+Shift+Z"),
    Words("clear_action", "Edit", "Clear drawing", "Empty the canvas", key=Qt.Key.Key_Delete),
    Words("paste_action", "Edit", "Paste picture", "Read the picture on the clipboard", "Ctrl+V"),
    Words("random_digit_action", "Edit", "Show a test digit", "Put a random test image on the canvas",
          key=Qt.Key.Key_E),
    Words("full_screen_action", "View", "Full screen", "Fill the screen", "F11", checkable=True),
    Words("reset_layout_action", "View", "Reset layout", "Put every panel back where it was at first"),
    Words("shortcuts_action", "Help", "Keyboard shortcuts", "What every key does", key=Qt.Key.Key_Question),
    Words("about_action", "Help", "About Logit Lab", "What this program is"),
)  # fmt: skip

MENUS = ("File", "Edit", "View", "Run", "Experiment", "Help")
THEMES = {"system": "System theme", "light": "Light theme", "dark": "Dark theme"}


class Actions(QObject):
    """The window's actions by name, its menus, and the choice of theme."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.menus: dict[str, QMenu] = {}
        for name in MENUS:
            menu = window.menuBar().addMenu(f"&{name}")
            menu.setObjectName(f"{name.lower()}_menu")
            menu.setToolTipsVisible(True)
            self.menus[name] = menu
        self._by_name: dict[str, QAction] = {}
        self._by_key: dict[tuple[Qt.Key, bool], QAction] = {}
        for words in ACTIONS:
            self._add(window, words)
        self.themes = self._add_themes(window)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def for_key(self, key: int, modifiers: Qt.KeyboardModifier) -> QAction | None:
        """The action a key pressed alone (or with Shift) stands for."""
        if modifiers & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return None
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Question:
            shift = False
        try:
            return self._by_key.get((Qt.Key(key), shift))
        except ValueError:
            return None

    def add_recent_menu(self) -> QMenu:
        """An empty menu of recent files, above the File menu's last entry."""
        menu = QMenu("Recent files", self.menus["File"])
        menu.setObjectName("recent_menu")
        self.menus["File"].insertMenu(self["quit_action"], menu)
        return menu

    def theme_name(self) -> str:
        """The theme chosen in the View menu."""
        checked = self.themes.checkedAction()
        return str(checked.data()) if checked is not None else "system"

    def check_theme(self, name: str) -> None:
        for action in self.themes.actions():
            action.setChecked(action.data() == name)

    def _add(self, window: QMainWindow, words: Words) -> None:
        action = QAction(words.text, window)
        action.setObjectName(words.name)
        action.setCheckable(words.checkable)
        keys = words.shortcut
        if words.key is not None:
            self._by_key[words.key, words.shift] = action
            keys = ("Shift+" if words.shift else "") + QKeySequence(words.key).toString()
            # The tab makes the menu show the key at its right, as it shows a real shortcut.
            action.setText(f"{words.text}\t{keys}")
            action.setIconText(words.text)
        elif words.shortcut:
            action.setShortcut(QKeySequence(words.shortcut))
        action.setToolTip(f"{words.tip} ({keys})" if keys else words.tip)
        self.menus[words.menu].addAction(action)
        window.addAction(action)
        self._by_name[words.name] = action

    def _add_themes(self, window: QMainWindow) -> QActionGroup:
        group = QActionGroup(window)
        self.menus["View"].addSeparator()
        for name, text in THEMES.items():
            action = QAction(text, window)
            action.setObjectName(f"{name}_theme_action")
            action.setCheckable(True)
            action.setData(name)
            group.addAction(action)
            self.menus["View"].addAction(action)
        group.actions()[0].setChecked(True)
        return group
