"""Logit Lab's own part: the ordinary training loop with the settings that suit each race best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.benchmark.reach import Iterates
from lrengine.experiment import Rows, start
from lrengine.lockstep import groups, steps_together
from lrengine.recipe import Recipe
from lrengine.settings import change
from lrengine.threads import Workers, one_blas_thread

Array = NDArray[Any]

# The solver that goes for the optimum of all rows.
OPTIMUM_SOLVER = "newton"
# Rows of training data are not measured on the way: a full batch is anyway, a small one has no need to.
_RARELY = {"evaluation.every": 1_000_000}


def settings_to_optimum(l2: float, iterations: int) -> dict[str, Any]:
    """Full batch with the solver made for it."""
    return _RARELY | {
        "solver.name": OPTIMUM_SOLVER, "objective.l2": l2, "objective.l2_convention": "half",
        "stopping.iterations": iterations,
    }  # fmt: skip


def iterates(recipe: Recipe, rows: Rows, changes: Mapping[str, Any], every: int, threads: int) -> Iterates:
    """A run as it goes anywhere else, with a look every `every` updates; row 0 is measured and charged."""
    workers = Workers(threads)
    try:
        with one_blas_thread():
            training = start(change(recipe, {**_RARELY, **changes}), rows, workers)
            for step in training.steps():
                if step.iteration and step.iteration % every == 0:
                    weights, intercept = training.objective.unpack(training.theta)
                    yield weights, np.zeros(len(weights), weights.dtype) if intercept is None else intercept
    finally:
        workers.close()


def train(recipe: Recipe, rows: Rows, changes: Mapping[str, Any], workers: Workers) -> Array:
    """Run to the end; θ."""
    with one_blas_thread():
        training = start(change(recipe, {**_RARELY, **changes}), rows, workers)
        for _ in training.steps():
            pass
    return training.theta


def train_together(recipes: Sequence[Recipe], rows: Rows, workers: Workers) -> list[Array]:
    """Runs that share their rows, one matrix product for all; their θ."""
    trainings = [start(recipe, rows, workers) for recipe in recipes]
    for group in groups(trainings):
        for _ in steps_together(group):
            pass
    return [training.theta for training in trainings]


def train_side_by_side(recipes: Sequence[Recipe], rows: Rows, threads: int) -> list[Array]:
    """As many at a time as there are threads, one thread each; their θ."""
    with one_blas_thread(), ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda recipe: train(recipe, rows, {}, Workers(1)), recipes))
