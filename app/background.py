"""One thread for work beside the window: loading data, the curvature bound, the optimum."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from app.training_thread import STACK_BYTES
from lrengine.errors import Cancelled, LabError

Report = Callable[[float], None]
Asked = Callable[[], bool]
Work = Callable[[Report, Asked], Any]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What became of a piece of work: its result, or a sentence for the user."""

    number: int
    result: Any = None
    sentence: str = ""


class Background(QThread):
    """Runs the newest piece of work; an older one is asked to stop and its outcome is dropped.

    progressed  (number, share 0 to 1)
    finished_work  Outcome; never for cancelled work
    """

    progressed = Signal(int, float)
    finished_work = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setStackSize(STACK_BYTES)
        self._changed = threading.Condition()
        self._pending: Work | None = None
        self._number = 0
        self._cancelled = threading.Event()
        self._closing = False

    def submit(self, work: Work) -> int:
        """Do `work` next, dropping what is under way; returns the number its outcome will carry."""
        with self._changed:
            self._number += 1
            self._pending = work
            self._cancelled.set()
            self._changed.notify_all()
            return self._number

    def cancel(self) -> None:
        """Drop whatever is under way or waiting."""
        with self._changed:
            self._number += 1
            self._pending = None
            self._cancelled.set()

    def is_current(self, number: int) -> bool:
        """False for the outcome of work that has been replaced or cancelled since."""
        return number == self._number

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._cancelled.set()
            self._changed.notify_all()
        self.wait()

    def run(self) -> None:
        while True:
            with self._changed:
                while self._pending is None and not self._closing:
                    self._changed.wait()
                if self._closing:
                    return
                work, self._pending = self._pending, None
                number = self._number
                self._cancelled = threading.Event()
            assert work is not None
            self._do(number, work)
            del work

    def _do(self, number: int, work: Work) -> None:
        cancelled = self._cancelled

        def report(share: float) -> None:
            if not cancelled.is_set():
                self.progressed.emit(number, share)

        try:
            outcome = Outcome(number, work(report, cancelled.is_set))
        except Cancelled:
            return
        except LabError as error:
            outcome = Outcome(number, sentence=str(error))
        except MemoryError:
            outcome = Outcome(number, sentence="There is not enough memory for this: choose fewer rows.")
        except Exception as error:
            outcome = Outcome(
                number, sentence=f"Something unforeseen went wrong ({error!r}); please report it."
            )
        if not cancelled.is_set():
            self.finished_work.emit(outcome)
