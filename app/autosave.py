"""Saves the session shortly after each change, beside the window, so that a crash loses seconds."""

from __future__ import annotations

from copy import copy
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.background import Asked, Background, Outcome, Report
from app.runs.run_record import RunRecord
from app.session import Session
from app.session_file import SWEEP, SavedSession, save_folder, stamp_of
from app.sweep.kept_sweep import SweepFollower
from lrengine.errors import LabError

DELAY_MS = 2000


class Autosave(QObject):
    """Writes `session` into `folder` at most once in two seconds; failures are said once.

    said   one sentence, when the place cannot be written
    """

    said = Signal(str)

    def __init__(self, session: Session, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._folder = folder
        # What the folder holds already; touched by whoever writes, and never by two at once.
        self._known: dict[int, object] = {}
        self._sweep = SweepFollower(folder / SWEEP)
        self._complained = self._is_closed = False
        self._writer = Background("autosave_thread", self)
        self._writer.finished_work.connect(self._take_outcome)
        self._writer.start()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save)
        session.recipe_changed.connect(self.note_change)
        session.run_advanced.connect(self.note_change)
        session.run_ended.connect(self.note_change)
        session.runs_changed.connect(self.note_change)
        session.drawing_changed.connect(self.note_change)
        session.sweep.began.connect(self.note_change)
        session.sweep.cell_ended.connect(self.note_change)
        session.sweep.ended.connect(self.note_change)
        session.sweep.restored.connect(self.note_change)

    @Slot()
    def note_change(self) -> None:
        """Something changed: save soon. A timer that runs already is left alone, so saves keep coming."""
        if not self._timer.isActive() and not self._is_closed:
            run = self._session.run
            # A long history takes longer to write: it is written less often.
            self._timer.start(DELAY_MS + (run.updates // 100 if run is not None else 0))

    def trust_folder(self) -> None:
        """The runs there are were read from the folder just now: they need not be written again."""
        self._known = {run.number: stamp_of(run) for run in [*self._session.runs, *self._session.runs.bin]}

    @Slot()
    def save(self) -> None:
        saved = take_snapshot(self._session)
        # No change will follow that could write what is put off now.
        is_last = not self._session.sweep.is_running

        def work(report: Report, cancelled: Asked) -> None:
            self._write(saved, is_last=is_last)

        self._writer.submit(work)

    def close(self) -> None:
        """Save a last time, now, and end the thread."""
        self._is_closed = True
        self._timer.stop()
        self._writer.close()
        try:
            self._write(take_snapshot(self._session), is_last=True)
        except LabError as error:
            self.said.emit(str(error))

    def _write(self, saved: SavedSession, *, is_last: bool = False) -> None:
        self._known = save_folder(saved, self._folder, self._known)
        self._sweep.write(saved.sweep, is_last=is_last)

    @Slot(object)
    def _take_outcome(self, outcome: Outcome) -> None:
        if outcome.sentence and not self._complained:
            self._complained = True
            self.said.emit(outcome.sentence)


def take_snapshot(session: Session) -> SavedSession:
    """The session as it is now, in records that do not change while they are written."""
    store = session.runs
    kept = [*store, *store.bin]
    return SavedSession(
        recipe=session.recipe,
        recipe_name=session.recipe_name,
        drawing=session.drawing,
        runs=tuple(_still(run) for run in kept if run.updates and run.reached_theta is not None),
        shown=store.current.number if store.current is not None else None,
        binned=tuple(run.number for run in store.bin),
        sweep=session.several.opener.kept,
    )


def _still(run: RunRecord) -> RunRecord:
    """A copy whose rows no longer grow."""
    taken = copy(run)
    taken.history = run.history.snapshot()
    return taken
