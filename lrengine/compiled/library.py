"""The compiled loops of this machine: built where they are missing, and loaded once."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from lrengine.compiled import build, object_file
from lrengine.compiled.calls import Loops
from lrengine.errors import Cancelled

_lock = threading.Lock()
_made: dict[np.dtype[Any], Loops | None] = {}
_failure = ""


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
