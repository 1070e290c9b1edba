"""Rows of features made of images on the disk, a block at a time."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.byte_rows import ByteBlock
from lrengine.compiled import Loops, loops_for
from lrengine.data.stored import Buffers, StoredImages
from lrengine.features import Features, Pixels
from lrengine.rows import Block, FloatBlock, HeldRows
from lrengine.threads import Workers

Array = NDArray[Any]
Labels = NDArray[np.int64]

# Neighbours on the disk that a mini-batch epoch reads together, and how many such chunks it shuffles
# into each other: 32,768 images, of 28×28 pixels 26 MB.
CHUNK = 256
WINDOW = 128


class StreamedRows:
    """X (n, d) = φ(images): uint8 is read, turned into numbers in cache, multiplied and forgotten.

    A pass over all rows goes through the file once, from its start to its end. An epoch of mini-batches
    goes through the chunks of 256 neighbouring rows in a seeded order and shuffles 128 of them at a time
    into each other; up to 32,768 rows this is a permutation like any other. Rows far apart in the file
    meet in one batch, but those of a chunk are always seen near each other: a file that is sorted
    should be shuffled once beforehand.

    X[rows] makes rows in an array of their own, like an array's.

    loops  what multiplies bytes as they are, if the features are pixels; None to make numbers of them
    """

    finite = True
    tall, large, few = HeldRows.tall, HeldRows.large, HeldRows.few

    def __init__(
        self, images: StoredImages, features: Features, dtype: Any, loops: Loops | None = None
    ) -> None:
        self.images = images
        self.features = features
        self.dtype = np.dtype(dtype)
        self.shape = len(images), features.count
        self._loops = loops if isinstance(features, Pixels) else None
        self.tile = 1 if self._loops else HeldRows.tile
        self._buffers = Buffers()
        self._recent = _RecentChunks(images)

    def __len__(self) -> int:
        return self.shape[0]

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.images, self.features, self.dtype, self._loops is not None)

    def __getitem__(self, rows: slice | Labels) -> Array:
        return self.features.transform(self.images[rows], self.dtype)

    def block(self, rows: slice | Labels, workers: Workers | None = None) -> Block:
        if self._loops is None:
            return FloatBlock(self.take(rows))
        return self._bytes(self._read(rows), self._loops)

    def sample(self, rows: Labels) -> Block:
        if self._loops is None:
            return FloatBlock(self[rows])
        return self._bytes(self.images[rows], self._loops)

    def take(self, rows: slice | Labels) -> Array:
        """Some rows (m, d) in this thread's own buffer."""
        images = self._read(rows)
        if not isinstance(self.features, Pixels):
            return self.features.transform(images, self.dtype)
        made = self._buffers.of("made", (len(images), self.shape[1]), self.dtype)
        return self.features.transform(images, self.dtype, out=made)

    def _bytes(self, images: Array, loops: Loops) -> Block:
        assert isinstance(self.features, Pixels)
        return ByteBlock(images.reshape(-1, self.shape[1]), None, self.features, self.dtype, loops)

    def _read(self, rows: slice | Labels) -> Array:
        """Images in this thread's own buffer."""
        if isinstance(rows, slice):
            begin, end, _ = rows.indices(len(self))
            images = self._buffers.of("images", (end - begin, *self.images.shape[1:]), np.uint8)
            self.images.read(begin, end, images)
        else:
            images = self._buffers.of("images", (len(rows), *self.images.shape[1:]), np.uint8)
            self._recent.take(rows, images)
        return images

    def part(self, rows: slice) -> StreamedRows:
        return StreamedRows(self.images.part(rows.start, rows.stop), self.features, self.dtype, self._loops)

    def epoch_order(self, rng: np.random.Generator) -> Labels:
        n = len(self)
        if n <= CHUNK * WINDOW:
            return rng.permutation(n)
        chunks = rng.permutation(-(-n // CHUNK))
        order = (chunks[:, None] * CHUNK + np.arange(CHUNK)).reshape(-1)
        order = order[order < n]
        for begin in range(0, n, CHUNK * WINDOW):
            rng.shuffle(order[begin : begin + CHUNK * WINDOW])
        return order


def _again(images: StoredImages, features: Features, dtype: Any, with_loops: bool) -> StreamedRows:
    """Made anew in another process, with that process's own loops."""
    return StreamedRows(images, features, dtype, loops_for(dtype) if with_loops else None)


class _RecentChunks:
    """The images of the chunks read last, two windows of them, for batches that draw from a window."""

    def __init__(self, images: StoredImages) -> None:
        self._images = images
        self._slots = min(2 * WINDOW, -(-len(images) // CHUNK))
        self._held: Array | None = None
        self._lock = threading.Lock()
        self._slot_of = np.full(-(-len(images) // CHUNK), -1)
        self._chunk_in = np.full(self._slots, -1)
        self._next = 0

    def take(self, rows: Labels, out: Array) -> None:
        """Copy images in any order."""
        chunks = rows // CHUNK
        with self._lock:
            if self._held is None:
                self._held = np.empty((self._slots * CHUNK, *self._images.shape[1:]), np.uint8)
            slots = self._slot_of[chunks]
            if slots.min(initial=0) < 0:
                needed = set(chunks.tolist())
                if len(needed) > self._slots:
                    np.copyto(out, self._images[rows])
                    return
                for chunk in sorted(set(chunks[slots < 0].tolist())):
                    self._read(chunk, needed)
                slots = self._slot_of[chunks]
            places = slots * CHUNK + rows % CHUNK
            np.take(self._held, places, axis=0, out=out, mode="clip")

    def _read(self, chunk: int, needed: set[int]) -> None:
        """Read a chunk in the place of the one that has been here longest and is not needed now."""
        assert self._held is not None
        while self._chunk_in[self._next] in needed:
            self._next = (self._next + 1) % self._slots
        slot, self._next = self._next, (self._next + 1) % self._slots
        if self._chunk_in[slot] >= 0:
            self._slot_of[self._chunk_in[slot]] = -1
        begin, end = chunk * CHUNK, min((chunk + 1) * CHUNK, len(self._images))
        self._images.read(begin, end, self._held[slot * CHUNK : slot * CHUNK + end - begin])
        self._chunk_in[slot], self._slot_of[chunk] = chunk, slot
