"""What the threads of a sweep leave for the window to fetch."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from lrengine.history import History, Step
from lrengine.sweep.outcome import CellOutcome


class SweepMail:
    """Any thread may put in, one takes out; nothing that is taken changes afterwards.

    The rows are gathered here rather than sent one by one, so that a window that is busy finds all that
    has happened since, and one that is quick is not called thousands of times a second.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._histories: dict[int, History] = {}
        self._changed: set[int] = set()
        self._outcomes: list[CellOutcome] = []

    def take_steps(self, index: int, steps: Iterable[Step]) -> None:
        """Rows that follow those the cell has already."""
        with self._lock:
            self._histories.setdefault(index, History()).extend(steps)
            self._changed.add(index)

    def take_outcome(self, outcome: CellOutcome) -> None:
        with self._lock:
            self._outcomes.append(outcome)
            self._histories.pop(outcome.cell.index, None)
            self._changed.discard(outcome.cell.index)

    def fetch(self) -> tuple[dict[int, History], list[CellOutcome]]:
        """All rows of the cells that have news since the last time, and the outcomes since."""
        with self._lock:
            news = {index: self._histories[index].snapshot() for index in sorted(self._changed)}
            outcomes, self._outcomes = self._outcomes, []
            self._changed.clear()
        return news, outcomes
