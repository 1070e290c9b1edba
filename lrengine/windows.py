"""Images for mini-batches: read a window at a time, the next one while batches come from this one."""

from __future__ import annotations

import math
import threading
import weakref
from concurrent.futures import Future
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.data.stored import StoredImages

Array = NDArray[Any]
Labels = NDArray[np.int64]

# Neighbours on the disk that are read together, and how many such chunks make a window, whose rows are
# shuffled into each other: 32,768 images, of 28×28 pixels 26 MB.
CHUNK = 256
WINDOW = 128


class Windows:
    """The order of one objective's epochs, and the images that its batches need next.

    An epoch goes through the chunks in a seeded order; each window of them is read into an array of its
    own, from which batches are taken. As soon as a batch comes from a window, a thread reads the next
    one; the window before stays, for a batch may begin in it. An array lasts as long as anybody uses it.

    images  (n, height, width), n rows
    """

    def __init__(self, images: StoredImages) -> None:
        self._images = images
        self._lock = threading.Lock()
        self._spare: list[Array] = []
        self._plan(np.arange(-(-len(images) // CHUNK)))

    def order(self, rng: np.random.Generator) -> Labels:
        """All row numbers in the order of an epoch that begins now; one window is shuffled as a whole."""
        n = len(self._images)
        chunks = -(-n // CHUNK)
        if chunks <= WINDOW:
            self._plan(np.arange(chunks))
            return rng.permutation(n)
        shuffled = rng.permutation(chunks)
        self._plan(shuffled)
        order = (shuffled[:, None] * CHUNK + np.arange(CHUNK)).reshape(-1)
        order = order[order < n]
        begin = 0
        for window in self._chunks:
            end = begin + len(window) * CHUNK
            if window[-1] == chunks - 1:
                # The file's last chunk may be short.
                end -= chunks * CHUNK - n
            rng.shuffle(order[begin:end])
            begin = end
        return order

    def find(self, rows: Labels) -> tuple[Array, Labels]:
        """Images, and where among them these rows are. Rows of an epoch's batch are there already, or
        soon; any others are read by themselves."""
        chunks = rows // CHUNK
        windows = self._window_of[chunks]
        first, last = windows.min(initial=len(self._chunks)), windows.max(initial=0)
        if last - first > 1:
            return self._images[rows], np.arange(len(rows))
        places = self._shift[chunks] + rows
        if first >= last:
            return self._window(last), places
        # A batch across the border of two windows.
        near = np.empty((len(rows), *self._images.shape[1:]), np.uint8)
        for window in (first, last):
            own = np.flatnonzero(windows == window)
            near[own] = self._window(window)[places[own]]
        return near, np.arange(len(rows))

    def _plan(self, chunks: Labels) -> None:
        """Forget what was read: an epoch through these chunks begins."""
        windows = np.split(chunks, range(WINDOW, len(chunks), WINDOW))
        self._chunks = [np.sort(window) for window in windows]
        self._window_of = np.empty(len(chunks), np.int64)
        self._shift = np.empty_like(self._window_of)
        for index, window in enumerate(self._chunks):
            self._window_of[window] = index
            self._shift[window] = (np.arange(len(window)) - window) * CHUNK
        self._held: dict[int, Future[Array]] = {}

    def _window(self, index: int) -> Array:
        """The images of a window; the next one is on its way from now on."""
        with self._lock:
            if index not in self._held or index + 1 not in self._held:
                self._held = {one: held for one, held in self._held.items() if abs(one - index) <= 1}
                if index not in self._held:
                    self._held[index] = Future()
                    self._read(index, self._held[index])
                if index + 1 < len(self._chunks) and index + 1 not in self._held:
                    ahead = self._held[index + 1] = Future()
                    threading.Thread(target=self._read, args=(index + 1, ahead), name="images").start()
            held = self._held[index]
        return held.result()

    def _spare_array(self) -> Array:
        """A window's array: one that was let go of, as memory that is new costs more than reading."""
        size = min(WINDOW, len(self._window_of)) * CHUNK * math.prod(self._images.shape[1:])
        memory = self._spare.pop() if self._spare else np.empty(size, np.uint8)
        # The arrays that are made of it keep `flat` alive, and give the memory back with it.
        flat = np.frombuffer(memory.data, np.uint8)
        weakref.finalize(flat, self._spare.append, memory).atexit = False
        return flat.reshape(-1, *self._images.shape[1:])

    def _read(self, index: int, into: Future[Array]) -> None:
        try:
            chunks = self._chunks[index]
            images = self._spare_array()
            for place, chunk in enumerate(chunks.tolist()):
                begin, end = chunk * CHUNK, min((chunk + 1) * CHUNK, len(self._images))
                self._images.read(begin, end, images[place * CHUNK : place * CHUNK + end - begin])
            into.set_result(images)
        except BaseException as error:
            into.set_exception(error)
