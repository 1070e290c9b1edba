"""Brings the sweep of a saved session back, beside the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.background import Asked, Background, Outcome, Report
from app.sweep.kept_sweep import KeptSweep, kept_outcomes
from app.sweep.sweep_desk import SweepDesk
from lrengine.sweep.outcome import Outcomes


class SweepOpener(QObject):
    """A kept sweep waits until somebody can show it; one that was begun meanwhile takes its place.

    said   a sentence: why it does not come back
    """

    said = Signal(str)

    def __init__(self, desk: SweepDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: KeptSweep | None = None
        self._worker = Background("sweep_opener_thread", self)
        self._worker.finished_work.connect(self._take)

    @property
    def kept(self) -> KeptSweep | None:
        """What a session should keep now: the sweep at hand if it has outcomes, or the one that waits."""
        results = self._desk.results
        if results is not None:
            return results if results.items else None
        return self._waiting

    def hold(self, kept: KeptSweep | None) -> None:
        """Another session's sweep, or none, takes the place of the one at hand."""
        self._worker.cancel()
        self._waiting = kept
        self._desk.forget()

    @Slot()
    def open(self) -> None:
        """Unpack what waits, and show it."""
        kept = self._waiting
        if kept is None:
            return

        def work(report: Report, cancelled: Asked) -> Outcomes:
            return kept_outcomes(kept)

        self._worker.submit(work)
        if not self._worker.isRunning():
            self._worker.start()

    def close(self) -> None:
        self._worker.close()

    @Slot(object)
    def _take(self, outcome: Outcome) -> None:
        if not self._worker.is_current(outcome.number):
            return
        self._waiting = None
        if outcome.sentence:
            self.said.emit(outcome.sentence)
        elif self._desk.recipe is None:
            self._desk.restore(outcome.result)
