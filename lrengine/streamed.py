"""Rows of features made of images on the disk, a block at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.byte_rows import ByteBlock
from lrengine.compiled import Loops, Mate, loops_for
from lrengine.data.stored import Buffers, StoredImages
from lrengine.features import Features, Pixels
from lrengine.rows import Block, FloatBlock, HeldRows
from lrengine.threads import Workers
from lrengine.windows import Windows

Array = NDArray[Any]
Labels = NDArray[np.int64]


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
        self._windows = Windows(images)

    def __len__(self) -> int:
        return self.shape[0]

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.images, self.features, self.dtype, self._loops is not None)

    def __getitem__(self, rows: slice | Labels) -> Array:
        return self.features.transform(self.images[rows], self.dtype)

    def block(self, rows: slice | Labels, workers: Workers | None = None) -> Block:
        if self._loops is None:
            return FloatBlock(self._taken(rows, workers))
        if isinstance(rows, slice):
            return self._bytes(self._read(rows), None, self._loops)
        images, places = self._windows.find(rows, workers)
        mate = None if workers is None else workers.mate(self._loops)
        return self._bytes(images, places, self._loops, mate)

    def sample(self, rows: Labels) -> Block:
        if self._loops is None:
            return FloatBlock(self[rows])
        return self._bytes(self.images[rows], None, self._loops)

    def take(self, rows: slice | Labels) -> Array:
        """Some rows (m, d) in this thread's own buffer."""
        return self._taken(rows)

    def _taken(self, rows: slice | Labels, workers: Workers | None = None) -> Array:
        if isinstance(rows, slice):
            images = self._read(rows)
        else:
            near, places = self._windows.find(rows, workers)
            images = np.take(near, places, axis=0, out=self._image_buffer(len(rows)), mode="clip")
        if not isinstance(self.features, Pixels):
            return self.features.transform(images, self.dtype)
        made = self._buffers.of("made", (len(images), self.shape[1]), self.dtype)
        return self.features.transform(images, self.dtype, out=made)

    def _bytes(self, images: Array, rows: Labels | None, loops: Loops, mate: Mate | None = None) -> Block:
        assert isinstance(self.features, Pixels)
        return ByteBlock(images.reshape(-1, self.shape[1]), rows, self.features, self.dtype, loops, mate)

    def _read(self, rows: slice) -> Array:
        begin, end, _ = rows.indices(len(self))
        images = self._image_buffer(end - begin)
        self.images.read(begin, end, images)
        return images

    def _image_buffer(self, count: int) -> Array:
        """This thread's own."""
        return self._buffers.of("images", (count, *self.images.shape[1:]), np.uint8)

    def part(self, rows: slice) -> StreamedRows:
        return StreamedRows(self.images.part(rows.start, rows.stop), self.features, self.dtype, self._loops)

    def own(self) -> StreamedRows:
        return StreamedRows(self.images, self.features, self.dtype, self._loops)

    def epoch_order(self, rng: np.random.Generator) -> Labels:
        return self._windows.order(rng)


def _again(images: StoredImages, features: Features, dtype: Any, with_loops: bool) -> StreamedRows:
    """Made anew in another process, with that process's own loops."""
    return StreamedRows(images, features, dtype, loops_for(dtype) if with_loops else None)
