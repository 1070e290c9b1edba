"""The thread that shares the compiled products of another."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from lrengine.compiled.sharing import AWAKE, LENGTH

# Moments, of some 25 to 50 nanoseconds each, for which the mate stays after its last product: longer than
# what a training loop does between two of them, and too short to be in anybody's way.
PATIENCE = 10_000


class Mate:
    """Does halves of products that are laid on its desk; see `sharing`. `close` when done.

    desk    int64, which both threads look at
    scales  float64, the scale of the product on the desk
    places  where the two lie
    serve   (desk, scales, patience): what it does while there are products, without Python
    """

    def __init__(self, serve: Callable[[int, int, int], None]) -> None:
        self.desk = np.zeros(LENGTH, np.int64)
        self.scales = np.zeros(1)
        self.places = self.desk.ctypes.data, self.scales.ctypes.data
        self._serve = serve
        self._wanted = threading.Event()
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def call(self) -> None:
        """Have it at its desk soon, if it is not there."""
        if self.desk[AWAKE] or self._wanted.is_set():
            return
        if self._thread is None and not self._is_closed:
            self._thread = threading.Thread(target=self._work, name="mate", daemon=True)
            self._thread.start()
        self._wanted.set()

    def close(self) -> None:
        self._is_closed = True
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._is_closed:
                return
            self._serve(*self.places, PATIENCE)
