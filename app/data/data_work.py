"""Work done beside the window, as plain functions: load and prepare rows, find the optimum."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.background import Asked, Report, Work
from app.data.loops_ahead import LoopsAhead
from lrengine.data.dataset import Dataset
from lrengine.data.fitting import rows_in_words, with_possible_rows
from lrengine.data.mnist import download_mnist
from lrengine.data.stored import StoredImages
from lrengine.errors import Cancelled, LabError
from lrengine.experiment import Rows, load_dataset, prepare, source_settings, start
from lrengine.optimum import gap_bound
from lrengine.recipe import Recipe
from lrengine.settings import change, find_setting
from lrengine.steepness import loss_curvature_bound
from lrengine.threads import Workers

# The distance to the optimum is certified below this share of the risk, finer than a curve's pixel.
OPTIMUM_TOLERANCE = 1e-4
OPTIMUM_ITERATIONS = 500


@dataclass(frozen=True, eq=False)
class DataReady:
    """Rows for the next run, and the mean image of each class (classes, height, width), 0 to 1.

    sentence  what had to be changed in the settings to make rows of such data
    """

    recipe: Recipe
    rows: Rows
    means: NDArray[np.float32] | None
    sentence: str = ""


@dataclass(frozen=True, eq=False)
class Optimum:
    """What is known of an objective: the loss's part of L, and its least value once found.

    Of a loss that is not convex neither is known.
    """

    rows: Rows
    loss_curvature: float | None
    value: float | None


def data_work(recipe: Recipe, loaded: Dataset | None, loaded_for: Recipe | None) -> Work:
    """Load the recipe's data unless `loaded` is it already, and prepare its rows."""
    is_loaded = loaded_for is not None and source_settings(recipe) == source_settings(loaded_for)

    def work(report: Report, cancelled: Asked) -> DataReady:
        dataset = loaded if is_loaded else None
        if dataset is None:
            with LoopsAhead(recipe, report, cancelled) as ahead:
                dataset = load_dataset(recipe, ahead.report, cancelled)
        if cancelled():
            raise Cancelled
        if isinstance(dataset.inputs, StoredImages):
            raise LabError(
                f"The images of {dataset.name} stay on the disk, where only `logitlab run` trains from: "
                "set Images kept to In memory if they fit there."
            )
        served = with_possible_features(with_known_classes(recipe, dataset), dataset)
        if not is_loaded:
            # Data that are here already were asked for other rows: what they cannot give is refused.
            served = with_possible_rows(served, dataset)
        rows = prepare(served, dataset, cancelled)
        return DataReady(served, rows, class_means(rows), _what_changed(recipe, served))

    return work


def with_known_classes(recipe: Recipe, dataset: Dataset) -> Recipe:
    """The recipe, or where its classes are not among the data's, one for the first two or for all."""
    names, task = dataset.class_names, recipe.task
    is_undecided = task.kind == "binary" and not task.classes and len(names) > 2
    if not is_undecided and all(str(name) in names for name in task.classes):
        return recipe
    return change(recipe, {"task.classes": names[:2] if recipe.task.kind == "binary" else ()})


def with_possible_features(recipe: Recipe, dataset: Dataset) -> Recipe:
    """The recipe, or where its features cannot be made of such data, one of plain values."""
    of_images, of_points = ("deskewed", "histograms"), ("polynomial",)
    impossible = of_points if dataset.has_images else of_images
    return change(recipe, {"features.kind": "pixels"}) if recipe.features.kind in impossible else recipe


def _what_changed(asked: Recipe, served: Recipe) -> str:
    said = []
    if asked.features != served.features:
        was = find_setting("features.kind").title_of(asked.features.kind)
        said.append(f"{was} cannot be made of this data, so the features are plain values now.")
    if asked.task.classes != served.task.classes:
        names = " and ".join(map(str, served.task.classes)) or "all its classes"
        said.append(f"This data has other classes, so the task is {names} now.")
    return " ".join(filter(None, [*said, rows_in_words(asked, served)]))


def download_work(recipe: Recipe) -> Work:
    """Fetch MNIST, then prepare its rows as `recipe` asks."""

    def work(report: Report, cancelled: Asked) -> DataReady:
        def count(done: int, total: int) -> None:
            report(done / max(total, 1))

        download_mnist(progress=count, cancelled=cancelled)
        ready: DataReady = data_work(recipe, None, None)(report, cancelled)
        return ready

    return work


def class_means(rows: Rows) -> NDArray[np.float32] | None:
    """The mean training image of each class as a share of full ink; None for points."""
    part = rows.split.train
    if part.inputs.ndim != 3:
        return None
    means = np.zeros((len(rows.class_names), *part.inputs.shape[1:]), np.float32)
    for label in range(len(means)):
        chosen = part.labels == label
        if chosen.any():
            means[label] = part.inputs[chosen].mean(axis=0, dtype=np.float32)
    means /= rows.dataset.full_scale
    means.setflags(write=False)
    return means


def bound_work(recipe: Recipe, rows: Rows) -> Work:
    """Bound the loss's curvature, from which the largest stable step 2/L follows."""

    def work(report: Report, cancelled: Asked) -> Optimum:
        objective = start(recipe, rows, Workers(1)).objective
        return Optimum(rows, loss_curvature_bound(objective), None)

    return work


def optimum_work(recipe: Recipe, known: Optimum, is_busy: Callable[[], bool]) -> Work:
    """Find the least value of the objective by Newton's method, where it has one; `gap_bound` certifies it.

    Without L2 separable classes have no optimum, L1 has corners, and a loss that is not convex may
    rest anywhere: no value is given.

    While the machine is busy with a run it rests three quarters of the time. A lower priority for
    the thread would not do: holding the interpreter's lock while it waits for a core, it would
    halt the window and the run.
    """

    def work(report: Report, cancelled: Asked) -> Optimum:
        if known.loss_curvature is None:
            return known
        training = start(change(recipe, _LEAST_VALUE), known.rows, Workers(1))
        training.validation = training.test = None
        if not recipe.objective.l2 or recipe.objective.l1:
            return known
        began = time.perf_counter()
        for step in training.steps():
            if cancelled():
                raise Cancelled
            if is_busy():
                time.sleep(3 * (time.perf_counter() - began))
            began = time.perf_counter()
            gap = gap_bound(training.objective, training.theta, training.gradient)
            if gap <= OPTIMUM_TOLERANCE * step.train_objective:
                return replace(known, value=step.train_objective)
        return known

    return work


_LEAST_VALUE = {
    "solver.name": "newton",
    "solver.batch_size": 0,
    "solver.gradient": "vectorised",
    "solver.start": "zero",
    "objective.l1": 0.0,
    "stopping.iterations": OPTIMUM_ITERATIONS,
    "stopping.epochs": 0.0,
    "stopping.seconds": 0.0,
    "stopping.gradient_norm": 0.0,
    "stopping.patience": 0,
}
