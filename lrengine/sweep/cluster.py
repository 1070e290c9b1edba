"""The workers of a Dask cluster, one that runs already or one of this computer's own."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.sweep.backends import LOOKED, Crew, forget_rows, interrupts_held

# How long a scheduler may take to answer (seconds).
_PATIENCE = 5.0
_ADDRESS = re.compile(r"((tcp|tls|ws|wss|ucx)://)?([^\s:/\[\]]+|\[[0-9a-fA-F:.]+\]):(?P<port>\d{1,5})/?")


@contextlib.contextmanager
def cluster(jobs: int, scheduler: str, dataset: Dataset | None = None) -> Iterator[Crew]:
    """The workers of the cluster at this address, or of one that ends with the sweep.

    dataset   data of many groups, which every worker gets once
    Raises LabError where Dask is not installed, nobody answers, or there are no workers.
    """
    with connected(jobs, scheduler) as (client, cores):
        from distributed import Event

        name = f"logitlab-stop-{os.getpid()}-{time.monotonic_ns()}"
        event = Event(name, client=client)
        most = max(cores.values()) if scheduler else jobs
        try:
            backend = joblib_backend(client, dataset)
            yield Crew(sum(cores.values()), most, backend, event.set, ClusterFlag(name))
        finally:
            # Nobody to tell where the cluster has gone away meanwhile.
            with contextlib.suppress(Exception):
                event.clear()
                if scheduler:
                    client.run(forget_rows)


@contextlib.contextmanager
def connected(jobs: int, scheduler: str) -> Iterator[tuple[Any, dict[str, int]]]:
    """A client of the cluster at this address, or of one that ends with it, and each worker's cores.

    Raises LabError where Dask is not installed, nobody answers, or there are no workers.
    """
    check_address(scheduler)
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise LabError(
            "Dask is not installed: run `pip install 'logit-lab[cluster]'`, or take threads or processes."
        ) from None
    with contextlib.ExitStack() as stack:
        stack.enter_context(_quiet())
        try:
            client = stack.enter_context(_client(jobs, scheduler))
            cores = client.ncores()
        except Exception as error:
            # Timeouts, refused connections and nannies that fail have little in common.
            raise LabError(_sentence(scheduler, error)) from None
        if not cores:
            raise LabError(
                f"The Dask cluster at {scheduler} has no workers: start some with `dask worker {scheduler}`."
            )
        yield client, cores


def check_address(scheduler: str) -> None:
    """Raise a LabError for what cannot be the address of a scheduler; "" is none, and fine."""
    found = _ADDRESS.fullmatch(scheduler)
    if scheduler and (found is None or int(found["port"]) > 65535):
        raise LabError(f"{scheduler} is no scheduler's address: write it as in tcp://host:8786.")


class ClusterFlag:
    """An event that the scheduler keeps; looked up from within a task."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._due = 0.0

    def __call__(self) -> bool:
        now = time.monotonic()
        if now < self._due:
            return False
        self._due = now + LOOKED
        from distributed import Event

        return bool(Event(self._name).is_set())


def joblib_backend(client: Any, dataset: Dataset | None = None) -> Any:
    """joblib's Dask backend with this client, and data that are sent to its workers beforehand.

    Its own never hears of a task that Dask gives up, and waits for it for ever: here such a task is
    answered with the reason.
    """
    from joblib._dask import DaskDistributedBackend

    class Lost:
        def __init__(self, number: int, error: Exception) -> None:
            self.reply = number, error

    class Backend(DaskDistributedBackend):  # type: ignore[misc]
        def submit(self, func: Any, callback: Callable[[Any], None] | None = None) -> Any:
            submitted = super().submit(func, callback)
            number = func.items[0][1][0]

            def note(ended: Any) -> None:
                if callback is not None and ended.exception() is not None:
                    callback(Lost(number, ended.exception()))

            submitted.add_done_callback(note)
            return submitted

        def retrieve_result_callback(self, out: Any) -> Any:
            return [out.reply] if isinstance(out, Lost) else super().retrieve_result_callback(out)

    return Backend(client=client, scatter=[] if dataset is None else [dataset])


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What goes wrong is said by the outcomes; Dask would tell it a second time, with tracebacks."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@contextlib.contextmanager
def _client(jobs: int, scheduler: str) -> Iterator[Any]:
    from distributed import Client, LocalCluster

    if scheduler:
        with Client(scheduler, timeout=_PATIENCE, set_as_default=False) as client:
            yield client
        return
    with contextlib.ExitStack() as stack:
        with interrupts_held():
            workers = stack.enter_context(
                LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    dashboard_address=None,
                    silence_logs=logging.CRITICAL,
                )
            )
            client = stack.enter_context(Client(workers, set_as_default=False))
        yield client


def _sentence(scheduler: str, error: Exception) -> str:
    reason = (str(error) or type(error).__name__).partition("\n")[0].rstrip(". ")
    if scheduler:
        return (
            f"No Dask scheduler answers at {scheduler} ({reason}): "
            "start one with `dask scheduler`, or correct the address."
        )
    return f"No Dask cluster could be started here ({reason}): take processes instead."
