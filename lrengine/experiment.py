"""From a recipe to a run ready to start: the only module that knows both settings and numerics."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lrengine import recipe as declared
from lrengine.concluded import FIGURES, Result, conclude, figures_of, model_of, with_certainty
from lrengine.data.dataset import Dataset
from lrengine.data.splits import Part
from lrengine.errors import LabError
from lrengine.history import Step
from lrengine.model import logit_rows, loss_of
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.per_sample import PerSample
from lrengine.prepared import Rows, load_dataset, prepare, row_settings, source_settings
from lrengine.recipe import Recipe
from lrengine.schedules import schedule
from lrengine.settings import find_setting
from lrengine.solvers import LBFGS, Adam, GradientDescent, Newton, Solver
from lrengine.stopping import Stopping
from lrengine.streamed import StreamedRows
from lrengine.threads import Workers, one_blas_thread
from lrengine.training import Controls, Plan, Training

if TYPE_CHECKING:
    from lrengine.partitions import Cluster

__all__ = [
    "FIGURES", "Result", "Rows", "check_shared", "conclude", "controls_of", "figures_of", "load_dataset",
    "make_solver", "model_of", "prepare", "row_settings", "run", "source_settings", "start", "with_certainty",
]  # fmt: skip

Array = NDArray[Any]

# A batch's features are in memory all at once.
LARGEST_BATCH = 32_768


def run(
    recipe: Recipe,
    dataset: Dataset | None = None,
    on_step: Callable[[Step], None] | None = None,
    progress: Callable[[float], None] | None = None,
    *,
    certain: bool = False,
    scheduler: str = "",
) -> Result:
    """Run a recipe from its data to its end.

    scheduler  address of a Dask cluster whose workers add up the objective, see `SharedObjective`
    certain  make the model tell how sure it may be, too: see `with_certainty`
    """
    dataset = dataset or load_dataset(recipe, progress)
    rows = prepare(recipe, dataset)
    workers = Workers(recipe.run.threads)
    with contextlib.ExitStack() as stack:
        stack.callback(workers.close)
        cluster = stack.enter_context(_cluster_at(scheduler)) if scheduler else None
        # Held once for the run: to take it anew for every iteration costs as much as a small gradient.
        stack.enter_context(one_blas_thread())
        training = start(recipe, rows, workers, cluster=cluster)
        for step in training.steps():
            if on_step is not None:
                on_step(step)
        result = conclude(recipe, rows, training)
    return replace(result, model=with_certainty(result.model, rows)) if certain else result


def start(
    recipe: Recipe,
    rows: Rows,
    workers: Workers | None = None,
    theta: Array | None = None,
    cluster: Cluster | None = None,
) -> Training:
    """A training at row 0; impossible pairs of settings fail here, by name.

    theta    where to start instead of the recipe's start, to branch from another run
    cluster  whose workers add up the objective
    """
    loss, k = loss_of(recipe), logit_rows(recipe, len(rows.class_names))
    settings = recipe.objective
    workers = workers or Workers(recipe.run.threads)
    penalty = Penalty(settings.l1, settings.l2, settings.l2_convention, len(rows.train))

    if cluster is not None:
        check_shared(recipe)
    by_row = recipe.solver.gradient == "per-sample"

    def objective(features: Array, part: Part) -> Objective | None:
        if not len(part):
            return None
        return _kind_of_objective(cluster, by_row and part is rows.split.train)(
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

    if isinstance(rows.train, StreamedRows) and recipe.solver.batch_size > LARGEST_BATCH:
        raise LabError(
            f"A batch of images on the disk has {LARGEST_BATCH:,} rows at most: "
            "set solver.batch_size to fewer, or to 0 for all rows."
        )
    training = objective(rows.train, rows.split.train)
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


def _kind_of_objective(cluster: Cluster | None, by_row: bool) -> Callable[..., Objective]:
    if cluster is None:
        return PerSample if by_row else Objective
    from lrengine.partitions import SharedObjective

    return functools.partial(SharedObjective, cluster)


def _cluster_at(scheduler: str) -> AbstractContextManager[Cluster]:
    from lrengine.partitions import partitioned

    return partitioned(scheduler)


def check_shared(recipe: Recipe) -> None:
    """Raise a LabError for settings with which a cluster cannot add up the objective."""
    if recipe.solver.batch_size:
        raise LabError("A cluster adds up all rows at each step: set solver.batch_size to 0.")
    if recipe.solver.gradient == "per-sample":
        raise LabError("A cluster adds up blocks of rows: set solver.gradient to vectorised.")
    if recipe.solver.name == "newton":
        raise LabError(
            "A cluster does not share Newton's search for the curvature: set solver.name to lbfgs, which "
            "reaches the same optimum."
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
