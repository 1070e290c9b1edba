"""What went wrong with a run, and what to change: one sentence or two, and only what is true of it.

Source of the list of faults and cures: "Logistic Regression for MNIST", section 8.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lrengine.objective import Objective
from lrengine.solvers import Adam
from lrengine.steepness import curvature_bound

if TYPE_CHECKING:
    from lrengine.training import Training

Array = NDArray[Any]

# Features beyond this leave only tiny steps; unit and normalised pixels stay below it.
LARGE_INPUT = 16.0
# A risk within this share of the start's has not moved.
STILL = 0.01
_ROWS_AT_ONCE = 2048
# Of more rows some are looked at, that a run which takes long is not followed by advice that takes longer:
# so many stretches of neighbours, evenly spread, with so many entries in all at most.
MOST_ROWS, STRETCHES, NEIGHBOURS = 100_000, 64, 256
MOST_ENTRIES = 16_000_000


def unusable_start(training: Training) -> str:
    """Why the risk at row 0 is no number."""
    objective = training.objective
    if not _is_finite(objective):
        return _unusable_inputs(objective)
    if not np.isfinite(training.theta).all():
        return "The weights to start from are not all finite: choose another start."
    return (
        f"The start lies so far out that the risk is beyond the range of {objective.dtype}: start from zero "
        "(solver.start), or from smaller weights (solver.start_scale)."
    )


def divergence(training: Training, risk: float) -> str:
    """Why a run blew up, and which step would work.

    Full-batch descent without momentum falls below 2/L, and 1/L is advised; with momentum, too. A
    batch may curve more than all rows do: half of that, with B/n of L where its losses are added up.
    Adam moves each weight by about η whatever the gradient, and so a logit by about η‖x‖₁, which is
    advised to be 1. Beyond 100,000 rows L and ‖x‖₁ are those of some of them, which the text says
    where it makes a promise of L.
    """
    objective, solver, rate = training.objective, training.solver, training.controls.learning_rate
    if not _is_finite(objective):
        return _unusable_inputs(objective)
    grown = f"grew to {risk:.3g}" if math.isfinite(risk) else "left the range of numbers"
    what = f"The risk {grown} at iteration {len(training.history):,}: "
    if solver.needs_all_rows:
        return f"{what}scale the inputs (data.scale), or calculate in float64 (run.dtype)."
    sample, batch = _sample(objective), training.batch_size
    bound = curvature_bound(objective, sample)
    looked_at = objective.features if sample is None else sample
    what += f"a learning rate of {rate:g} is too large{_for_what(training, bound, looked_at)}. "
    if isinstance(solver, Adam):
        lower = min(1 / _mean_length(looked_at, objective.intercept), rate / 10)
        return f"{what}Adam moves each weight by about the rate, however short the gradient; try {lower:.1g}."
    if bound is None:
        curvature = objective.penalty.curvature
        lower = min(rate / 10, 1 / curvature if curvature else math.inf)
        return f"{what}This loss is not convex, and no step is sure to fall; try {lower:.1g}."
    if batch:
        if objective.reduction == "sum":
            bound *= batch / objective.n
        lower = min(0.5 / bound, rate / 2)
        return f"{what}With batches of {batch:,} rows no step is sure to fall; try {lower:.2g}."
    plain = "" if not getattr(solver, "momentum", 0.0) else " without momentum"
    if sample is not None:
        return (
            f"{what}Judging by {len(sample):,} of the rows, full-batch descent{plain} falls below "
            f"2/L ≈ {2 / bound:.2g}; try {1 / bound:.2g}."
        )
    return (
        f"{what}Full-batch descent{plain} is sure to fall below 2/L = {2 / bound:.3g}; try {1 / bound:.2g}."
    )


def no_better_than_guessing(training: Training) -> str:
    """What to change after a run whose model reads no more training rows than naming always the commonest
    class would; "" for any other run."""
    objective, history = training.objective, training.history
    best = training.watch.best
    keeps_best = training.plan.stopping.patience and best is not None
    accuracy = best.train_accuracy if keeps_best and best else history.last("train_accuracy")
    guessing = np.bincount(objective.labels).max() / objective.n
    if len(history) < 2 or not accuracy <= guessing:
        return ""
    if objective.counted == "logits":
        return "The accuracy compares labels with logits: set evaluation.accuracy to predictions."
    said = f"It reads no more than guessing would ({guessing:.1%})"
    first, last = history.column("train_risk")[0], history.last("train_risk")
    if history.last("weight_norm") == 0.0 and objective.penalty.l1:
        return f"{said}, as L1 holds all weights at zero: lower it."
    if last > first:
        return f"{said}, and the risk has risen: lower the learning rate, or look at the labels."
    if last > (1 - STILL) * first:
        return f"{said}, and the risk has hardly moved: raise the learning rate or allow more iterations."
    return f"{said}: look at the labels and at the features."


def _for_what(training: Training, bound: float | None, looked_at: Array) -> str:
    """What makes L large, where something does."""
    objective, causes = training.objective, []
    curvature, rate = objective.penalty.curvature, training.controls.learning_rate
    # Beyond 2/c the penalty alone makes the weights leap; it is no news where the loss leaps far sooner.
    leaps = rate * curvature > 2 and (bound is None or curvature > bound / 10)
    if leaps or (bound is not None and curvature > bound / 2):
        return f" for an L2 of {objective.penalty.l2:g}"
    if objective.reduction == "sum":
        causes.append(f"losses added up over {training.batch_size or objective.n:,} rows")
    largest = max(float(np.abs(x).max()) for x in _pieces(looked_at))
    if largest > LARGE_INPUT:
        reach = "up to" if len(looked_at) == objective.n else "as large as"
        causes.append(f"inputs {reach} {largest:.3g} (see data.scale)")
    return f" for {' and '.join(causes)}" if causes else ""


def _unusable_inputs(objective: Objective) -> str:
    return (
        f"Some inputs are beyond the range of {objective.dtype}: scale them (data.scale), mend the file, or "
        "calculate in float64 (run.dtype)."
    )


def _sample(objective: Objective) -> Array | None:
    """Some of many rows, (m, d); None where all of them can be looked at."""
    if objective.n <= MOST_ROWS:
        return None
    together = min(NEIGHBOURS, max(1, MOST_ENTRIES // (STRETCHES * objective.d)))
    begins = [(objective.n - together) * i // (STRETCHES - 1) for i in range(STRETCHES)]
    return np.concatenate([objective.features[begin : begin + together] for begin in begins])


def _mean_length(features: Array, with_ones: bool) -> float:
    """The mean of ‖x̃‖₁ over the rows, x̃ being x with the intercept's 1."""
    total = sum(float(np.abs(x).sum(dtype=np.float64)) for x in _pieces(features))
    return max(total / len(features) + (1 if with_ones else 0), float(np.finfo(np.float32).tiny))


def _is_finite(objective: Objective) -> bool:
    return objective.source.finite or all(np.isfinite(x).all() for x in _pieces(objective.features))


def _pieces(features: Array) -> Iterator[Array]:
    return (features[a : a + _ROWS_AT_ONCE] for a in range(0, len(features), _ROWS_AT_ONCE))
