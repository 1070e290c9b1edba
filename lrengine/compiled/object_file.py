"""The object file of the loops: kept from one start to the next, and compiled where there is none."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from lrengine.compiled import (
    block,
    build,
    elementary,
    instructions,
    loops,
    residuals,
    sharing,
    task,
    under_way,
    updates,
)
from lrengine.errors import Cancelled

# Seconds after which a compiler that has not ended is given up, and between two looks at it.
PATIENCE, LOOKED = 120.0, 0.05
# Seconds for which nobody tries again what has failed.
REMEMBERED = 24 * 3600.0
# Exit codes of a process that somebody has stopped: SIGHUP, SIGINT, SIGKILL, SIGTERM, Windows' Ctrl+C.
_STOPPED = (-1, -2, -9, -15, 0xC000013A)
# What a file begins with, so that a damaged one is never run: the checksum of all that follows.
_CHECKSUM = hashlib.sha256
_COMPILE = f"import sys; from {build.__name__} import main; main(*sys.argv[1:])"


class NotCompiled(Exception):  # noqa: N818 - a fact about this machine
    """Why there is no object file, as a clause."""


class Failed(NotCompiled):
    """The compiler cannot do it, now or in an hour."""


def content(dtype: np.dtype[Any], cancelled: Callable[[], bool] | None = None) -> bytes:
    """Machine code of the loops in one precision for this machine; raises NotCompiled and Cancelled.

    A cache that is damaged or cannot be written to costs the time to compile again and nothing else.
    What the compiler cannot do is remembered there for a day: no other process waits for it in vain.
    """
    kept = _folder() / f"loops-{dtype.name}-{_key()}.o"
    code = _read(kept)
    if code is None:
        failure = kept.with_suffix(".failed")
        _raise_again(failure)
        try:
            code = _compiled(dtype, cancelled)
        except Failed as error:
            _keep(failure, str(error).encode())
            raise
        _keep(kept, code)
    return code


def _raise_again(failure: Path) -> None:
    """Raise Failed if that is what came of it within the last day."""
    said = _read(failure)
    if said is not None and 0 <= time.time() - failure.stat().st_mtime < REMEMBERED:
        raise Failed(said.decode())


def _key() -> str:
    """Differs wherever other machine code would come of it."""
    # It brings with it all of e-mail.
    import importlib.metadata

    import llvmlite.binding as llvm

    about = [importlib.metadata.version(name) for name in ("numba", "llvmlite", "numpy")]
    about += [sys.version, llvm.get_process_triple(), llvm.get_host_cpu_name()]
    about += [llvm.get_host_cpu_features().flatten()]
    modules = block, build, elementary, instructions, loops, residuals, sharing, task, updates
    sources = [Path(str(module.__file__)).read_bytes() for module in modules]
    return hashlib.sha256("\n".join(about).encode() + b"".join(sources)).hexdigest()[:16]


def _folder() -> Path:
    chosen = os.environ.get("LOGITLAB_CACHE_DIR")
    if not chosen:
        import platformdirs

        chosen = platformdirs.user_cache_dir("logit-lab", appauthor=False)
    return Path(chosen).expanduser()


def _read(path: Path) -> bytes | None:
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    size = _CHECKSUM().digest_size
    checksum, code = whole[:size], whole[size:]
    return code if _CHECKSUM(code).digest() == checksum else None


def _keep(path: Path, code: bytes) -> None:
    """Write it beside its place and then put it there, so that others find a whole file or none."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_CHECKSUM(code).digest() + code)
            Path(partial).replace(path)
        finally:
            Path(partial).unlink(missing_ok=True)


def _compiled(dtype: np.dtype[Any], cancelled: Callable[[], bool] | None) -> bytes:
    # A program that has Python built in would only start itself again.
    if getattr(sys, "frozen", False) or "python" not in Path(sys.executable or "").name.lower():
        raise NotCompiled("this program has no Python of its own to compile them with")
    with tempfile.TemporaryDirectory(prefix="logitlab-loops-") as folder:
        target = Path(folder) / "loops.o"
        command = [sys.executable, "-P", "-W", "ignore", "-c", _COMPILE, dtype.name, str(target)]
        with under_way.compiling():
            said = _run(command, cancelled)
        if not target.exists():
            raise Failed(f"Numba could not compile them ({said})")
        return target.read_bytes()


def _run(command: list[str], cancelled: Callable[[], bool] | None) -> str:
    """Run a process to its end; the last thing it said."""
    # What users tell Numba is not meant for these loops, and where modules are is what this process knows.
    told = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    places = [*filter(None, sys.path), str(Path(build.__file__).parents[2])]
    process = subprocess.Popen(
        command,
        env={**told, "PYTHONPATH": os.pathsep.join(places)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        lines = _heard(process, cancelled).split("\n")
    except BaseException:
        process.kill()
        process.communicate()
        raise
    if process.returncode in _STOPPED:
        raise NotCompiled("the compiler was stopped")
    return next(filter(None, map(str.strip, reversed(lines))), f"exit code {process.returncode}")


def _heard(process: subprocess.Popen[str], cancelled: Callable[[], bool] | None) -> str:
    """What a process says until it ends."""
    began = time.monotonic()
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=LOOKED)[1]
        if cancelled is not None and cancelled():
            raise Cancelled
        if time.monotonic() - began > PATIENCE:
            raise Failed(f"Numba had not compiled them after {PATIENCE:.0f} seconds")
