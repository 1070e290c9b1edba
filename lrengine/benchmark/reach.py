"""How long until a goal is reached, the looking after it left out for everybody."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any

from numpy.typing import NDArray

from lrengine.benchmark.rounds import Clock, Lap

Array = NDArray[Any]

# Weights (k, d) and intercepts (k,), yielded whenever a look at them is due.
Iterates = Generator[tuple[Array, Array], None, None]

# Nobody may take longer (seconds charged).
LIMIT = 40.0


def reach(
    iterates: Iterates,
    is_there: Callable[[Array, Array], bool],
    limit: float = LIMIT,
    figures: Callable[[Array, Array], dict[str, float]] | None = None,
) -> Lap:
    """Drive `iterates` until `is_there` holds; only the way from one look to the next is charged.

    figures  what to tell of the iterate it ended with, made afterwards
    """
    clock = Clock()
    looks = 0
    reached = False
    last: tuple[Array, Array] | None = None
    with closing(iterates):
        while not reached and clock.seconds < limit:
            with clock:
                iterate = next(iterates, None)
            if iterate is None:
                break
            last, looks = iterate, looks + 1
            reached = is_there(*iterate)
    told = figures(*last) if figures is not None and last is not None else {}
    return Lap(clock.seconds, reached, {"looks": looks, **told})
