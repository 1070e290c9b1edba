"""Where groups of cells run: threads, processes or the workers of a Dask cluster, all under joblib."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.sweep.group import Group, Listener, run_group
from lrengine.sweep.outcome import CellOutcome
from lrengine.sweep.shelf import Shelf
from lrengine.threads import one_blas_thread

Backend = Literal["threads", "processes", "dask"]
BACKENDS: tuple[Backend, ...] = ("threads", "processes", "dask")

# How often the parent asks whether to stop, and how often its workers look (seconds).
_ASKED = 0.05
_LOOKED = 0.2
_SCHEDULER_PATIENCE = 5.0
_ADDRESS = re.compile(r"((tcp|tls|ws|wss|ucx)://)?([^\s:/\[\]]+|\[[0-9a-fA-F:.]+\]):\d{1,5}/?")


class Flag(Protocol):
    """Seen by every worker once the parent has raised it."""

    def __call__(self) -> bool: ...


@dataclass(frozen=True)
class Crew:
    """Workers at the ready.

    count    groups that run side by side
    threads  the most threads that one group may use
    """

    count: int
    threads: int
    config: dict[str, Any]
    raise_flag: Callable[[], None]
    flag: Flag


@contextlib.contextmanager
def local_processes(jobs: int) -> Iterator[Crew]:
    """Processes of this computer; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="logitlab-sweep-") as folder:
        flag = FileFlag(str(Path(folder) / "stop"))
        try:
            yield Crew(jobs, jobs, {"backend": "loky"}, flag.hoist, flag)
        finally:
            from joblib.externals.loky import get_reusable_executor

            get_reusable_executor().shutdown(wait=True)


@contextlib.contextmanager
def cluster(jobs: int, scheduler: str) -> Iterator[Crew]:
    """The workers of a running Dask cluster, or of one of this computer's own that ends with the sweep."""
    if scheduler and not _ADDRESS.fullmatch(scheduler):
        raise LabError(f"{scheduler} is no scheduler's address: write it as in tcp://host:8786.")
    try:
        from distributed import Client, Event
    except ImportError:
        raise LabError(
            "Dask is not installed: run `pip install 'logit-lab[cluster]'`, or take threads or processes."
        ) from None
    with contextlib.ExitStack() as stack:
        if scheduler:
            try:
                client = stack.enter_context(
                    Client(scheduler, timeout=_SCHEDULER_PATIENCE, set_as_default=False)
                )
            except OSError as error:
                raise LabError(
                    f"No Dask scheduler answers at {scheduler} ({_first_line(error)}): "
                    "start one with `dask scheduler`, or correct the address."
                ) from None
        else:
            client = stack.enter_context(_local_client(jobs))
        cores = client.ncores()
        if not cores:
            raise LabError(
                f"The Dask cluster at {scheduler} has no workers: start some with `dask worker {scheduler}`."
            )
        name = f"logitlab-stop-{os.getpid()}-{time.monotonic_ns()}"
        event = Event(name, client=client)
        crew = Crew(
            sum(cores.values()),
            max(cores.values()) if scheduler else jobs,
            {"backend": "dask", "client": client},
            event.set,
            ClusterFlag(name),
        )
        try:
            yield crew
        finally:
            event.clear()
            if scheduler:
                client.run(forget_rows)


@contextlib.contextmanager
def _local_client(jobs: int) -> Iterator[Any]:
    import logging

    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        ) as workers,
        Client(workers, set_as_default=False) as client,
    ):
        yield client


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
        self._due = now + _LOOKED
        return Path(self._path).exists()


class ClusterFlag:
    """An event that a cluster's scheduler keeps; looked up from within a task."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._due = 0.0

    def __call__(self) -> bool:
        now = time.monotonic()
        if now < self._due:
            return False
        self._due = now + _LOOKED
        from distributed import Event

        return bool(Event(self._name).is_set())


_shelf = Shelf()


def forget_rows() -> None:
    """Let go of what this worker holds for later cells."""
    _shelf.clear()


def run_in_worker(group: Group, threads: int, dataset: Dataset | None, flag: Flag) -> list[CellOutcome]:
    """A group in a process of its own, whose rows stay for the next one."""
    with contextlib.suppress(ValueError):
        # Ctrl-C reaches every process of a terminal; the parent alone decides what it means.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with one_blas_thread():
        return run_group(group, threads, _shelf, dataset, Listener(cancelled=flag))


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


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(". ") or type(error).__name__
