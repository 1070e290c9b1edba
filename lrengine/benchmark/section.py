"""What one race came to: its entries, its ratios and the limits it is held against."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

from lrengine.benchmark.rounds import Entry


@dataclass(frozen=True)
class Ratio:
    """Somebody's time ÷ ours, round by round; where it did not reach the goal the truth is larger."""

    name: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)


@dataclass(frozen=True)
class Section:
    """A race and what to say of it.

    key         in the JSON
    title       what is measured; `brief` the same in a few words
    notes       sentences below the table: goals, limits, what is charged
    figure      which of the laps' figures the table shows, and how it is written
    highlights  entries whose ratio is told once more at the end; none means the fastest peer
    """

    key: str
    brief: str
    title: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    figure: tuple[str, str] | None = None
    highlights: tuple[str, ...] = ()

    @property
    def ours(self) -> Entry | None:
        """The entry that others are compared with; None where nothing is compared."""
        return next((entry for entry in self.entries if entry.role == "ours"), None)

    def ratio(self, entry: Entry) -> Ratio | None:
        """The entry's time ÷ ours; None for ourselves and where we did not get there."""
        ours = self.ours
        if ours is None or entry is ours or not ours.reached:
            return None
        return Ratio(entry.name, tuple(entry.ratios_to(ours)))

    @property
    def best(self) -> Ratio | None:
        """The ratio of the fastest peer that reached the goal, by its median; None if none did."""
        peers = [entry for entry in self.entries if entry.role == "peer" and entry.reached]
        return self.ratio(min(peers, key=lambda entry: entry.median)) if peers else None

    @property
    def told(self) -> tuple[Ratio, ...]:
        """The ratios that the end of the report repeats."""
        if not self.highlights:
            return () if self.best is None else (self.best,)
        chosen = [self.ratio(entry) for entry in self.entries if entry.name in self.highlights]
        return tuple(ratio for ratio in chosen if ratio is not None)

    def to_json(self) -> dict[str, Any]:
        best = self.best
        return {
            "key": self.key,
            "title": self.title,
            "notes": list(self.notes),
            "fastest_peer_over_ours": None if best is None else _ratio(best),
            "entries": [
                {
                    "name": entry.name,
                    "role": entry.role,
                    "reached": entry.reached,
                    "median": entry.median,
                    "seconds": entry.seconds,
                    "figures": [dict(lap.figures) for lap in entry.laps],
                    "over_ours": _ratio(self.ratio(entry)),
                }
                for entry in self.entries
            ],
        }


def _ratio(ratio: Ratio | None) -> dict[str, Any] | None:
    if ratio is None:
        return None
    return {"name": ratio.name, "median": ratio.median, "rounds": list(ratio.rounds)}
