"""A frame in parts, each in a turn of the event loop of its own: a stroke never waits for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot

# Long enough for what a part has changed to be painted before the next one, too short for the eye.
REST_MS: Final = 8


class InTurns(QObject):
    """Makes some calls one after another: the first at once, each other `REST_MS` after its forerunner."""

    def __init__(self, parts: Sequence[Callable[[], None]], parent: QObject) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        self._next = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_active(self) -> bool:
        """Whether some parts are still to come."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin with the first part."""
        self._next = 0
        self._go_on()

    def all_now(self) -> None:
        """Every part in this very turn; none comes later."""
        self.stop()
        for part in self._parts:
            part()

    def stop(self) -> None:
        """What has not been called is not called any more."""
        self._timer.stop()

    @Slot()
    def _go_on(self) -> None:
        part = self._parts[self._next]
        self._next += 1
        if self._next < len(self._parts):
            self._timer.start()
        part()
