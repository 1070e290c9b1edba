"""Workers in processes of their own: what they are asked, what they answer, and how they are stopped."""

from __future__ import annotations

import contextlib
import pickle
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from lrengine.data.dataset import Dataset
from lrengine.sweep.group import Group, Listener, run_group
from lrengine.sweep.outcome import CellOutcome
from lrengine.sweep.shelf import Shelf
from lrengine.threads import one_blas_thread

Backend = Literal["threads", "processes", "dask"]
BACKENDS: tuple[Backend, ...] = ("threads", "processes", "dask")

# A group's number, and its outcomes as bytes or why there are none.
Reply = tuple[int, bytes | Exception]

# How often the parent asks whether to stop, and how often its workers look (seconds).
_ASKED = 0.05
LOOKED = 0.2


class Flag(Protocol):
    """Seen by every worker once the parent has raised it."""

    def __call__(self) -> bool: ...


@dataclass(frozen=True)
class Crew:
    """Workers at the ready.

    count    groups that run side by side
    threads  the most threads that one group may use
    backend  joblib's
    """

    count: int
    threads: int
    backend: Any
    raise_flag: Callable[[], None]
    flag: Flag


@contextlib.contextmanager
def local_processes(jobs: int) -> Iterator[Crew]:
    """Processes of this computer; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="logitlab-sweep-") as folder:
        flag = FileFlag(str(Path(folder) / "stop"))
        try:
            yield Crew(jobs, jobs, "loky", flag.hoist, flag)
        finally:
            from joblib.externals.loky import get_reusable_executor

            get_reusable_executor().shutdown(wait=True)
            forget_rows()


class FileFlag:
    """A file that all processes of this computer see."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._due = 0.0

    def hoist(self) -> None:
        Path(self._path).touch()

    def __call__(self) -> bool:
        now = time.monotonic()
        if now < self._due:
            return False
        self._due = now + LOOKED
        return Path(self._path).exists()


_shelf = Shelf()


def forget_rows() -> None:
    """Let go of what this worker holds for later cells."""
    _shelf.clear()


def run_in_worker(number: int, group: Group, threads: int, dataset: Dataset | None, flag: Flag) -> Reply:
    """A group in a process of its own, whose rows stay for the next one.

    The outcomes come back as bytes: where they cannot be read, as from another version of the
    program, the parent must be the one to find out.
    """
    with one_blas_thread():
        return number, pickle.dumps(run_group(group, threads, _shelf, dataset, Listener(cancelled=flag)))


def outcomes_in(reply: Reply, groups: Sequence[Group]) -> list[CellOutcome]:
    """What a worker found, or the failures of a group whose worker was lost."""
    number, content = reply
    if isinstance(content, Exception):
        return lost(groups[number], content)
    try:
        found: list[CellOutcome] = pickle.loads(content)
    except Exception as error:
        return lost(groups[number], error)
    return found


def lost(group: Group, error: Exception) -> list[CellOutcome]:
    """Failures of a group that no worker could run."""
    innermost: BaseException = error
    while innermost.__cause__ is not None:
        innermost = innermost.__cause__
    reason = (str(innermost) or type(innermost).__name__).strip().partition("\n")[0].rstrip(". ")
    sentence = (
        f"A worker was lost or could not run this ({reason}): see that it has enough memory and the same "
        "version of Logit Lab, or take threads."
    )
    return [CellOutcome(cell, "failed", sentence) for cell in group.cells if cell.index in group.wanted]


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Ctrl-C waits until this is over, and never reaches processes that are started meanwhile.

    A terminal sends it to all processes at once; the parent alone decides what it means.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    from joblib.externals.loky.backend import resource_tracker as other_tracker

    # Both let the signal through again as they start: that must be behind us.
    resource_tracker.ensure_running()
    other_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def watched(cancelled: Callable[[], bool] | None, crew: Crew) -> Iterator[None]:
    """Raise the crew's flag as soon as `cancelled` says so, or when the work ends early."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_ASKED):
            if cancelled is not None and cancelled():
                crew.raise_flag()
                return

    watcher = threading.Thread(target=watch, name="sweep-cancel", daemon=True)
    watcher.start()
    try:
        yield
    except BaseException:
        crew.raise_flag()
        raise
    finally:
        over.set()
        watcher.join()
