"""Opening and saving: recipes, models, data, curves and whole sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from app.actions import ACTIONS, Actions, Words
from app.autosave import take_snapshot
from app.file_writer import FileWriter
from app.recent_files import RecentFiles
from app.runs.products import products_text
from app.session import Session
from app.session_file import load_archive, pack_archive, save_archive
from lrengine.errors import LabError
from lrengine.experiment import with_certainty
from lrengine.history import History
from lrengine.model import load_model, may_be_model
from lrengine.recipe_files import read_recipe, write_recipe

_TABLES = "Tables (*.csv)"


class FileCommands(QObject):
    """The File menu's and Help menu's commands; whatever goes wrong is said in one sentence.

    session_opened   SavedSession, to take the place of the one that is open
    """

    session_opened = Signal(object)

    def __init__(
        self, window: QMainWindow, session: Session, actions: Actions, store: QSettings | None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._home = Path(store.fileName()).parent if store is not None else None
        self._awaited: Path | None = None
        session.desk.prepared.connect(self._data_arrived)
        self._writer = FileWriter(self)
        self._writer.written.connect(self._note_written)
        self._writer.failed.connect(session.said)
        commands: dict[str, Callable[[], None]] = {
            "open_recipe_action": self.open_recipe,
            "save_recipe_action": self.save_recipe,
            "open_model_action": self.open_model,
            "save_model_action": self.save_model,
            "open_data_action": self.open_data,
            "export_history_action": self.export_history,
            "export_runs_action": self.export_runs,
            "open_session_action": self.open_session,
            "save_session_action": self.save_session,
            "shortcuts_action": self.show_shortcuts,
            "about_action": self.show_about,
        }
        for name, command in commands.items():
            actions[name].triggered.connect(command)
        self.recent = RecentFiles(actions.add_recent_menu(), store, self)
        self.recent.chosen.connect(self.open_path)

    @Slot()
    def open_recipe(self) -> None:
        self._open("Open recipe", "Recipes (*.toml)")

    @Slot()
    def open_model(self) -> None:
        self._open("Open model", "Models (*.npz)")

    @Slot()
    def open_session(self) -> None:
        self._open("Open session", "Sessions (*.lab)")

    @Slot()
    def open_data(self) -> None:
        self._open("Open data", "Data (*.csv *.tsv *.txt *.npz *.gz *ubyte);;All files (*)")

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Open a recipe, a model or data, by what the file is."""
        try:
            if not path.exists():
                self.recent.forget(path)
                raise LabError(f"{path} is no longer there: choose another file.")
            if path.suffix == ".toml":
                recipe = read_recipe(path)
                self._session.recipe_name = ""
                self._session.open_recipe(recipe)
            elif path.suffix == ".lab":
                self._replace_session(path)
            elif path.suffix == ".npz" and may_be_model(path):
                model = load_model(path)
                self._session.recipe_name = ""
                self._session.open_model(model)
            else:
                self._awaited = path
                self._session.open_data(path)
                return
        except LabError as error:
            self._say(str(error))
            return
        self.recent.add(path)
        self._say(f"Opened {path.name}.")

    def _replace_session(self, path: Path) -> None:
        """Open another session; the one there was is kept as a file of its own."""
        opened = load_archive(path)
        if self._home is not None and len(self._session.runs):
            before = self._home / "previous.lab"
            save_archive(take_snapshot(self._session), before)
            self.recent.add(before)
        self.session_opened.emit(opened)

    @Slot()
    def _data_arrived(self) -> None:
        """Only data that could be read joins the recent files."""
        if self._awaited is not None and self._session.recipe.data.path == str(self._awaited):
            self.recent.add(self._awaited)
            self._say(f"Opened {self._awaited.name}.")
        self._awaited = None

    @Slot()
    def save_recipe(self) -> None:
        recipe = self._session.recipe
        self._save("Save recipe", "recipe.toml", "Recipes (*.toml)", lambda path: write_recipe(recipe, path))

    @Slot()
    def save_session(self) -> None:
        saved = take_snapshot(self._session)
        self._write("Save session", "session.lab", "Sessions (*.lab)", lambda: pack_archive(saved))

    @Slot()
    def save_model(self) -> None:
        model, run, rows = self._session.model, self._session.run, self._session.rows_on_view()
        if model is None:
            return
        if run is None or rows is None or (run.is_calibrated and run.rewound is None):
            self._save("Save model", "model.npz", "Models (*.npz)", model.save)
        else:
            self._write(
                "Save model", "model.npz", "Models (*.npz)", lambda: with_certainty(model, rows).to_bytes()
            )

    @Slot()
    def export_history(self) -> None:
        run = self._session.run
        if run is not None:
            history = run.history.snapshot()
            self._write("Export curves", "curves.csv", _TABLES, lambda: history.to_csv().encode())

    @Slot()
    def export_runs(self) -> None:
        """Every row of every run in one table, with the run's number first."""
        runs = [(run.number, run.history.snapshot()) for run in self._session.runs if run.updates]
        if runs:
            self._write("Export all runs", "runs.csv", _TABLES, lambda: _one_table(runs))
        else:
            self._say("There is no run to export yet.")

    @Slot()
    def show_shortcuts(self) -> None:
        rows = [
            f"<tr><td>{words.text}&nbsp;&nbsp;</td><td><b>{_keys(words)}</b></td></tr>" for words in ACTIONS
        ]
        self._show("Keyboard shortcuts", f"<table>{''.join(rows)}</table>")

    @Slot()
    def show_about(self) -> None:
        self._show(
            "About Logit Lab",
            "<p><b>Logit Lab</b> is a laboratory for logistic and softmax regression.</p>"
            "<p>Draw a digit, press Space, and watch a linear model learn to read it.</p>"
            f"<p>{escape(products_text(self._session.recipe, self._session.rows))}</p>",
        )

    def _show(self, title: str, text: str) -> None:
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, self._window
        )
        box.setObjectName("message_box")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _open(self, title: str, kinds: str) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, "", kinds)
        if name:
            self.open_path(Path(name))

    def _place_for(self, title: str, suggestion: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._window, title, suggestion, kinds)
        # A name typed without an ending gets the right one.
        path, ending = Path(name), Path(suggestion).suffix
        if not name:
            return None
        return path if path.suffix == ending else path.with_name(path.name + ending)

    def _save(self, title: str, suggestion: str, kinds: str, save: Callable[[Path], object]) -> None:
        """Something small, at once."""
        path = self._place_for(title, suggestion, kinds)
        if path is None:
            return
        try:
            save(path)
        except LabError as error:
            self._say(str(error))
            return
        self._note_written(path)

    def _write(self, title: str, suggestion: str, kinds: str, make: Callable[[], bytes]) -> None:
        """Something that may take its time, beside the window."""
        path = self._place_for(title, suggestion, kinds)
        if path is not None:
            self._say(f"Saving {path.name} …")
            self._writer.write(path, make)

    @Slot(object)
    def _note_written(self, path: Path) -> None:
        if path.suffix != ".csv":
            self.recent.add(path)
        self._say(f"Saved {path.name}.")

    def close(self) -> None:
        """Finish what is being written."""
        self._writer.close()

    def _say(self, sentence: str) -> None:
        self._session.said.emit(sentence)


def _one_table(runs: Sequence[tuple[int, History]]) -> bytes:
    """All rows of all runs, the run's number in front."""
    parts = [(number, history.to_csv().splitlines()) for number, history in runs]
    lines = ["run," + parts[0][1][0], *(f"{number},{row}" for number, rows in parts for row in rows[1:])]
    return ("\n".join(lines) + "\n").encode()


def _keys(words: Words) -> str:
    if words.key is None:
        return words.shortcut
    return ("Shift+" if words.shift else "") + QKeySequence(words.key).toString()
