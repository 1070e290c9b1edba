"""The least value of an objective, with a proof of how far from it a point may be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.objective import Objective
from lrengine.penalties import squared_norm
from lrengine.plan import Controls, Plan
from lrengine.solvers import Newton
from lrengine.stopping import Stopping
from lrengine.training import Training

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Optimum:
    """A point near the bottom: F is `value` there, and the least value at most `gap` below.

    gap  infinite without L2, where nothing is known of the distance
    """

    theta: Array
    value: float
    gap: float
    iterations: int
    seconds: float


def gap_bound(objective: Objective, theta: Array, gradient: Array) -> float:
    """A bound on F(θ) − min F from ∇F = (g_W, g_b) at θ alone: ‖g_W‖²/(2c) + ‖g_b‖ ‖b* − b‖.

    The loss is convex and the penalty curved by c, so that for all W′ and b′

        F(W′, b′) ≥ F(θ) + ⟨g_W, W′ − W⟩ + c/2 ‖W′ − W‖² + ⟨g_b, b′ − b⟩,

    whose least value over W′ gives the first term. Intercepts are not penalised: the best ones, b*,
    are counted on to lie within 1 + ‖b‖ of those here. For the log-loss, without L1; infinite for c = 0.
    """
    strength = objective.penalty.curvature
    if not strength:
        return math.inf
    slope, slope_of_intercept = objective.unpack(gradient)
    gap = squared_norm(slope) / (2 * strength)
    intercept = objective.unpack(theta)[1]
    if intercept is not None and slope_of_intercept is not None:
        gap += math.sqrt(squared_norm(slope_of_intercept)) * (1 + math.sqrt(squared_norm(intercept)))
    return gap


def find_optimum(
    objective: Objective,
    *,
    tolerance: float = 1e-4,
    target: float | None = None,
    iterations: int = 500,
    theta: Array | None = None,
) -> Optimum:
    """Minimise by Newton's method from θ, or from zero.

    Ends at the first iterate that is proved to lie within `tolerance` of the least value, as a share of
    F there; or, given a `target`, at the first of F ≤ target·(1 + tolerance). Else it ends where
    rounding lets nothing fall further, or after so many iterations: `value` and `gap` say how far it got.

    Raises LabError for an L1 penalty or a loss that is not convex.
    """
    if objective.penalty.l1 or objective.loss.curvature is None:
        raise LabError(
            "The optimum is sought for the log-loss without L1: set L1 to 0 and the loss to log-loss."
        )
    start = np.zeros(objective.size, objective.dtype) if theta is None else theta
    controls = Controls(learning_rate=1.0, l2=objective.penalty.l2)
    training = Training(objective, Newton(), start, controls, Plan(stopping=Stopping(iterations=iterations)))
    value = gap = math.inf
    for step in training.steps():
        value, gap = step.train_objective, gap_bound(objective, training.theta, training.gradient)
        reached = gap <= tolerance * value if target is None else value <= target * (1 + tolerance)
        if reached:
            break
    return Optimum(training.theta, value, gap, len(training.history) - 1, training.seconds)
