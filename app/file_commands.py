"""Opening and saving: recipes, models, data and curves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from app.actions import ACTIONS, Actions, Words
from app.session import Session
from lrengine.errors import LabError
from lrengine.model import load_model
from lrengine.recipe_files import read_recipe, write_recipe, write_whole


class FileCommands(QObject):
    """The File menu's and Help menu's commands; whatever goes wrong is said in one sentence."""

    def __init__(self, window: QMainWindow, session: Session, actions: Actions) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        commands: dict[str, Callable[[], None]] = {
            "open_recipe_action": self.open_recipe,
            "save_recipe_action": self.save_recipe,
            "open_model_action": self.open_model,
            "save_model_action": self.save_model,
            "open_data_action": self.open_data,
            "export_history_action": self.export_history,
            "shortcuts_action": self.show_shortcuts,
            "about_action": self.show_about,
        }
        for name, command in commands.items():
            actions[name].triggered.connect(command)

    @Slot()
    def open_recipe(self) -> None:
        path = self._ask_open("Open recipe", "Recipes (*.toml)")
        if path is not None:
            self.open_path(path)

    @Slot()
    def open_model(self) -> None:
        path = self._ask_open("Open model", "Models (*.npz)")
        if path is not None:
            self.open_path(path)

    @Slot()
    def open_data(self) -> None:
        path = self._ask_open("Open data", "Data (*.csv *.npz *.gz *ubyte);;All files (*)")
        if path is not None:
            self._session.change_settings({"data.name": "file", "data.path": str(path)})

    def open_path(self, path: Path) -> None:
        """Open a recipe, a model or data by what it is."""
        try:
            if path.suffix == ".toml":
                self._session.open_recipe(read_recipe(path))
                self._say(f"Opened {path.name}.")
            else:
                self._session.open_model(load_model(path))
                self._say(f"Opened {path.name}.")
        except LabError as error:
            self._say(str(error))

    @Slot()
    def save_recipe(self) -> None:
        path = self._ask_save("Save recipe", "recipe.toml", "Recipes (*.toml)")
        if path is not None:
            self._try(lambda: write_recipe(self._session.recipe, path), path)

    @Slot()
    def save_model(self) -> None:
        model = self._session.model
        path = self._ask_save("Save model", "model.npz", "Models (*.npz)") if model is not None else None
        if model is not None and path is not None:
            self._try(lambda: model.save(path), path)

    @Slot()
    def export_history(self) -> None:
        run = self._session.run
        path = self._ask_save("Export curves", "curves.csv", "Tables (*.csv)") if run is not None else None
        if run is not None and path is not None:
            self._try(lambda: write_whole(path, run.history.to_csv().encode()), path)

    @Slot()
    def show_shortcuts(self) -> None:
        lines = [
            f"<tr><td>{words.text}&nbsp;&nbsp;</td><td><b>{_keys(words)}</b></td></tr>" for words in ACTIONS
        ]
        self._show("Keyboard shortcuts", f"<table>{''.join(lines)}</table>")

    @Slot()
    def show_about(self) -> None:
        self._show(
            "About Logit Lab",
            "<p><b>Logit Lab</b> is a laboratory for logistic and softmax regression.</p>"
            "<p>Draw a digit, press Space, and watch a linear model learn to read it.</p>",
        )

    def _show(self, title: str, text: str) -> None:
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, self._window
        )
        box.setObjectName("message_box")
        box.open()

    def _ask_open(self, title: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, "", kinds)
        return Path(name) if name else None

    def _ask_save(self, title: str, suggestion: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._window, title, suggestion, kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(Path(suggestion).suffix)

    def _try(self, save: Callable[[], object], path: Path) -> None:
        try:
            save()
        except LabError as error:
            self._say(str(error))
        else:
            self._say(f"Saved {path.name}.")

    def _say(self, sentence: str) -> None:
        self._session.said.emit(sentence)


def _keys(words: Words) -> str:
    if words.key is None:
        return words.shortcut
    return ("Shift+" if words.shift else "") + QKeySequence(words.key).toString()
