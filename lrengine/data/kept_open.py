"""A file that stays open while others read from it, here and there."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

from lrengine.data.reading import open_file


class OpenFile:
    """A file that any thread reads at any place, opened at the first read and kept open; pickled closed.

    Reads one after another, by whatever threads, are those of one reader to the system, which then reads
    ahead by itself and in large pieces: what it keeps so is copied twice as fast as what is asked of it
    by hints, 4 KiB at a time. Where a place cannot be read from directly (Windows), the file is opened
    at each read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        return OpenFile, (self.path,)

    def __del__(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def read(self, where: int, out: memoryview) -> int:
        """Bytes from `where` on into `out`; how many, 0 at the file's end."""
        if not hasattr(os, "preadv"):
            with open_file(self.path) as file:
                file.seek(where)
                found = file.read(len(out))
            out[: len(found)] = found
            return len(found)
        return os.preadv(self._opened(), [out], where)

    def _opened(self) -> int:
        if self._descriptor is None:
            with self._lock:
                if self._descriptor is None:
                    with open_file(self.path) as file:
                        self._descriptor = os.dup(file.fileno())
        return self._descriptor
