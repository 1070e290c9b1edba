"""How a run goes: settings that are fixed at its start, and those that may change under way."""

from __future__ import annotations

from dataclasses import dataclass, field

from lrengine.schedules import Schedule, schedule
from lrengine.stopping import Stopping


@dataclass
class Controls:
    """Settings that may be changed while the run goes on; each iteration reads them afresh."""

    learning_rate: float
    l1: float = 0.0
    l2: float = 0.0
    reveal_test: bool = False


@dataclass(frozen=True)
class Plan:
    """How a run goes: everything beside the objective, the solver and the start.

    batch_size      rows behind each step; 0 takes all
    clip            longest gradient allowed, 0 for any
    evaluate_every  iterations between evaluations; 0 is every full-batch step, ten times an epoch else
    """

    batch_size: int = 0
    clip: float = 0.0
    schedule: Schedule = field(default_factory=lambda: schedule("constant"))
    stopping: Stopping = field(default_factory=Stopping)
    evaluate_every: int = 0
