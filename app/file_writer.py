"""Writes large files beside the window, one after the other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background import Asked, Background, Outcome, Report
from lrengine.errors import LabError
from lrengine.recipe_files import write_whole


class FileWriter(QObject):
    """What was asked for before `close` is written, whatever else happens.

    written   Path
    failed    one sentence
    """

    written = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[tuple[Path, Callable[[], bytes]]] = []
        # Set by the thread once the first of those is on the disk.
        self._is_done = False
        self._thread = Background("file_thread", self)
        self._thread.finished_work.connect(self._take_outcome)

    def write(self, path: Path, make: Callable[[], bytes]) -> None:
        """Write what `make` gives; it is called in another thread, and touches nothing that changes."""
        self._waiting.append((path, make))
        if len(self._waiting) == 1:
            self._next()

    def close(self) -> None:
        """Write what is left, now."""
        self._thread.close()
        left = self._waiting[1:] if self._is_done else self._waiting
        self._waiting = []
        for path, make in left:
            with contextlib.suppress(LabError):
                # Nobody is there to be told.
                write_whole(path, make())

    def _next(self) -> None:
        path, make = self._waiting[0]
        self._is_done = False

        def work(report: Report, cancelled: Asked) -> None:
            write_whole(path, make())
            self._is_done = True

        self._thread.submit(work)
        if not self._thread.isRunning():
            self._thread.start()

    @Slot(object)
    def _take_outcome(self, outcome: Outcome) -> None:
        if not self._waiting:
            return
        path, _ = self._waiting.pop(0)
        if self._waiting:
            self._next()
        if outcome.sentence:
            self.failed.emit(outcome.sentence)
        else:
            self.written.emit(path)
