"""The thread that shares the compiled tasks of another."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

import numpy as np

from lrengine.compiled.sharing import AWAKE, LENGTH

# Moments, of some 15 to 50 nanoseconds each, for which the mate stays after its last task: longer than
# what a training loop does between two of them, and too short to be in anybody's way.
PATIENCE = 10_000
# Seconds without a call after which its thread ends.
UNUSED = 0.5


class Mate:
    """Does halves of tasks that are laid on its desk; see `sharing`.

    Its thread begins with a call and ends some time after the last one, or at once by `close`.

    desk   int64, which both threads look at
    place  where it lies
    serve  (desk, patience): what it does while there are tasks, without Python
    owner  of the code of `serve`: kept, as a mate may still look when nobody else needs it
    """

    def __init__(self, serve: Callable[[int, int], None], owner: object = None) -> None:
        self.desk = np.zeros(LENGTH, np.int64)
        self.place = self.desk.ctypes.data
        self._serve = serve
        self._owner = owner
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def call(self) -> None:
        """Have it at its desk soon, if it is not there."""
        if self.desk[AWAKE] or self._wanted.is_set():
            return
        with self._lock:
            self._wanted.set()
            if self._thread is None and not self._is_closed:
                thread = threading.Thread(target=self._work, name="mate", daemon=True)
                # Where the system has no more threads, whoever calls works alone.
                with contextlib.suppress(RuntimeError):
                    thread.start()
                    self._thread = thread

    def close(self) -> None:
        """End its thread; nobody calls it again."""
        with self._lock:
            self._is_closed = True
            self._wanted.set()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while self._is_wanted():
            self._serve(self.place, PATIENCE)

    def _is_wanted(self) -> bool:
        self._wanted.wait(UNUSED)
        with self._lock:
            if self._wanted.is_set() and not self._is_closed:
                self._wanted.clear()
                return True
            self._thread = None
            return False
