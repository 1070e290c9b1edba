"""When a panel that is told of news all the time draws it, and when it puts it into words."""

from __future__ import annotations

import math
import time
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

DRAW_SECONDS: Final = 0.03
# Texts for assistive tools are read aloud, and must not change more often.
DESCRIBE_SECONDS: Final = 1.0


class RepaintClock(QObject):
    """One timer; it runs only while there is something to do.

    draw_due      asked for, and `DRAW_SECONDS` after the last drawing
    describe_due  something was drawn, and `DESCRIBE_SECONDS` after the last description
    """

    draw_due = Signal()
    describe_due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked = False
        self._runs = False
        self._drawn_at = self._described_at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def ask(self) -> None:
        """There are news; a stopped clock remembers them."""
        if not self._asked:
            self._asked = True
            if self._runs:
                self._wait_until(self._drawn_at + DRAW_SECONDS)

    def start(self) -> None:
        """The panel can be seen: draw it, and whatever comes."""
        self._runs, self._asked = True, False
        self.ask()

    def stop(self) -> None:
        """The panel can't be seen."""
        self._runs = False
        self._timer.stop()

    def draw_now(self, *, unless_within: float = 0.0) -> None:
        """Draw at once, or as always if the last drawing is less than `unless_within` seconds old."""
        if time.perf_counter() - self._drawn_at < unless_within:
            self.ask()
        else:
            self._draw()

    def flush(self) -> None:
        """Draw and describe at once."""
        self._timer.stop()
        self._draw()
        self._describe()

    def _wait_until(self, moment: float) -> None:
        self._timer.start(max(0, math.ceil(1000 * (moment - time.perf_counter()))))

    @Slot()
    def _tick(self) -> None:
        if self._asked:
            self._draw()
        if time.perf_counter() - self._described_at >= DESCRIBE_SECONDS:
            self._describe()
        else:
            self._wait_until(self._described_at + DESCRIBE_SECONDS)

    def _draw(self) -> None:
        self._asked = False
        self._drawn_at = time.perf_counter()
        self.draw_due.emit()

    def _describe(self) -> None:
        self._described_at = time.perf_counter()
        self.describe_due.emit()
