"""What becomes of the runs there are: put on view, taken up, deleted, put back."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from app.runs.run_desk import RunDesk
from app.runs.run_record import RunRecord
from app.runs.run_store import RunStore


class RunList(QObject):
    """Changes which runs are kept and which one is on view; the active one makes way where it must.

    began          RunRecord: another run is on view, or None
    state_changed  what the buttons may do has changed
    listed         runs were added, deleted or put back
    said           one sentence for the user
    """

    began = Signal(object)
    state_changed = Signal()
    listed = Signal()
    said = Signal(str)

    def __init__(self, desk: RunDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    @property
    def store(self) -> RunStore:
        return self._desk.store

    def show(self, run: RunRecord | None) -> None:
        """Put any run on view, or none of them; one that trains meanwhile is paused."""
        if run is self.store.current:
            return
        self._desk.make_way()
        self.store.show(run)
        self.listed.emit()
        self.began.emit(run)
        self.state_changed.emit()

    def add(self, run: RunRecord, *, show: bool) -> None:
        """Take up a finished run that was made elsewhere."""
        if show:
            self._desk.make_way()
        self.store.append(run, show=show)
        self.listed.emit()
        if show:
            self.began.emit(run)
            self.state_changed.emit()

    def discard(self, run: RunRecord) -> None:
        """Take a run that is over from the list for good, bin or no bin."""
        self.store.discard(run)
        self.listed.emit()

    def load(self, runs: Iterable[RunRecord], shown: int | None, binned: Iterable[int]) -> None:
        """Take up the runs of a saved session in place of those there are."""
        self._desk.leave()
        self.store.load(runs, shown, binned)
        self.listed.emit()
        self.began.emit(self.store.current)

    @Slot(object)
    def delete(self, numbers: tuple[int, ...]) -> None:
        """Move runs to the bin; the one that is active ends first."""
        active, before = self._desk.active, self.store.current
        if active is not None and active.number in numbers:
            self._desk.leave()
        gone = self.store.delete(numbers)
        if gone:
            self.listed.emit()
        if self.store.current is not before:
            self.began.emit(self.store.current)
            self.state_changed.emit()
        if gone:
            # Last: a run that comes on view takes back what was said of another.
            which = f"Run {gone[0].number}" if len(gone) == 1 else f"{len(gone)} runs"
            self.said.emit(f"{which} moved to the bin.")

    @Slot(object)
    def restore(self, numbers: tuple[int, ...]) -> None:
        """Put runs back from the bin."""
        if self.store.restore(numbers):
            self.listed.emit()

    @Slot()
    def empty_bin(self) -> None:
        """Let go of the deleted runs for good."""
        count = self.store.empty_bin()
        if count:
            self.listed.emit()
            self.said.emit(f"The bin is empty: {count} run{'s are' if count > 1 else ' is'} gone for good.")
