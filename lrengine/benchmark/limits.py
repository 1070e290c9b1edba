"""What the machine allows: reading memory, and multiplying matrices of the shapes that are used."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.threads import Workers, one_blas_thread

Array = NDArray[Any]

# A square this large is bound by arithmetic alone.
SQUARE = 2048
# Rows of a product that stay in a core's cache together with it.
CACHED_ROWS = 1024


@dataclass(frozen=True)
class Limits:
    """The best of all rounds, because only then did nothing disturb; every round in `rounds`.

    read    bytes a second that all threads together read from memory
    square  float32 operations a second of a square matrix product, a multiply-add being two
    thin    the same of the two products of a gradient, (k, d)·(d, B) and (k, B)·(B, d), on rows in cache
    """

    read: float
    square: float
    thin: float
    rounds: dict[str, list[float]]

    def seconds(self, count: float, flops: float) -> tuple[float, float, float]:
        """The least time for so many bytes, and for so many operations at the square and the thin rate."""
        return count / self.read, flops / self.square, flops / self.thin


def measure_limits(threads: int, k: int, d: int, megabytes: int, rounds: int) -> Limits:
    """Measure with `threads` threads, each with a BLAS of its own."""
    memory = np.ones(megabytes * 2**18, np.float32)
    parts = np.array_split(memory, threads)
    rng = np.random.default_rng(0)
    # Whatever the threads write is their own.
    squares = [rng.random((2, SQUARE, SQUARE // threads), np.float32) for _ in range(threads)]
    rows = [rng.random((CACHED_ROWS, d), np.float32) for _ in range(threads)]
    weights = rng.random((k, d), np.float32)

    def read(part: int) -> None:
        np.dot(parts[part], parts[part])

    def square(part: int) -> None:
        left, right = squares[part]
        np.matmul(left.T, right)

    def thin(part: int) -> None:
        x = rows[part]
        for _ in range(20):
            np.matmul(weights @ x.T, x)

    side = SQUARE // threads
    works: dict[str, tuple[Callable[[int], None], float]] = {
        "read": (read, float(memory.nbytes)),
        "square": (square, 2.0 * threads * side * side * SQUARE),
        "thin": (thin, 20.0 * threads * 4 * CACHED_ROWS * k * d),
    }
    rates: dict[str, list[float]] = {name: [] for name in works}
    workers = Workers(threads)
    try:
        with one_blas_thread():
            for _ in range(rounds):
                for name, (work, amount) in works.items():
                    began = time.perf_counter()
                    workers.run(work, threads)
                    rates[name].append(amount / (time.perf_counter() - began))
    finally:
        workers.close()
    return Limits(max(rates["read"]), max(rates["square"]), max(rates["thin"]), rates)
