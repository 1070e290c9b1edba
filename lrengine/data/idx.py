"""Reading IDX, the format in which MNIST was published: a header of sizes, then unsigned bytes."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from lrengine.data.reading import GZIP_MAGIC, first_bytes, open_file, reason
from lrengine.errors import LabError

UNSIGNED_BYTE = 0x08
MAX_DIMENSIONS = 4
MAX_VALUES = 2**31
# Deflate cannot shrink data further than this, so a larger promise in a header is a lie.
MAX_DEFLATE_RATIO = 1032
_CHUNK = 1 << 20


def read_idx(path: str | Path) -> NDArray[np.uint8]:
    """Read an IDX file of unsigned bytes, plain or gzip-compressed (told by content, not by name).

    Layout: 0, 0, the type (0x08), the number of dimensions d, then d big-endian 32-bit sizes, then exactly
    their product of bytes, in C order. Returns an array of those sizes.
    Source: "The MNIST database of handwritten digits" (LeCun, Cortes, Burges).
    Raises LabError when the file is anything else: truncated, followed by other bytes, or promising more than
    it can hold; memory is claimed only after the promise is checked against the file's size.
    """
    path = Path(path)
    compressed = is_gzip(path)
    with open_file(path) as file:
        try:
            available = path.stat().st_size
            if not compressed:
                return _read(file, path, most=available)
            with gzip.GzipFile(fileobj=file, mode="rb") as content:
                return _read(content, path, most=available * MAX_DEFLATE_RATIO)
        except (OSError, EOFError, zlib.error, MemoryError) as error:
            raise LabError(f"{path} is damaged or cut short ({reason(error)}): fetch it again.") from None


def read_idx_shape(path: Path) -> tuple[int, ...]:
    """The sizes that the header of an uncompressed IDX file of unsigned bytes promises."""
    with open_file(path) as file:
        return _read_shape(file, path)


def is_gzip(path: Path) -> bool:
    return first_bytes(path, 2) == GZIP_MAGIC


def looks_like_idx(start: bytes) -> bool:
    """Whether the first bytes of the (uncompressed) content are an IDX header, of any type."""
    return len(start) >= 4 and start[:2] == b"\0\0" and start[2] in (8, 9, 11, 12, 13, 14)


def _read(content: BinaryIO | gzip.GzipFile, path: Path, most: int) -> NDArray[np.uint8]:
    shape = _read_shape(content, path)
    count = math.prod(shape)
    if count > MAX_VALUES:
        raise LabError(
            f"{path} promises {count:,} values, more than are held in memory: "
            "unpack it and set data.kept to disk, or choose a smaller file."
        )
    if count > most:
        raise LabError(f"{path} promises {count:,} bytes but is far too short for that: fetch it again.")
    values = np.empty(count, np.uint8)
    view = values.data
    filled = 0
    while filled < count:
        got = content.readinto(view[filled : filled + _CHUNK])  # type: ignore[union-attr]
        if not got:
            raise LabError(
                f"{path} is cut short: it holds {filled:,} of the {count:,} bytes its header promises, "
                "so fetch it again."
            )
        filled += got
    if content.read(1):
        raise LabError(f"{path} goes on after the {count:,} bytes its header promises: fetch it again.")
    return values.reshape(shape)


def _read_shape(content: BinaryIO | gzip.GzipFile, path: Path) -> tuple[int, ...]:
    magic = content.read(4)
    if not looks_like_idx(magic):
        raise LabError(f"{path} is not an IDX file: choose one such as train-images-idx3-ubyte.gz.")
    if magic[2] != UNSIGNED_BYTE:
        raise LabError(
            f"{path} holds IDX values other than unsigned bytes: save them as unsigned bytes (0x08)."
        )
    dimensions = magic[3]
    if not 1 <= dimensions <= MAX_DIMENSIONS:
        raise LabError(f"{path} has {dimensions} dimensions: give a file with 1 (labels) or 3 (images).")
    header = content.read(4 * dimensions)
    if len(header) < 4 * dimensions:
        raise LabError(f"{path} is cut short within its header: fetch it again.")
    shape = struct.unpack(f">{dimensions}I", header)
    if 0 in shape:
        raise LabError(f"{path} is empty (its sizes are {' × '.join(map(str, shape))}): choose another file.")
    return shape
