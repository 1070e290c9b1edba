"""Who computes first: what a person waits for, and beside it whatever takes long.

Threads share the interpreter's lock, the cores and the memory's width, whatever priority they have. What
takes long therefore halts between two blocks of its work while somebody goes first.
"""

from __future__ import annotations

import threading
import time

# Nobody halts longer at once, nor for one who took it so long ago: who forgets to give way back delays the
# others, and never stops them.
MOST_SECONDS, HELD_SECONDS = 0.02, 0.5


class RightOfWay:
    """Taken by one thread for some milliseconds; the others, asked between two blocks, let it pass."""

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()
        self._owner: int | None = None
        self._taken = 0.0

    def take(self) -> None:
        """The calling thread goes first until it gives way back; taking it twice is taking it once."""
        self._owner, self._taken = threading.get_ident(), time.monotonic()
        self._free.clear()

    def give_back(self) -> None:
        self._owner = None
        self._free.set()

    def let_pass(self) -> None:
        """Halt while another thread goes first, for MOST_SECONDS at most."""
        if self._owner is None or self._owner == threading.get_ident():
            return
        if time.monotonic() - self._taken < HELD_SECONDS:
            self._free.wait(MOST_SECONDS)


# One, as there is one interpreter's lock.
right_of_way = RightOfWay()
