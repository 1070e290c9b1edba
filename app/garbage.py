"""Cyclic garbage is collected in the window's thread only.

A collection that happens to start in a worker would destroy Qt objects there, which crashes.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

# So many new objects at once, garbage left out, are modules and panels, which stay as long as the window.
BURST: Final = 5000
_TICK_MS: Final = 250
_users = 0
_has_frozen = False


class GarbageCollector(QObject):
    """Takes over from Python's automatic collection until `close`, a little at a time.

    What the start and the imports leave behind is looked at once: every later look at their hundred thousand
    objects would halt the window for longer than the eye forgives.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        global _users
        _users += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def close(self) -> None:
        global _users, _has_frozen
        self._timer.stop()
        _users -= 1
        if _users == 0:
            gc.enable()
            if _has_frozen:
                gc.unfreeze()
                _has_frozen = False

    @Slot()
    def _collect(self) -> None:
        global _has_frozen
        # The old generation may hold every module there is, and takes tens of milliseconds: never.
        young, middle, _ = gc.get_count()
        if young > BURST:
            # The middle generation is small beside a burst, and what is garbage in it may not be frozen.
            if young - gc.collect(1) > BURST:
                gc.freeze()
                _has_frozen = True
        elif middle > 10:
            gc.collect(1)
        elif young > 700:
            gc.collect(0)
