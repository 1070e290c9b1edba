"""Saves the session shortly after each change, beside the window, so that a crash loses seconds."""

from __future__ import annotations

from copy import copy
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.background import Asked, Background, Outcome, Report
from app.session import Session
from app.session_file import SavedSession, write_session
from lrengine.errors import LabError

DELAY_MS = 2000


class Autosave(QObject):
    """Writes `session` to `path` at most once in two seconds; failures are said once.

    said   one sentence, when the place cannot be written
    """

    said = Signal(str)

    def __init__(self, session: Session, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._path = path
        self._complained = False
        self._recipe_name = ""
        self._writer = Background("autosave_thread", self)
        self._writer.finished_work.connect(self._take_outcome)
        self._writer.start()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save)
        session.recipe_changed.connect(self.note_change)
        session.run_advanced.connect(self.note_change)
        session.run_ended.connect(self.note_change)
        session.drawing_changed.connect(self.note_change)

    @Slot()
    def note_change(self) -> None:
        """Something changed: save soon. A timer that runs already is left alone, so saves keep coming."""
        if not self._timer.isActive():
            run = self._session.run
            # A long history takes longer to write: it is written less often.
            self._timer.start(DELAY_MS + (run.updates // 100 if run is not None else 0))

    @Slot(str)
    def set_recipe_name(self, name: str) -> None:
        self._recipe_name = name

    @Slot()
    def save(self) -> None:
        saved = self._snapshot()

        def work(report: Report, cancelled: Asked) -> None:
            write_session(saved, self._path)

        self._writer.submit(work)

    def close(self) -> None:
        """Save a last time, now, and end the thread."""
        self._timer.stop()
        self._writer.close()
        try:
            write_session(self._snapshot(), self._path)
        except LabError as error:
            self.said.emit(str(error))

    def _snapshot(self) -> SavedSession:
        moved = [run for run in self._session.runs if run.updates and run.theta is not None]
        run = copy(moved[-1]) if moved else None
        if run is not None:
            # The rows go on growing while the copy is written.
            run.history = run.history.snapshot()
        return SavedSession(self._session.recipe, self._recipe_name, self._session.drawing, run)

    @Slot(object)
    def _take_outcome(self, outcome: Outcome) -> None:
        if outcome.sentence and not self._complained:
            self._complained = True
            self.said.emit(outcome.sentence)
