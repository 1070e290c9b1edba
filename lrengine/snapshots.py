"""Weights along a run, thinned to a memory budget, so that a run can be rewound."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Item = tuple[int, Array]

BUDGET_BYTES = 64 * 2**20
# More than a slider has pixels to point at; small problems would fill the budget with millions.
MOST = 2048


@dataclass(frozen=True, eq=False)
class Taken:
    """What one thread hands to another: read-only iterates kept since the last time, and their spacing."""

    stride: int
    items: tuple[Item, ...]


class Snapshots:
    """Iterates θ (p,) of every `stride`-th iteration, at most `budget_bytes` and `MOST` of them.

    Where one more would be too many, the stride doubles and every other one is dropped: what is kept are
    multiples of the stride, evenly spread over the whole run, row 0 always among them. Something added
    between two multiples stays until the next thinning. Which iterations are kept depends on those added
    alone, never on the clock.

    An object belongs to one thread. The training loop fills one of its own, as in
    `if kept.wants(k): kept.add(k, theta)`, and `hand_over` gives what is new as a frozen record; the reader
    passes that to the `extend` of another object, which then holds the same iterations. The arrays are
    shared and read-only, so that both together take the memory of one.
    """

    def __init__(self, budget_bytes: int = BUDGET_BYTES) -> None:
        self._budget = budget_bytes
        self._stride = 1
        self._kept: dict[int, Array] = {}
        self._fresh: list[int] = []
        self._bytes = 0
        self._iterations: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def stride(self) -> int:
        """Iterations from one kept iterate to the next."""
        return self._stride

    @property
    def nbytes(self) -> int:
        """Bytes of all kept iterates."""
        return self._bytes

    @property
    def iterations(self) -> NDArray[np.int64]:
        """The kept iterations, (m,) ascending and read-only; the same array until something changes."""
        if self._iterations is None:
            self._iterations = np.array(sorted(self._kept), np.int64)
            self._iterations.setflags(write=False)
        return self._iterations

    def wants(self, iteration: int) -> bool:
        """Whether an iterate of this iteration would be kept; cheap enough to ask at every one."""
        return iteration % self._stride == 0

    def add(self, iteration: int, theta: Array) -> None:
        """Keep a copy of θ."""
        copy = theta.copy()
        copy.setflags(write=False)
        self._put(iteration, copy)
        self._fresh.append(iteration)
        self._thin()

    def hand_over(self) -> Taken:
        """What was added since the last call and is still kept."""
        fresh = dict.fromkeys(self._fresh)
        self._fresh = []
        return Taken(self._stride, tuple((k, self._kept[k]) for k in fresh if k in self._kept))

    def extend(self, items: Iterable[Item], stride: int = 1) -> None:
        """Take over read-only iterates as `hand_over` gave them, and thin out to their stride."""
        for iteration, theta in items:
            self._put(iteration, theta)
        if stride > self._stride:
            self._widen(stride)
        self._thin()

    def thinned(self, budget_bytes: int) -> Snapshots:
        """Another object with what of this one fits a smaller budget; the arrays are shared."""
        made = Snapshots(budget_bytes)
        made.extend(self._kept.items(), self._stride)
        return made

    def at(self, iteration: int) -> Item:
        """(iteration, θ) of the nearest kept one not after `iteration`, else of the first one.

        Raises LookupError where nothing is kept.
        """
        if not self._kept:
            raise LookupError("no iterate is kept")
        place = int(np.searchsorted(self.iterations, iteration, side="right")) - 1
        found = int(self.iterations[max(place, 0)])
        return found, self._kept[found]

    def to_arrays(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Iterations (m,) and iterates (m, p) for a file; float32, whatever the run's precision."""
        kept = [self._kept[int(k)] for k in self.iterations]
        stack = np.array(kept, np.float32) if kept else np.empty((0, 0), np.float32)
        return self.iterations, stack

    @classmethod
    def from_arrays(cls, iterations: Array, stack: Array, budget_bytes: int = BUDGET_BYTES) -> Snapshots:
        """Rebuild from `to_arrays`; raises ValueError unless there is one iterate for each iteration."""
        rising = (
            iterations.ndim == 1 and bool(np.all(np.diff(iterations) > 0)) and bool(np.all(iterations >= 0))
        )
        if not rising or stack.ndim != 2 or len(stack) != len(iterations):
            raise ValueError(
                f"iterations {iterations.shape} and iterates {stack.shape} do not belong together"
            )
        made = cls(budget_bytes)
        made._stride = math.gcd(*map(int, iterations)) or 1
        for k, row in zip(iterations, stack, strict=True):
            # Rows of their own: a view of one would keep the whole stack alive.
            theta = row.copy()
            theta.setflags(write=False)
            made._put(int(k), theta)
        made._thin()
        return made

    def _put(self, iteration: int, theta: Array) -> None:
        before = self._kept.get(iteration)
        self._bytes += theta.nbytes - (0 if before is None else before.nbytes)
        self._kept[iteration] = theta
        self._iterations = None

    def _thin(self) -> None:
        while len(self._kept) > 1 and (self._bytes > self._budget or len(self._kept) > MOST):
            self._widen(2 * self._stride)

    def _widen(self, stride: int) -> None:
        self._stride = stride
        self._kept = {k: theta for k, theta in self._kept.items() if k % stride == 0}
        self._bytes = sum(theta.nbytes for theta in self._kept.values())
        self._iterations = None
