"""Contestants taking turns: times of every round, and ratios within it."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

# Threads of the contestant before may still spin, waiting for more work, and hold up the next one by half:
# those of OpenBLAS do so for some tenth of a second.
PAUSE = 0.2

Role = Literal["ours", "peer", "shown"]


@dataclass(frozen=True)
class Lap:
    """One turn of a contestant.

    seconds  what it is charged with
    reached  False where it ended without reaching the goal of the race
    figures  what else is told of it, such as the accuracy
    """

    seconds: float
    reached: bool = True
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Contestant:
    """Somebody who takes part.

    role  ours is what all are compared with, once in a race; peers count; others are shown beside them
    lap   takes the number of the round, which serves as the seed of whatever is random
    """

    name: str
    role: Role
    lap: Callable[[int], Lap]


@dataclass(frozen=True)
class Entry:
    """A contestant's laps, one a round."""

    name: str
    role: Role
    laps: tuple[Lap, ...]

    @property
    def seconds(self) -> list[float]:
        return [lap.seconds for lap in self.laps]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def reached(self) -> bool:
        """Whether the goal was reached in every round."""
        return all(lap.reached for lap in self.laps)

    def figure(self, name: str) -> float:
        """The median of one figure over the rounds."""
        return statistics.median(lap.figures[name] for lap in self.laps)

    def ratios_to(self, other: Entry) -> list[float]:
        """Its time divided by the other's, round by round."""
        return [mine / its for mine, its in zip(self.seconds, other.seconds, strict=True)]


def race(
    contestants: Sequence[Contestant],
    rounds: int,
    *,
    warm_up: bool = False,
    on_lap: Callable[[], None] | None = None,
) -> tuple[Entry, ...]:
    """Every contestant once a round, in order and then in the opposite order by turns.

    warm_up  run one round more beforehand, which does not count
    on_lap   called after each lap, the warm-up's included
    """
    laps: dict[str, list[Lap]] = {contestant.name: [] for contestant in contestants}
    for number in range(-1 if warm_up else 0, rounds):
        for contestant in contestants if number % 2 == 0 else tuple(reversed(contestants)):
            settle()
            lap = contestant.lap(max(number, 0))
            if number >= 0:
                laps[contestant.name].append(lap)
            if on_lap is not None:
                on_lap()
    return tuple(Entry(one.name, one.role, tuple(laps[one.name])) for one in contestants)


def settle() -> None:
    """Let what the contestant before left behind come to rest."""
    gc.collect()
    time.sleep(PAUSE)


def timed(work: Callable[[], object], repetitions: int = 1) -> Lap:
    """Seconds of one repetition."""
    began = time.perf_counter()
    for _ in range(repetitions):
        work()
    return Lap((time.perf_counter() - began) / repetitions)


class Clock:
    """A clock that runs only inside `with`: what is done between is charged to nobody."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._began
