"""The compiled loops as functions of arrays: built where they are missing, and loaded once."""

from __future__ import annotations

import ctypes
import importlib.util
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lrengine.compiled import build, object_file
from lrengine.compiled.mate import Mate
from lrengine.compiled.sharing import LENGTH, LOGITS, SLOPES
from lrengine.errors import Cancelled

Array = NDArray[Any]
Labels = NDArray[np.int64]

_BYTE, _ROW = np.dtype(np.uint8), np.dtype(np.int64)

# The desk of who works alone.
_EMPTY_DESK, _NO_SCALES = np.zeros(LENGTH, np.int64), np.zeros(1)
_NOBODY = _EMPTY_DESK.ctypes.data, _NO_SCALES.ctypes.data

_lock = threading.Lock()
_made: dict[np.dtype[Any], Loops | None] = {}
_failure = ""


class Taken(NamedTuple):
    """Bytes U (m, d) that a product may go through: looked at once, to be multiplied several times.

    held  the arrays that they lie in
    """

    at: int
    which: int
    chosen: bool
    m: int
    d: int
    held: tuple[Array, ...]


class Loops:
    """z = scale · W Uᵀ and g = scale · R U for bytes U, in one precision; both let other threads run.

    Arrays of another type, shape or order than said here are a ValueError, rows that there are not an
    IndexError.
    """

    def __init__(self, engine: Any, dtype: np.dtype[Any]) -> None:
        pointer, number = ctypes.c_void_p, ctypes.c_int64
        # The engine owns the code.
        self._engine = engine
        self._dtype = dtype
        product, serve, within = (_address(engine, name) for name in build.NAMES)
        self._product = ctypes.CFUNCTYPE(
            None, pointer, pointer, *[number] * 7, ctypes.c_double, *[number] * 3
        )(product)  # fmt: skip
        self._serve = ctypes.CFUNCTYPE(None, pointer, pointer, number)(serve)
        self._are_within = ctypes.CFUNCTYPE(number, pointer, number, number)(within)

    def take(self, bytes_: Array, rows: Labels | None) -> Taken:
        """All of some bytes (n, d), or rows (m,) of them, for both products."""
        n, d = bytes_.shape
        at = _at(bytes_, _BYTE, (n, d))
        if rows is None:
            return Taken(at, 0, False, n, d, (bytes_,))
        which = _at(rows, _ROW, (len(rows),))
        if not self._are_within(which, len(rows), n):
            raise IndexError(f"A row was asked for that is none of the {n:,} there are.")
        return Taken(at, which, True, len(rows), d, (bytes_, rows))

    def logits(
        self, weights: Array, taken: Taken, scale: float, out: Array, mate: Mate | None = None
    ) -> None:
        """W (k, d) times the transpose of U (m, d) into (k, m)."""
        k, m = len(weights), taken.m
        w = _at(weights, self._dtype, (k, taken.d))
        z = _at(out, self._dtype, (k, m), is_written=True)
        self._multiply(LOGITS, w, w, taken, z, scale, k, mate)

    def slopes(
        self, residual: Array, taken: Taken, scale: float, out: Array, mate: Mate | None = None
    ) -> None:
        """R (k, m) times U (m, d) into (k, d)."""
        k, d = len(residual), taken.d
        r = _at(residual, self._dtype, (k, taken.m))
        g = _at(out, self._dtype, (k, d), is_written=True)
        others = np.empty((k, d), self._dtype)
        self._multiply(SLOPES, g, _lies_at(others), taken, r, scale, k, mate)

    def mate(self) -> Mate:
        """A thread that may share these products."""
        return Mate(self._serve, self._engine)

    def _multiply(
        self, kind: int, left: int, other: int, taken: Taken, right: int, scale: float, k: int,
        mate: Mate | None,
    ) -> None:  # fmt: skip
        desk, scales = _NOBODY
        if mate is not None:
            mate.call()
            desk, scales = mate.places
        at, which, chosen, m, d, _ = taken
        self._product(desk, scales, kind, left, other, at, which, chosen, right, scale, k, m, d)


def loops_for(dtype: Any, cancelled: Callable[[], bool] | None = None) -> Loops | None:
    """The loops in this precision; None where it is too wide for them, or there is no Numba.

    The first call on a machine has them compiled (a few seconds: `under_way` tells), and raises Cancelled
    soon after `cancelled` says so; the first of a process loads them. Whatever is wrong, `why_not` says it.
    """
    global _failure
    dtype = np.dtype(dtype)
    if dtype not in (np.float32, np.float64):
        return None
    with _lock:
        if dtype not in _made:
            try:
                _made[dtype] = _load(dtype, cancelled)
            except Cancelled:
                raise
            # Nothing that an optional package does may keep a run from its rows.
            except Exception as error:
                _made[dtype], _failure = None, _clause(error)
        return _made[dtype]


def why_not() -> str:
    """Why there are no compiled loops, as a clause; "" where there are, or none were asked for."""
    return _failure


def _load(dtype: np.dtype[Any], cancelled: Callable[[], bool] | None) -> Loops:
    if not (importlib.util.find_spec("numba") and importlib.util.find_spec("llvmlite")):
        raise object_file.NotCompiled("Numba is not installed")
    return loops_of(object_file.content(dtype, cancelled), dtype)


def loops_of(code: bytes, dtype: np.dtype[Any]) -> Loops:
    """Loops of an object file's content, in an engine of LLVM's of their own."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    build.provide(llvm)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), build.machine(llvm))
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return Loops(engine, dtype)


def _clause(error: Exception) -> str:
    if isinstance(error, object_file.NotCompiled):
        return str(error)
    return f"the compiled loops could not be loaded ({type(error).__name__})"


def _address(engine: Any, name: str) -> int:
    address: int = engine.get_function_address(name)
    if not address:
        raise RuntimeError(f"The object file has no {name}.")
    return address


def _at(array: Array, dtype: np.dtype[Any], shape: tuple[int, ...], is_written: bool = False) -> int:
    """Where an array lies that is just what a loop takes."""
    flags = array.flags
    is_fit = flags.carray if is_written else flags.c_contiguous and flags.aligned
    if array.dtype != dtype or array.shape != shape or not is_fit:
        raise ValueError(
            f"The compiled loops take {dtype} {shape} in C order, aligned{', writeable' * is_written}: "
            f"not such {array.dtype} {array.shape}."
        )
    return _lies_at(array)


def _lies_at(array: Array) -> int:
    return int(array.__array_interface__["data"][0])
