"""The window before all that computes, for as long as a change takes to be seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from lrengine.right_of_way import right_of_way


class GoesFirst(QObject):
    """Halts what computes until this thread has painted what has just changed.

    Beside a run at full speed each of a hundred panels that are painted would wait for the interpreter
    anew.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # Painting comes before timers that are due at once.
        self._shown = QTimer(self)
        self._shown.setSingleShot(True)
        self._shown.setInterval(0)
        self._shown.timeout.connect(self._give_way_back)

    @Slot()
    def until_shown(self) -> None:
        right_of_way.take()
        self._shown.start()

    @Slot()
    def _give_way_back(self) -> None:
        right_of_way.give_back()
