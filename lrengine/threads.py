"""Threads that share rows, each with a BLAS of one thread.

Two threads with a single-threaded BLAS each beat one call with a two-threaded BLAS on thin
products, and the sums come out the same whatever the number of threads.
"""

from __future__ import annotations

import contextlib
import functools
import math
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lrengine.right_of_way import right_of_way

if TYPE_CHECKING:
    from lrengine.compiled import Loops, Mate


@functools.cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


# Where a container's quota and its period stand (microseconds), in control groups of version 2 and 1.
_GROUPS = "/sys/fs/cgroup"
QUOTAS = (
    (f"{_GROUPS}/cpu.max",),
    (f"{_GROUPS}/cpu/cpu.cfs_quota_us", f"{_GROUPS}/cpu/cpu.cfs_period_us"),
)

_lock = threading.Lock()
_holders = 0
_owner: tuple[int, Any] | None = None


class _OneBlasThread(AbstractContextManager[None]):
    def __enter__(self) -> None:
        global _holders, _owner
        with _lock:
            _holders += 1
            if _holders == 1 and _owner is None:
                limit = _controller().limit(limits=1, user_api="blas")
                _owner = threading.get_ident(), limit.__enter__()

    def __exit__(self, *raised: object) -> None:
        global _holders, _owner
        with _lock:
            _holders -= 1
            if _holders == 0 and _owner is not None and _owner[0] == threading.get_ident():
                _owner[1].__exit__(None, None, None)
                _owner = None


# It knows nothing of who holds it, so one serves them all; every measurement takes it.
_one_blas_thread = _OneBlasThread()


def one_blas_thread() -> AbstractContextManager[None]:
    """Hold BLAS at one thread; holders may overlap, and the last one out gives back what there was.

    The count belongs to the process, and threadpoolctl lets one thread at a time set it. Where
    several threads compute at once their parent holds it around all of them, because only the
    thread that took it can give it back.
    """
    return _one_blas_thread


def available_cores() -> int:
    """Cores this process may use, or as many as a container gives it the time of."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:
        cores = os.cpu_count() or 1
    return max(1, min(cores, _cores_worth(cores)))


def _cores_worth(otherwise: int) -> int:
    """The processor time that a Linux container may take, in whole cores."""
    for names in QUOTAS:
        # No such file, or no limit in it.
        with contextlib.suppress(OSError, ValueError):
            quota, period = map(int, " ".join(Path(name).read_text() for name in names).split())
            return math.ceil(quota / period) if quota > 0 < period else otherwise
    return otherwise


class Workers:
    """A few threads that run the parts of one computation; `close` when done.

    count   threads, the calling one included; 0 takes the cores there are
    """

    def __init__(self, count: int = 1) -> None:
        self.count = count or available_cores()
        self._pool: ThreadPoolExecutor | None = None
        # Two threads on one core would only take turns.
        self._has_mates = self.count > 1 and available_cores() > 1
        self._mates: dict[Loops, Mate] = {}

    def mate(self, loops: Loops) -> Mate | None:
        """The thread that shares these loops' tasks, if there are cores for more than one."""
        if self._has_mates and loops not in self._mates:
            # Another thread may have come first.
            self._mates.setdefault(loops, loops.mate())
        return self._mates.get(loops)

    def run(self, part: Callable[[int], None], parts: int) -> None:
        """Call part(0), …, part(parts − 1), shared out over the threads; see `right_of_way`."""
        helpers = min(self.count, parts) - 1
        if helpers <= 0:
            self.in_turn(part, parts)
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.count - 1, thread_name_prefix="rows")

        remaining = iter(range(parts))

        def work() -> None:
            # next() on a shared iterator is atomic under the interpreter lock.
            for index in remaining:
                right_of_way.let_pass()
                part(index)

        futures = [self._pool.submit(work) for _ in range(helpers)]
        try:
            work()
        finally:
            for future in futures:
                # A thread takes some 50 µs to wake: one that has not by now would find nothing left to do.
                if not future.cancel():
                    future.result()

    def in_turn(self, part: Callable[[int], None], parts: int) -> None:
        """The same by this thread alone, part after part; the others may share what each consists of."""
        for index in range(parts):
            right_of_way.let_pass()
            part(index)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        for mate in self._mates.values():
            mate.close()
        self._mates.clear()
