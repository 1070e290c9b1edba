"""Images that stay on the disk: looked at like an array, read a few at a time, never held."""

from __future__ import annotations

import math
import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.data.kept_open import OpenFile
from lrengine.data.reading import reason
from lrengine.errors import LabError

Array = NDArray[Any]
Indices = NDArray[np.int64]

# Rows that lie apart are read together with what lies between them, up to so many at once.
SPAN = 4096


class Buffers(threading.local):
    """Arrays that each thread has for itself and uses again; pickled empty."""

    def __init__(self) -> None:
        self._held: dict[str, Array] = {}

    def of(self, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
        """An array of this shape; it is overwritten after the next call with this name."""
        held = self._held.get(name)
        if held is None or held.shape[1:] != shape[1:] or held.dtype != dtype or len(held) < shape[0]:
            held = self._held[name] = np.empty(shape, dtype)
        return held[: shape[0]]

    def __reduce__(self) -> tuple[Any, ...]:
        return Buffers, ()


class StoredImages:
    """uint8 images (n, height, width) in C order within a file, all of its rows or a choice.

    Reading goes into buffers that are used again. A mapping of the file would count every page once
    seen as the program's memory, and is slower: 5 to 6 ms for 60,000 images of 28×28 pixels from the
    system's cache, 2 to 4 ms by reading.

    X[rows] reads the rows of a slice, of indices or of a mask into an array of its own. Objects may be
    sent to other processes, which open the file themselves; it must not change meanwhile.

    offset  bytes before the first image
    stored  images in the file
    rows    ascending rows of the file, without repeats; None takes all
    """

    ndim = 3
    dtype = np.dtype(np.uint8)

    def __init__(
        self, path: Path, offset: int, stored: int, form: tuple[int, int], rows: Indices | None = None
    ) -> None:
        self.path = path.absolute()
        self.offset = offset
        self.stored = stored
        self.shape = (stored if rows is None else len(rows), *form)
        self._rows = rows
        self._bytes = math.prod(form)
        self._file = OpenFile(self.path)
        self._buffers = Buffers()

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, key: slice | Array) -> Array:
        if isinstance(key, slice) and key.step in (None, 1):
            begin, end, _ = key.indices(len(self))
            images: Array = np.empty((max(0, end - begin), *self.shape[1:]), np.uint8)
            self.read(begin, end, images)
            return images
        places, back = np.unique(np.arange(len(self))[key], return_inverse=True)
        images = np.empty((len(places), *self.shape[1:]), np.uint8)
        self._read_rows(places if self._rows is None else self._rows[places], images)
        return images[back]

    def select(self, rows: Indices) -> StoredImages:
        """A choice of these rows, in their order here whatever the order of `rows`."""
        chosen = np.sort(rows)
        own = chosen if self._rows is None else self._rows[chosen]
        return StoredImages(self.path, self.offset, self.stored, self.shape[1:], own)

    def part(self, begin: int, end: int) -> StoredImages:
        """The images begin ≤ i < end."""
        height, width = self.shape[1:]
        if self._rows is not None:
            return StoredImages(self.path, self.offset, self.stored, (height, width), self._rows[begin:end])
        offset = self.offset + begin * self._bytes
        return StoredImages(self.path, offset, end - begin, (height, width))

    def read(self, begin: int, end: int, out: Array) -> None:
        """Read images begin ≤ i < end into `out` (end − begin, height, width)."""
        if end <= begin:
            return
        if self._rows is None:
            self._fill(begin, out)
        else:
            self._read_rows(self._rows[begin:end], out)

    def _read_rows(self, rows: Indices, out: Array) -> None:
        """Read ascending rows of the file."""
        done = 0
        while done < len(rows):
            first = int(rows[done])
            stop = int(np.searchsorted(rows, first + SPAN))
            span = int(rows[stop - 1]) + 1 - first
            if span == stop - done:
                self._fill(first, out[done:stop])
            else:
                near = self._buffers.of("near", (span, *self.shape[1:]), np.uint8)
                self._fill(first, near)
                np.take(near, rows[done:stop] - first, axis=0, out=out[done:stop], mode="clip")
            done = stop

    def _fill(self, first: int, out: Array) -> None:
        where, view, filled = self.offset + first * self._bytes, out.reshape(-1).data, 0
        try:
            while filled < len(view):
                got = self._file.read(where + filled, view[filled:])
                if not got:
                    raise LabError(f"{self.path} has been cut short since it was opened: write it anew.")
                filled += got
        except OSError as error:
            raise LabError(f"Cannot read {self.path} ({reason(error)}): look after its disk.") from None
