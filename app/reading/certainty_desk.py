"""Finds out beside the window how sure a run may be, once it halts."""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject, Signal, Slot

from app.background import Asked, Background, Outcome, Report
from app.runs.run_record import Certainty, RunRecord
from app.session import Session
from lrengine.experiment import Rows, with_certainty
from lrengine.familiarity import Familiarity
from lrengine.model import Model


class CertaintyDesk(QObject):
    """Calibrates the run on view on its validation rows, and learns what its training images are like.

    Not while anything trains: a training that starts meanwhile has the machine to itself, and the work
    begins anew once it halts. Runs on the same rows share what their images are like.

    found   RunRecord: it is calibrated now
    """

    found = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        # The run and the iterate that are being looked into.
        self._subject: tuple[int, int] | None = None
        self._known: tuple[weakref.ref[Rows], Familiarity | None] | None = None
        self._thread = Background("certainty_thread", self)
        self._thread.finished_work.connect(self._take_outcome)
        for signal in (
            session.run_began, session.run_advanced, session.run_ended, session.state_changed,
            session.desk.prepared,
        ):  # fmt: skip
            signal.connect(self._follow)

    def close(self) -> None:
        self._thread.close()

    @Slot()
    def _follow(self) -> None:
        """Look into the run on view where it halts and nothing is known of its newest iterate."""
        run = self._session.run
        if run is not None and run.certainty is None and run.rows is not None:
            familiarity = self._familiarity_of(run.rows)
            if familiarity is not None:
                run.certainty = Certainty(-1, familiarity=familiarity)
        if run is None or run.is_calibrated or not run.updates or self._session.is_busy:
            self._stop()
            return
        model, rows = run.reached_model(), self._session.rows_on_view()
        subject = run.key, run.reached_iteration
        if model is None or rows is None or subject == self._subject:
            return
        self._subject = subject
        self._submit(model, rows, run.reached_iteration)

    def _submit(self, model: Model, rows: Rows, iteration: int) -> None:
        is_known = self._known is not None and self._known[0]() is rows
        known = self._familiarity_of(rows)

        def work(report: Report, cancelled: Asked) -> tuple[Certainty, Rows]:
            from lrengine.calibration import calibrated

            if is_known:
                sure = calibrated(model, rows.split.validation, rows.validation)
                return Certainty(iteration, sure.temperature, known), rows
            sure = with_certainty(model, rows, cancelled)
            return Certainty(iteration, sure.temperature, sure.familiarity), rows

        self._thread.submit(work)
        if not self._thread.isRunning():
            self._thread.start()

    def _stop(self) -> None:
        if self._subject is not None:
            self._subject = None
            self._thread.cancel()

    def _familiarity_of(self, rows: Rows) -> Familiarity | None:
        return self._known[1] if self._known is not None and self._known[0]() is rows else None

    @Slot(object)
    def _take_outcome(self, outcome: Outcome) -> None:
        if not self._thread.is_current(outcome.number) or self._subject is None:
            return
        (key, iteration), self._subject = self._subject, None
        if outcome.sentence:
            # Readings stay as they are, and say that they are not calibrated.
            return
        certainty, rows = outcome.result
        self._known = weakref.ref(rows), certainty.familiarity
        run = self._session.run
        if run is not None and (run.key, run.reached_iteration) == (key, iteration):
            self._note(run, certainty)

    def _note(self, run: RunRecord, certainty: Certainty) -> None:
        run.certainty = certainty
        self.found.emit(run)
        # The run has something new to be saved.
        self._session.runs_changed.emit()
