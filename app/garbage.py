"""Cyclic garbage is collected in the window's thread only.

A collection that happens to start in a worker would destroy Qt objects there, which crashes.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_users = 0


class GarbageCollector(QObject):
    """Takes over from Python's automatic collection until `close`, a little every second."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        global _users
        _users += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def close(self) -> None:
        global _users
        self._timer.stop()
        _users -= 1
        if _users == 0:
            gc.enable()

    @Slot()
    def _collect(self) -> None:
        # The old generation holds every module of Qt and takes tens of milliseconds: seldom.
        young, middle, _ = gc.get_count()
        if middle > 10:
            gc.collect(1)
        elif young > 700:
            gc.collect(0)
