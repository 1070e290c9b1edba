"""Images for mini-batches: read a window at a time, by all threads at once, just before they are needed."""

from __future__ import annotations

import contextlib
import math
import threading
import time
import weakref
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.data.stored import StoredImages
from lrengine.errors import LabError
from lrengine.threads import Workers

Array = NDArray[Any]
Labels = NDArray[np.int64]

# Neighbours on the disk that are read together, and how many such chunks make a window, whose rows are
# shuffled into each other: 32,768 images, of 28×28 pixels 26 MB.
CHUNK = 256
WINDOW = 128
# What the system has kept comes in less than so many seconds a read, and for each byte.
A_READ, A_BYTE = 5e-5, 2.5e-10


class Windows:
    """The order of one objective's epochs, and the images that its batches need next.

    An epoch goes through the chunks in a seeded order, so many at a time: such a window is read into
    memory, batches are taken from it, and the next one is read in its place. A thread that read ahead
    meanwhile would cost more than it spares, as both cores multiply and each of its reads halts the
    interpreter: there is one only where images come slowly, from the disk itself, for the system to have
    them when they are needed. An array lasts as long as anybody uses it.

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

    def find(self, rows: Labels, workers: Workers | None = None) -> tuple[Array, Labels]:
        """Images, and where among them these rows are. Rows of an epoch's batch are read with their
        window, any others by themselves.

        workers  who may share the reading
        """
        if not len(rows):
            return self._images[rows], rows
        places = self._shift[rows // CHUNK]
        places += rows
        # For a batch this takes a fifth of what `min` and `max` do.
        first, last = places[places.argmin()] // self._size, places[places.argmax()] // self._size
        if first == last:
            places -= first * self._size
            return self._window(int(first), workers), places
        if last - first > 1:
            return self._images[rows], np.arange(len(rows))
        # A batch across the border of two windows.
        near = np.empty((len(rows), *self._images.shape[1:]), np.uint8)
        windows = places // self._size
        for window in (int(first), int(last)):
            own = np.flatnonzero(windows == window)
            near[own] = self._window(window, workers)[places[own] - window * self._size]
        return near, np.arange(len(rows))

    def _plan(self, chunks: Labels) -> None:
        """An epoch through these chunks begins: what lies in a window is from now on something else.

        A row's place among all windows is its number and the shift of its chunk.
        """
        windows = np.split(chunks, range(WINDOW, len(chunks), WINDOW))
        self._chunks = [np.sort(window) for window in windows]
        self._size = WINDOW * CHUNK
        self._shift = np.empty(len(chunks), np.int64)
        for index, window in enumerate(self._chunks):
            self._shift[window] = index * self._size + (np.arange(len(window)) - window) * CHUNK
        self._held: tuple[int, Array] | None = None
        self._is_slow = False

    def _window(self, index: int, workers: Workers | None) -> Array:
        """The images of a window; those of another one are let go of."""
        with self._lock:
            if self._held is None or self._held[0] != index:
                self._held = None
                self._held = index, self._read(index, workers or Workers())
            return self._held[1]

    def _read(self, index: int, workers: Workers) -> Array:
        is_new = not self._spare
        images, chunks = self._memory(), self._chunks[index].tolist()

        def read(place: int) -> None:
            begin, end = self._rows_of(chunks[place])
            self._images.read(begin, end, images[place * CHUNK : place * CHUNK + end - begin])

        began = time.perf_counter()
        workers.run(read, len(chunks))
        if not is_new and self._is_long(time.perf_counter() - began):
            self._is_slow = True
        if self._is_slow and index + 1 < len(self._chunks):
            fetching = threading.Thread(target=self._fetch, args=(self._chunks[index + 1],), name="images")
            # Where the system has no more threads, the next window is read when it is needed.
            with contextlib.suppress(RuntimeError):
                fetching.start()
        return images

    def _fetch(self, chunks: Labels) -> None:
        """Have the system keep these chunks of images, for `_read` to find."""
        images = np.empty((CHUNK, *self._images.shape[1:]), np.uint8)
        began = time.perf_counter()
        # Who needs them meets the same error.
        with contextlib.suppress(LabError):
            for chunk in chunks.tolist():
                begin, end = self._rows_of(chunk)
                self._images.read(begin, end, images[: end - begin])
        self._is_slow = self._is_long(time.perf_counter() - began)

    def _is_long(self, seconds: float) -> bool:
        """Whether a window that was kept by the system would have been read in less."""
        return seconds > WINDOW * (A_READ + A_BYTE * CHUNK * math.prod(self._images.shape[1:]))

    def _rows_of(self, chunk: int) -> tuple[int, int]:
        return chunk * CHUNK, min((chunk + 1) * CHUNK, len(self._images))

    def _memory(self) -> Array:
        """A window's array: one that was let go of, as memory that is new costs more than reading."""
        size = min(WINDOW, len(self._shift)) * CHUNK * math.prod(self._images.shape[1:])
        memory = self._spare.pop() if self._spare else np.empty(size, np.uint8)
        # The arrays that are made of it keep `flat` alive, and give the memory back with it.
        flat = np.frombuffer(memory.data, np.uint8)
        weakref.finalize(flat, self._spare.append, memory).atexit = False
        return flat.reshape(-1, *self._images.shape[1:])
