"""The compiled loops as functions of arrays: built where they are missing, and loaded once."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.compiled import build, loops

Array = NDArray[Any]
Labels = NDArray[np.int64]

# Seconds after which a compiler that has not ended is given up.
PATIENCE = 120.0
_NO_ROWS = np.zeros(1, np.int64)

_lock = threading.Lock()
_failure = ""


class Loops:
    """z = scale · W Uᵀ and g = scale · R U for bytes U, in one precision; both let other threads run.

    All arrays are C-ordered, else a ValueError is raised; all but the bytes are of the one precision.
    """

    def __init__(self, engine: Any, dtype: np.dtype[Any]) -> None:
        real = ctypes.c_float if dtype == np.float32 else ctypes.c_double
        pointer, number = ctypes.c_void_p, ctypes.c_int64
        form = ctypes.CFUNCTYPE(
            None, pointer, pointer, pointer, number, pointer, real, number, number, number
        )  # fmt: skip
        # The engine owns the code.
        self._engine = engine
        self._logits, self._slopes = (form(engine.get_function_address(name)) for name in build.NAMES)

    def logits(self, weights: Array, bytes_: Array, rows: Labels | None, scale: float, out: Array) -> None:
        """W (k, d) times the transpose of U (m, d) into (k, m); U is all of `bytes_`, or some rows."""
        k, d = weights.shape
        chosen = rows is not None
        self._logits(
            _at(weights), _at(bytes_), _at(_NO_ROWS if rows is None else rows), chosen, _at(out), scale,
            k, out.shape[1], d,
        )  # fmt: skip

    def slopes(self, residual: Array, bytes_: Array, rows: Labels | None, scale: float, out: Array) -> None:
        """R (k, m) times U (m, d) into (k, d)."""
        k, m = residual.shape
        chosen = rows is not None
        self._slopes(
            _at(residual), _at(bytes_), _at(_NO_ROWS if rows is None else rows), chosen, _at(out), scale,
            k, m, out.shape[1],
        )  # fmt: skip


def loops_for(dtype: Any) -> Loops | None:
    """The loops in this precision; None where it is too wide for them, or there is no Numba.

    The first call on a machine has them compiled (a few seconds); the first of a process loads them.
    """
    with _lock:
        return _loops_for(np.dtype(dtype))


def why_not() -> str:
    """Why there are no compiled loops, as a clause; "" where there are, or none were asked for."""
    return _failure


@functools.cache
def _loops_for(dtype: np.dtype[Any]) -> Loops | None:
    """The loops of a precision, in an engine of LLVM's of their own."""
    global _failure
    if dtype not in (np.float32, np.float64):
        return None
    if not (importlib.util.find_spec("numba") and importlib.util.find_spec("llvmlite")):
        _failure = "Numba is not installed"
        return None
    import llvmlite.binding as llvm

    try:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        code = _built(llvm, dtype)
        for name in build.LIBRARY:
            # What moves overlapping memory also copies it.
            function = ctypes.memset if name == "memset" else ctypes.memmove
            llvm.add_symbol(name, ctypes.cast(function, ctypes.c_void_p).value)
        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), build.machine(llvm))
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        _failure = f"Numba could not compile them ({type(error).__name__})"
        return None
    return Loops(engine, dtype)


def _built(llvm: Any, dtype: np.dtype[Any]) -> bytes:
    """The object file's content, compiled now if this machine has none for just these loops."""
    about = [importlib.metadata.version(name) for name in ("numba", "llvmlite", "numpy")]
    about += [sys.version, llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()]
    sources = [Path(str(module.__file__)).read_bytes() for module in (loops, build)]
    key = hashlib.sha256("\n".join(about).encode() + b"".join(sources)).hexdigest()[:16]
    kept = _folder() / f"loops-{dtype.name}-{key}.o"
    if not kept.exists():
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            _compile(dtype, kept)
        except (OSError, subprocess.CalledProcessError):
            # A cache that cannot be written to: this process has them for itself.
            with tempfile.TemporaryDirectory() as folder:
                own = Path(folder) / kept.name
                _compile(dtype, own)
                return own.read_bytes()
    return kept.read_bytes()


def _compile(dtype: np.dtype[Any], target: Path) -> None:
    root = Path(__file__).parents[2]
    paths = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
    subprocess.run(
        [sys.executable, "-m", build.__name__, dtype.name, str(target)],
        env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )


def _folder() -> Path:
    if chosen := os.environ.get("LOGITLAB_CACHE_DIR"):
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("logit-lab", appauthor=False))


def _at(array: Array) -> int:
    """Where an array lies."""
    if not array.flags.c_contiguous:
        raise ValueError("The compiled loops go through arrays in C order only.")
    return int(array.__array_interface__["data"][0])
