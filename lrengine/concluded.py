"""What a run came to: its last and its kept iterate measured, and the model they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lrengine.data.splits import Part
from lrengine.history import COLUMNS, History, Step, finite_or_none
from lrengine.model import Model
from lrengine.prepared import Rows
from lrengine.recipe import Recipe
from lrengine.stopping import Reason
from lrengine.streamed import StreamedRows
from lrengine.training import Training

Array = NDArray[Any]

# Of rows on the disk so many are enough to calibrate by.
MOST_CALIBRATING = 20_000

# What is told of an iterate; the other columns belong to the step that led to it.
FIGURES = tuple(name for name in COLUMNS if name not in ("batch_risk", "step_size", "gradient_norm"))


@dataclass(frozen=True, eq=False)
class Result:
    """A finished run: `final` and `best` are measured on all parts, the test rows included."""

    recipe: Recipe
    history: History
    final: Step
    best: Step
    reason: Reason
    sentence: str
    model: Model

    def to_json(self) -> dict[str, Any]:
        """The contract of `logitlab run --json`."""
        return {
            "recipe": msgspec.to_builtins(self.recipe),
            "iterations": len(self.history) - 1,
            "seconds": self.final.seconds,
            "stopped_because": self.reason,
            "sentence": self.sentence,
            "history": self.history.to_dict(),
            "final": figures_of(self.final),
            "best": figures_of(self.best),
        }


def conclude(recipe: Recipe, rows: Rows, training: Training) -> Result:
    """Measure the last and the kept iterate on every part; patience keeps the best one as the model."""
    final = training.measure_at(training.theta)
    best_row = training.watch.best
    best = final
    if best_row is not None:
        best = training.measure_at(training.best_theta)
        best = msgspec.structs.replace(
            best,
            iteration=best_row.iteration,
            epoch=best_row.epoch,
            seconds=float(training.history.column("seconds")[best_row.iteration]),
        )
    keeps_best = bool(recipe.stopping.patience)
    reached = best if keeps_best else final
    theta = training.best_theta if keeps_best else training.theta
    where = f"{len(rows.train) - rows.added:,} rows of {rows.dataset.name}"
    where += f" and {rows.added:,} generated digits" if rows.added else ""
    test = "" if reached.test_accuracy != reached.test_accuracy else f"; test {reached.test_accuracy:.2%}"
    return Result(
        recipe=recipe,
        history=training.history,
        final=final,
        best=best,
        reason=training.reason or "stopped",
        sentence=training.sentence,
        model=model_of(recipe, rows, training, theta, f"Trained on {where}{test}."),
    )


def model_of(recipe: Recipe, rows: Rows, training: Training, theta: Array, trained_on: str = "") -> Model:
    """The model that θ makes; the arrays are copies."""
    weights, intercept = training.objective.unpack(theta)
    constant = np.zeros(len(weights), weights.dtype) if intercept is None else intercept.copy()
    return Model(rows.features, weights.copy(), constant, rows.class_names, recipe, trained_on)


def with_certainty(model: Model, rows: Rows, cancelled: Callable[[], bool] | None = None) -> Model:
    """The model calibrated on the validation rows, knowing what its training images are like.

    Without validation rows its probabilities stay as trained; points and too few images leave it
    without a measure of familiarity. Takes a second or two; raises Cancelled soon after `cancelled` says so.
    """
    from lrengine.calibration import calibrated
    from lrengine.familiarity_fit import fit_familiarity

    parts, held_out, features = rows.split, rows.split.validation, rows.validation
    if isinstance(features, StreamedRows):
        few = slice(0, MOST_CALIBRATING)
        held_out, features = Part(held_out.inputs[few], held_out.labels[few]), features[few]
    known = fit_familiarity(
        parts.train, parts.validation, rows.dataset.full_scale, len(rows.class_names), cancelled
    )
    return replace(calibrated(model, held_out, features), familiarity=known)


def figures_of(step: Step) -> dict[str, float | None]:
    """A row as `final` and `best` show it; None for what is not finite."""
    return {name: finite_or_none(getattr(step, name)) for name in FIGURES}
