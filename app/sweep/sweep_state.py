"""How far a sweep has come, in numbers and in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from app.sweep.sweep_words import seconds_text
from lrengine.history import History
from lrengine.recipe import Recipe

Phase = Literal["idle", "running", "cancelled", "finished"]
# Earlier than this nothing sensible can be said about the end.
_TOO_EARLY = 0.7


@dataclass(frozen=True)
class SweepState:
    """`done` of `total` cells have ended; `seconds_left` is None where it cannot be told yet.

    stopping   cancelled, but the iteration under way is not over
    preparing  the data are being read
    """

    phase: Phase = "idle"
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    seconds_left: float | None = None
    stopping: bool = False
    preparing: bool = False

    def words(self) -> str:
        """ "7 of 21, 12 s left", "21 of 21 in 34 s", "7 of 21, cancelled"."""
        count = f"{self.done} of {self.total}"
        match self.phase:
            case "idle":
                return ""
            case "running" if self.stopping:
                return f"{count}, stopping…"
            case "running" if self.preparing:
                return f"{count}, reading the data…"
            case "running":
                left = self.seconds_left
                return count if left is None else f"{count}, {seconds_text(max(left, 1.0))} left"
            case "cancelled":
                return f"{count}, cancelled"
            case "finished":
                return f"{count} in {seconds_text(self.seconds)}"


def share_done(recipe: Recipe, history: History | None) -> float:
    """About how much of a run is behind it, 0 to 1, by the limit that it will reach first."""
    if history is None or not len(history):
        return 0.0
    limits = recipe.stopping
    reached = (
        ("iteration", limits.iterations),
        ("epoch", limits.epochs),
        ("seconds", limits.seconds),
    )
    shares = [float(history.column(name)[-1]) / limit for name, limit in reached if limit]
    return min(max(shares, default=0.0), 1.0)


def seconds_left(seconds: float, behind: float, ahead: float) -> float | None:
    """What `ahead` runs may take if `behind` runs took so long; None while it is too early to tell."""
    if seconds < _TOO_EARLY or behind <= 0:
        return None
    left = seconds * ahead / behind
    return left if math.isfinite(left) else None
