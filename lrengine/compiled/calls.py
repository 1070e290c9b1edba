"""The compiled loops as functions of arrays."""

from __future__ import annotations

import ctypes
import threading
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lrengine.compiled import build
from lrengine.compiled.block import LOGISTIC, LOGITS, SLOPES, SOFTMAX
from lrengine.compiled.mate import Mate
from lrengine.compiled.notes import Notes
from lrengine.compiled.residuals import HITS, INTERCEPTS, LOSS, UNUSABLE
from lrengine.compiled.sharing import LENGTH
from lrengine.compiled.task import Task
from lrengine.losses import Logistic, Loss, Softmax
from lrengine.sums import Sums

Array = NDArray[Any]
Labels = NDArray[np.int64]

_BYTE, _WHOLE = np.dtype(np.uint8), np.dtype(np.int64)

_address_of: Any = ctypes.addressof
_first_byte: Any = ctypes.c_char.from_buffer

# The desk of who works alone.
_EMPTY_DESK = np.zeros(LENGTH, np.int64)
_NOBODY = _EMPTY_DESK.ctypes.data

# Losses that the loops know; what is derived from one is another.
_STAGES: dict[type[Loss], int] = {Softmax: SOFTMAX, Logistic: LOGISTIC}


class Taken(NamedTuple):
    """Bytes U (m, d) that a product may go through: looked at once, to be multiplied several times.

    at     where the bytes lie (n, d)
    which  where the rows' numbers lie; 0 if all are taken
    held   the arrays that they lie in
    """

    at: int
    which: int
    n: int
    m: int
    d: int
    held: tuple[Array, ...]


class Loops:
    """Sums over rows of bytes U, and updates of weights, in one precision; all let other threads run.

    Arrays of another type, shape or order than said here are a ValueError, rows or labels that there are
    not an IndexError.
    """

    def __init__(self, engine: Any, dtype: np.dtype[Any]) -> None:
        pointer, number, double = ctypes.c_void_p, ctypes.c_int64, ctypes.c_double
        # The engine owns the code.
        self._engine = engine
        self._dtype = dtype
        self._kept = threading.local()
        share, serve, within, adam, squared_norm = (_address(engine, name) for name in build.NAMES)
        self._share = ctypes.CFUNCTYPE(None, pointer, pointer, number)(share)
        self._serve = ctypes.CFUNCTYPE(None, pointer, number)(serve)
        self._are_within = ctypes.CFUNCTYPE(number, pointer, number, number)(within)
        self._adam = ctypes.CFUNCTYPE(None, *[pointer] * 4, number, *[double] * 4)(adam)
        self._squared_norm = ctypes.CFUNCTYPE(double, pointer, number)(squared_norm)

    def take(self, bytes_: Array) -> Taken:
        """All of some bytes (n, d)."""
        n, d = bytes_.shape
        return Taken(_at(bytes_, _BYTE, (n, d)), 0, n, n, d, (bytes_,))

    def some(self, taken: Taken, rows: Labels) -> Taken:
        """Rows (m,) of what was taken whole."""
        at, _, n, _, d, held = taken
        m = len(rows)
        which = _at(rows, _WHOLE, (m,))
        if not self._are_within(which, m, n):
            raise IndexError(f"A row was asked for that is none of the {n:,} there are.")
        return Taken(at, which, n, m, d, (*held, rows))

    def logits(
        self, weights: Array, taken: Taken, scale: float, out: Array, mate: Mate | None = None
    ) -> None:
        """scale · W Uᵀ into `out`: W (k, d) times the transpose of U (m, d) is (k, m)."""
        k = len(weights)
        w = _at(weights, self._dtype, (k, taken.d))
        z = _at(out, self._dtype, (k, taken.m), is_written=True)
        self._do(taken, mate, stages=LOGITS, k=k, weights=w, logits=z, other_logits=z, scale=scale)

    def slopes(
        self, residual: Array, taken: Taken, scale: float, out: Array, mate: Mate | None = None
    ) -> None:
        """scale · R U into `out`: R (k, m) times U (m, d) is (k, d)."""
        k, d = len(residual), taken.d
        r = _at(residual, self._dtype, (k, taken.m))
        g = _at(out, self._dtype, (k, d), is_written=True)
        other = self._notes(k, 0, d).other_slopes
        self._do(
            taken, mate, stages=SLOPES, k=k, logits=r, other_logits=r, scale=scale,
            slopes=g, other_slopes=other,
        )  # fmt: skip

    def knows(self, loss: Loss) -> bool:
        """Whether `sums` can work out this loss."""
        return type(loss) in _STAGES

    def sums(
        self, loss: Loss, weights: Array, intercept: Array, labels: Labels, taken: Taken, scale: float,
        with_slopes: bool, into: Array | None = None, mate: Mate | None = None,
    ) -> Sums | None:  # fmt: skip
        """Loss, hits and slopes at Z = scale · W Uᵀ + b; None if any logit is not finite.

        weights W (k, d), intercept b (k,), labels (m,); slopes are made in `into` (k, d) if it is given
        """
        k, m, d = len(weights), taken.m, taken.d
        w, b = _at(weights, self._dtype, (k, d)), _at(intercept, self._dtype, (k,))
        y = _at(labels, _WHOLE, (m,))
        classes = 2 if k == 1 and isinstance(loss, Logistic) else k
        if not self._are_within(y, m, classes):
            raise IndexError(f"A label is none of the {classes} classes.")
        notes = self._notes(k, m, d)
        stages, g, g_at = LOGITS | _STAGES[type(loss)], None, 0
        if with_slopes:
            stages |= SLOPES
            g = np.empty((k, d), self._dtype) if into is None else into
            g_at = _at(g, self._dtype, (k, d), is_written=True)
        self._do(
            taken, mate, stages=stages, k=k,
            weights=w, logits=notes.logits, other_logits=notes.other_logits, scale=scale,
            slopes=g_at, other_slopes=notes.other_slopes,
            intercept=b, labels=y, found=notes.found, other_found=notes.other_found,
        )  # fmt: skip
        total = notes.total
        if total[UNUSABLE]:
            return None
        slopes_intercepts = None if g is None else total[INTERCEPTS:].astype(self._dtype)
        return Sums(float(total[LOSS]), int(total[HITS]), g, slopes_intercepts)

    def adam(
        self, theta: Array, gradient: Array, sums: Array, squares: Array,
        *, beta1: float, beta2: float, epsilon: float, rate: float,
    ) -> None:  # fmt: skip
        """sums ← β₁ sums + g, squares ← β₂ squares + g², θ ← θ − rate · sums/(√squares + ε), all (n,)."""
        n, dtype = len(theta), self._dtype
        t, s, q = (_at(array, dtype, (n,), is_written=True) for array in (theta, sums, squares))
        self._adam(t, _at(gradient, dtype, (n,)), s, q, n, beta1, beta2, epsilon, rate)

    def squared_norm(self, array: Array) -> float:
        """‖a‖², added up in float64."""
        return float(self._squared_norm(_at(array, self._dtype, array.shape), array.size))

    def mate(self) -> Mate:
        """A thread that may share what is done with rows."""
        return Mate(self._serve, self._engine)

    def _do(self, taken: Taken, mate: Mate | None, **fields: Any) -> None:
        at, which, _, m, d, _ = taken
        desk = _NOBODY
        if mate is not None:
            mate.call()
            desk = mate.place
        task = Task(m=m, d=d, bytes_=at, chosen=which != 0, rows=which, **fields)
        self._share(desk, task.packed(), m)

    def _notes(self, k: int, m: int, d: int) -> Notes:
        """This thread's own."""
        kept: Notes | None = getattr(self._kept, "notes", None)
        if kept is None or not kept.suit(k, m, d):
            kept = self._kept.notes = Notes(k, m, d, self._dtype)
        return kept


def _address(engine: Any, name: str) -> int:
    address: int = engine.get_function_address(name)
    if not address:
        raise RuntimeError(f"The object file has no {name}.")
    return address


def _at(array: Array, dtype: np.dtype[Any], shape: tuple[int, ...], is_written: bool = False) -> int:
    """Where an array lies that is just what a loop takes."""
    flags = array.flags
    is_fit = flags.carray if is_written else flags.c_contiguous and flags.aligned
    if not is_fit or array.dtype != dtype or array.shape != shape:
        raise ValueError(
            f"The compiled loops take {dtype} {shape} in C order, aligned{', writeable' * is_written}: "
            f"not such {array.dtype} {array.shape}."
        )
    return _lies_at(array)


def _lies_at(array: Array) -> int:
    try:
        return _address_of(_first_byte(array))
    except (TypeError, ValueError):
        # Read-only or empty; this way takes five times as long.
        return int(array.__array_interface__["data"][0])
