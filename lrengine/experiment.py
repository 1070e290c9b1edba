"""From a recipe to a run ready to start: the only module that knows both settings and numerics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lrengine import recipe as declared
from lrengine.data.catalog import load
from lrengine.data.dataset import Dataset
from lrengine.data.splits import Part, Split, split
from lrengine.errors import LabError
from lrengine.features import Features, make_features
from lrengine.history import History, Step, finite_or_none
from lrengine.model import Model, logit_rows, loss_of
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.per_sample import PerSample
from lrengine.recipe import Recipe
from lrengine.schedules import schedule
from lrengine.settings import find_setting
from lrengine.solvers import LBFGS, Adam, GradientDescent, Newton, Solver
from lrengine.stopping import Reason, Stopping
from lrengine.threads import Workers
from lrengine.training import Controls, Plan, Training

Array = NDArray[Any]

# What is told of an iterate; the other columns belong to the step that led to it.
FIGURES = tuple(
    name for name in Step.__dataclass_fields__ if name not in ("batch_risk", "step_size", "gradient_norm")
)


@dataclass(frozen=True, eq=False, repr=False)
class Rows:
    """Everything of a run that depends on the data alone, so that runs may share it.

    added  how many of the training rows, the last ones, are generated digits that joined the data's own
    """

    settings: tuple[Any, ...]
    dataset: Dataset
    split: Split
    features: Features
    train: Array
    validation: Array
    test: Array
    added: int = 0

    def serve(self, recipe: Recipe) -> bool:
        """True if a run of `recipe` would be trained on just these rows."""
        return self.settings == row_settings(recipe)

    @property
    def class_names(self) -> tuple[str, ...]:
        return self.split.class_names


def load_dataset(
    recipe: Recipe,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Dataset:
    """The data a recipe names."""
    data = recipe.data
    return load(
        data.name,
        path=data.path,
        seed=recipe.run.seed,
        points=data.points,
        noise=data.noise,
        placed=data.placed,
        progress=progress,
        cancelled=cancelled,
    )


def source_settings(recipe: Recipe) -> tuple[Any, ...]:
    """The settings that decide which dataset is loaded; recipes equal in them may share it."""
    data, seed = recipe.data, recipe.run.seed
    match data.name:
        case "mnist" | "digits8":
            return (data.name,)
        case "generated":
            return data.name, seed
        case "blobs" | "moons":
            return data.name, seed, data.points, data.noise
        case "classification":
            return data.name, seed, data.points
        case "points":
            return data.name, data.placed
        case "file":
            return data.name, data.path


def prepare(recipe: Recipe, dataset: Dataset) -> Rows:
    """Split the data and turn it into features; raises LabError where recipe and data disagree."""
    data, kind = recipe.data, recipe.task.kind
    parts = split(
        dataset,
        classes=recipe.task.classes,
        train=data.train,
        validation=data.validation,
        test=data.test,
        order=data.order,
        label_noise=data.label_noise,
        seed=recipe.run.seed,
    )
    if kind == "binary" and len(parts.class_names) != 2:
        raise LabError(
            f"A task of two classes needs just two, not {len(parts.class_names)}: "
            "set task.classes, as in [3, 5]."
        )
    own = len(parts.train)
    if data.added:
        from lrengine.data.added import with_generated

        parts = with_generated(parts, dataset, data.added, recipe.run.seed)
    features = make_features(recipe, dataset, parts.train.inputs)
    dtype = np.dtype(recipe.run.dtype)

    def rows(part: Part) -> Array:
        return features.transform(part.inputs, dtype)

    return Rows(
        settings=row_settings(recipe),
        dataset=dataset,
        split=parts,
        features=features,
        train=rows(parts.train),
        validation=rows(parts.validation),
        test=rows(parts.test),
        added=len(parts.train) - own,
    )


def start(recipe: Recipe, rows: Rows, workers: Workers | None = None, theta: Array | None = None) -> Training:
    """A training at row 0; impossible pairs of settings fail here, by name.

    theta  where to start instead of the recipe's start, to branch from another run
    """
    loss, k = loss_of(recipe), logit_rows(recipe, len(rows.class_names))
    settings = recipe.objective
    workers = workers or Workers(recipe.run.threads)
    penalty = Penalty(settings.l1, settings.l2, settings.l2_convention, len(rows.train))

    def objective(features: Array, part: Part, kind: type[Objective] = Objective) -> Objective | None:
        if not len(part):
            return None
        return kind(
            features,
            part.labels,
            loss,
            k,
            penalty=penalty,
            intercept=recipe.task.intercept,
            reduction=settings.reduction,
            counted=recipe.evaluation.accuracy,
            workers=workers,
        )

    by_row = recipe.solver.gradient == "per-sample"
    training = objective(rows.train, rows.split.train, PerSample if by_row else Objective)
    assert training is not None
    if theta is not None and len(theta) != training.size:
        raise LabError(
            f"A run of {len(theta):,} weights cannot go on as one of {training.size:,}: "
            "choose the classes and features that it had."
        )
    if theta is None:
        theta = _first_theta(recipe.solver, training.size, recipe.run.seed, training.dtype)
    return Training(
        training,
        make_solver(recipe),
        theta,
        controls_of(recipe),
        _plan(recipe),
        validation=objective(rows.validation, rows.split.validation),
        test=objective(rows.test, rows.split.test),
        rng=np.random.default_rng([recipe.run.seed, 5]),
    )


def controls_of(recipe: Recipe) -> Controls:
    """The recipe's live settings."""
    return Controls(
        recipe.solver.learning_rate, recipe.objective.l1, recipe.objective.l2, recipe.evaluation.reveal_test
    )


def make_solver(recipe: Recipe) -> Solver:
    """The recipe's solver; raises LabError where it cannot work on the recipe's objective."""
    settings = recipe.solver
    solver: Solver
    match settings.name:
        case "gradient-descent":
            solver = GradientDescent()
        case "momentum" | "nesterov":
            solver = GradientDescent(settings.momentum, nesterov=settings.name == "nesterov")
        case "adam":
            solver = Adam()
        case "lbfgs":
            solver = LBFGS()
        case "newton":
            solver = Newton()
    title = find_setting("solver.name").title_of(settings.name)
    if solver.needs_all_rows and settings.batch_size:
        raise LabError(
            f"{title} takes all rows at each step: set the batch size to 0, or choose gradient descent."
        )
    if solver.needs_smooth and recipe.objective.l1:
        raise LabError(
            f"{title} cannot take an L1 penalty, which has corners: set L1 to 0, or choose gradient descent."
        )
    if solver.needs_convex and recipe.objective.loss != "log-loss":
        raise LabError(
            f"{title} relies on a convex objective, which only the log-loss makes: set the loss to "
            "log-loss, or choose gradient descent."
        )
    if settings.gradient == "per-sample" and recipe.objective.loss != "log-loss":
        raise LabError(
            "The gradient row by row is written for the log-loss: set the loss to log-loss, or the gradient "
            "to vectorised."
        )
    return solver


def model_of(recipe: Recipe, rows: Rows, training: Training, theta: Array, trained_on: str = "") -> Model:
    """The model that θ makes; the arrays are copies."""
    weights, intercept = training.objective.unpack(theta)
    constant = np.zeros(len(weights), weights.dtype) if intercept is None else intercept.copy()
    return Model(rows.features, weights.copy(), constant, rows.class_names, recipe, trained_on)


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


def run(
    recipe: Recipe,
    dataset: Dataset | None = None,
    on_step: Callable[[Step], None] | None = None,
    progress: Callable[[float], None] | None = None,
    *,
    certain: bool = False,
) -> Result:
    """Run a recipe from its data to its end.

    certain  make the model tell how sure it may be, too: see `with_certainty`
    """
    dataset = dataset or load_dataset(recipe, progress)
    rows = prepare(recipe, dataset)
    workers = Workers(recipe.run.threads)
    try:
        training = start(recipe, rows, workers)
        for step in training.steps():
            if on_step is not None:
                on_step(step)
        result = conclude(recipe, rows, training)
    finally:
        workers.close()
    return replace(result, model=with_certainty(result.model, rows)) if certain else result


def with_certainty(model: Model, rows: Rows) -> Model:
    """The model calibrated on the validation rows, knowing what its training images are like.

    Without validation rows its probabilities stay as trained; points and too few images leave it
    without a measure of familiarity. Takes a second or two.
    """
    from lrengine.calibration import calibrated
    from lrengine.familiarity import fit_familiarity

    parts = rows.split
    known = fit_familiarity(parts.train, parts.validation, rows.dataset.full_scale, len(rows.class_names))
    return replace(calibrated(model, parts.validation, rows.validation), familiarity=known)


def conclude(recipe: Recipe, rows: Rows, training: Training) -> Result:
    """Measure the last and the kept iterate on every part; patience keeps the best one as the model."""
    final = training.measure_at(training.theta)
    best_row = training.watch.best
    best = final
    if best_row is not None:
        best = training.measure_at(training.best_theta)
        clock = float(training.history.column("seconds")[best_row.iteration])
        best = replace(best, iteration=best_row.iteration, epoch=best_row.epoch, seconds=clock)
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


def row_settings(recipe: Recipe) -> tuple[Any, ...]:
    """The settings that decide which rows a run learns from; recipes equal in them may share rows.

    The seed is one of them only where it draws the data, the rows, their wrong labels or features.
    """
    data, features = recipe.data, recipe.features
    draws = data.name in ("generated", "blobs", "moons", "classification") or features.kind == "fourier"
    is_seeded = draws or data.added > 0 or data.order != "file" or data.label_noise > 0
    # One row and a share of 1.0 are equal numbers, and different amounts.
    kinds = type(data.train), type(data.validation), type(data.test)
    return data, kinds, recipe.task, features, recipe.run.seed if is_seeded else None, recipe.run.dtype


def _plan(recipe: Recipe) -> Plan:
    solver, limits = recipe.solver, recipe.stopping
    return Plan(
        batch_size=solver.batch_size,
        clip=solver.clip,
        schedule=schedule(solver.schedule, solver.schedule_epochs, solver.schedule_factor),
        stopping=Stopping(**msgspec.structs.asdict(limits)),
        evaluate_every=recipe.evaluation.every,
    )


def _first_theta(settings: declared.Solver, size: int, seed: int, dtype: Any) -> Array:
    if settings.start == "zero":
        return np.zeros(size, dtype)
    rng = np.random.default_rng([seed, 4])
    return (settings.start_scale * rng.standard_normal(size)).astype(dtype)


def figures_of(step: Step) -> dict[str, float | None]:
    """A row as `final` and `best` show it; None for what is not finite."""
    return {name: finite_or_none(getattr(step, name)) for name in FIGURES}
