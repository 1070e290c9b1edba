"""What rows add up to, and how rows are cut so that the sum is always the same one."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]

# Which block a subtree begins with, how many blocks it has, and what their rows add up to.
Subtree = tuple[int, int, "Sums"]


@dataclass
class Sums:
    """Unreduced sums over some rows: Σℓ, rows read correctly, Σ ∂ℓ/∂W and Σ ∂ℓ/∂b.

    slopes              (k, d) or None for losses alone
    slopes_intercepts   (k,) or None
    """

    loss: float = 0.0
    hits: int = 0
    slopes: Array | None = None
    slopes_intercepts: Array | None = None

    def add(self, other: Sums) -> Sums:
        """Take in the sums over other rows, whose arrays may be kept."""
        self.loss += other.loss
        self.hits += other.hits
        self.slopes = _added(self.slopes, other.slopes)
        self.slopes_intercepts = _added(self.slopes_intercepts, other.slopes_intercepts)
        return self


def _added(mine: Array | None, others: Array | None) -> Array | None:
    if mine is None:
        return others
    if others is not None:
        mine += others
    return mine


@dataclass(frozen=True)
class Blocks:
    """Some of the blocks into which all rows are cut, by the number of rows alone.

    They come in even numbers and alike sizes, for two threads to share.

    rows    of the whole
    count   of blocks of the whole
    begin   which block is the first of these
    end     the one after their last
    """

    rows: int
    count: int
    begin: int
    end: int

    @classmethod
    def of(cls, rows: int, most: int) -> Blocks:
        """All rows, at most so many in a block."""
        count = -(-rows // most)
        if count > 1:
            count = min(rows, count + count % 2)
        return cls(rows, count, 0, count)

    def __len__(self) -> int:
        return self.end - self.begin

    def __getitem__(self, index: int) -> slice:
        """The rows of a block, the first row of these blocks being 0."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        block, first = self.begin + index, self._edge(self.begin)
        return slice(self._edge(block) - first, self._edge(block + 1) - first)

    def part(self, begin: int, end: int) -> Blocks:
        """The blocks begin ≤ i < end of these."""
        return Blocks(self.rows, self.count, self.begin + begin, self.begin + end)

    def place(self) -> slice:
        """Their rows among those of the whole."""
        return slice(self._edge(self.begin), self._edge(self.end))

    def _edge(self, block: int) -> int:
        return self.rows * block // self.count


class TreeSum:
    """Sums of blocks, added up in a tree that depends on nothing but their numbers.

    Blocks 0 and 1, 2 and 3, … are added up, then their sums in pairs, and so on. Threads and machines
    hand in what they have in any order: whoever brings the second of a pair adds the two. So the total
    is the same, bit for bit, whoever summed what, and of b neighbouring blocks no more than 2 log₂ b
    sums are ever kept, or sent.
    """

    def __init__(self, subtrees: Iterable[Subtree] = ()) -> None:
        self._alone: dict[tuple[int, int], Sums] = {}
        self._lock = threading.Lock()
        for begin, size, sums in subtrees:
            self.hand_in(begin, sums, size)

    def hand_in(self, begin: int, sums: Sums, size: int = 1) -> None:
        """The sums of a block, or of a whole subtree of 2ⁱ blocks; their arrays may be kept."""
        while True:
            sibling = begin ^ size
            with self._lock:
                other = self._alone.pop((sibling, size), None)
                if other is None:
                    self._alone[begin, size] = sums
                    return
            sums = sums.add(other) if begin < sibling else other.add(sums)
            begin, size = min(begin, sibling), 2 * size

    def subtrees(self) -> list[Subtree]:
        """Whole subtrees whose siblings are missing, in the blocks' order."""
        return [(begin, size, self._alone[begin, size]) for begin, size in sorted(self._alone)]

    def total(self) -> Sums:
        """The sums of all blocks; where the last ones have no sibling they join as they are."""
        *others, (_, _, total) = self.subtrees()
        for _, _, sums in reversed(others):
            total = sums.add(total)
        return total
