"""How often the live views are brought up to date: often enough for the eye, seldom enough for the training.

A frame's cost is read from the clock of the thread that paints, so that a slow machine, a large screen or a
stroke that is being drawn make the views rarer and not the training slower.
"""

from __future__ import annotations

import time
from typing import Final

LEAST_MS: Final = 33
MOST_MS: Final = 100
# Of one core, for everything the window's thread does.
SHARE: Final = 0.1
# How much of the newest frame's cost is believed.
_TRUST: Final = 0.25


class FramePace:
    """Milliseconds from one frame to the next: cost ÷ `SHARE`, between `LEAST_MS` and `MOST_MS`."""

    def __init__(self) -> None:
        self._cost = 0.0
        self._spent = time.thread_time()

    def begin(self) -> int:
        """A frame begins; when the next one may, in milliseconds.

        The cost of a frame, its painting included, is what this thread has computed since the last began.
        """
        spent = time.thread_time()
        self._cost += _TRUST * (1000 * (spent - self._spent) - self._cost)
        self._spent = spent
        return round(min(max(self._cost / SHARE, LEAST_MS), MOST_MS))

    def rest(self) -> None:
        """No frames for a while: what is computed until the next one begins is none of their cost."""
        self._spent = time.thread_time()
