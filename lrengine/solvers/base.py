"""What a solver is: `start` once, then `step` at every iteration."""

from __future__ import annotations

from typing import Any, Protocol

from numpy.typing import NDArray

from lrengine.measurement import Measurement
from lrengine.objective import Objective

Array = NDArray[Any]


class Solver(Protocol):
    """Moves θ downhill; the training loop measures, schedules, clips and stops.

    needs_all_rows  works on the gradient of all training rows only
    needs_smooth    cannot take an L1 penalty
    needs_convex    relies on slopes that only rise along a line
    """

    needs_all_rows: bool
    needs_smooth: bool
    needs_convex: bool

    def start(self, theta: Array) -> None:
        """Forget the past: called before the first step, and when the objective has changed."""

    def step(
        self, objective: Objective, theta: Array, gradient: Array, rate: float, share: float = 1.0
    ) -> Measurement | None:
        """Move θ in place, given ∇F there.

        rate    the scheduled learning rate
        share   part of the penalty that this gradient bears (B/n for a batch of a sum, else 1)

        A solver that had to measure the new θ returns what it found and leaves ∇F there in
        `gradient`; others return None. Raises Stalled when no step lowers the objective.
        """


class Stalled(Exception):  # noqa: N818 - reaching the bottom is no error
    """No step lowers the objective any further at this precision."""


def shrink(objective: Objective, theta: Array, step: float | Array) -> None:
    """The proximal step of the objective's L1 penalty on the weights of θ, the intercept left alone."""
    if objective.penalty.l1:
        steps = step if isinstance(step, float) else objective.unpack(step)[0]
        objective.penalty.shrink(objective.unpack(theta)[0], steps)
