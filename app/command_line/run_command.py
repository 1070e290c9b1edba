"""`logitlab run`: a recipe from its data to its figures."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from app.command_line.output import UsageError, as_usage, bar, check_target, write_json
from lrengine.data.dataset import Dataset
from lrengine.data.fitting import ROW_KEYS, rows_in_words, with_possible_rows
from lrengine.data.reading import is_folder
from lrengine.errors import LabError
from lrengine.experiment import Result, check_shared, load_dataset, make_solver
from lrengine.experiment import run as run_recipe
from lrengine.history import Step
from lrengine.recipe import Recipe, Stopping, Sweep
from lrengine.recipe_files import find_recipe
from lrengine.settings import change, parse_assignment
from lrengine.sweep.cells import cells_of
from lrengine.sweep.cluster import check_address


def run(arguments: argparse.Namespace) -> int:
    """Train, write what was asked for and print a summary; a diverged run writes its JSON and fails."""
    recipe = chosen_recipe(arguments.recipe, arguments.changes)
    check_target(arguments.json)
    check_model(arguments.save)
    if recipe.sweep.has_several and arguments.scheduler:
        raise UsageError(
            "This recipe has several runs: use `logitlab sweep` with --backend dask for a run on each worker."
        )
    if recipe.sweep.has_several:
        from app.command_line.sweep_command import run_sweep

        return run_sweep(
            recipe,
            json=arguments.json,
            save=arguments.save,
            quiet=arguments.quiet,
            adapts=has_other_data(arguments.changes),
        )
    if arguments.scheduler:
        with as_usage():
            check_address(arguments.scheduler)
            check_shared(recipe)
    with bar(f"Loading {recipe.data.name}", arguments.quiet) as loading:
        dataset = load_dataset(recipe, loading.show if loading else None)
    if has_other_data(arguments.changes):
        recipe = adapted(recipe, dataset)
    result = _train(
        recipe, dataset, arguments.quiet, certain=bool(arguments.save), scheduler=arguments.scheduler
    )
    diverged = result.reason == "diverged"
    saved = ""
    if arguments.save and not diverged:
        saved = f"Saved the model as {result.model.save(arguments.save)}."
    if arguments.json:
        write_json(result.to_json(), arguments.json)
    if not arguments.quiet and arguments.json != "-":
        print(summary(result))
        if arguments.save:
            print(saved or "No model was saved.")
    if diverged:
        raise LabError(result.sentence)
    return 0


def check_model(target: str | None) -> None:
    """Complain early about a place for a model; a name without an ending gets its own when it is written."""
    if target is None:
        return
    path = Path(target)
    if path.suffix not in ("", ".npz"):
        raise UsageError(f"A model is saved as .npz: write --save {path.with_suffix('.npz')}, not {target}.")
    check_target(target if path.suffix or is_folder(path) else f"{target}.npz")


def chosen_recipe(name: str, changes: list[str], sweep: Sweep | None = None) -> Recipe:
    """The recipe with its changes, and another sweep if given; what is wrong with them is wrong usage."""
    with as_usage():
        recipe = find_recipe(name)
        recipe = msgspec.structs.replace(recipe, sweep=sweep) if sweep is not None else recipe
        assignments = dict(map(parse_assignment, changes))
        _check_they_count(recipe.sweep, assignments)
        recipe = change(recipe, assignments)
        _check_the_file(recipe, assignments)
        cells = cells_of(recipe)
        for cell in cells:
            _check_it_ends(cell.recipe)
        faults = [fault for cell in cells if (fault := _fault_of(cell.recipe)) is not None]
        if len(faults) == len(cells):
            raise faults[0]
    return recipe


def _fault_of(recipe: Recipe) -> LabError | None:
    """What the settings alone make impossible; in a sweep some of whose runs can be had that is a line."""
    try:
        make_solver(recipe)
        if recipe.data.name == "points" and not recipe.data.placed:
            load_dataset(recipe)
    except LabError as error:
        return error
    return None


def _check_they_count(sweep: Sweep, changes: Iterable[str]) -> None:
    """A change to a setting that the sweep sets itself would be without effect."""
    swept = {axis.setting for axis in sweep.vary}.union(*(variant.set for variant in sweep.variants))
    for key in changes:
        if key in swept:
            raise LabError(
                f"{key} is varied by this sweep, so --set has no say in it: "
                f"use `logitlab sweep` with --vary {key}=… for other values."
            )


def _check_the_file(recipe: Recipe, changes: Iterable[str]) -> None:
    """A file without its name, or a name that nothing reads, would be noticed late or never."""
    if recipe.data.name == "file" and not recipe.data.path:
        raise LabError("No file is named: add --set data.path=FILE.")
    if recipe.data.name != "file" and "data.path" in changes:
        raise LabError(f"data.path has no effect on {recipe.data.name} data: add --set data.name=file.")


def _check_it_ends(recipe: Recipe) -> None:
    limits = recipe.stopping
    if not any((limits.iterations, limits.epochs, limits.seconds, limits.gradient_norm, limits.patience)):
        raise LabError("This run would never end: set stopping.iterations or another limit above 0.")


def has_other_data(changes: list[str]) -> bool:
    """Whether --set gives the recipe other data, and leaves open which of their rows."""
    keys = {change.partition("=")[0].strip() for change in changes}
    return not keys.isdisjoint(("data.name", "data.path")) and keys.isdisjoint(ROW_KEYS)


def adapted(recipe: Recipe, dataset: Dataset) -> Recipe:
    """The recipe with rows that its other data have; what had to be changed is said."""
    with as_usage():
        served = with_possible_rows(recipe, dataset)
    if served is not recipe:
        print(rows_in_words(recipe, served), file=sys.stderr)
    return served


def _train(recipe: Recipe, dataset: Dataset, quiet: bool, *, certain: bool, scheduler: str) -> Result:
    has_begun = False
    with bar("Training", quiet) as shown:

        def show(step: Step) -> None:
            nonlocal has_begun
            has_begun = True
            if shown is not None and shown.is_due:
                note = f"iteration {step.iteration:,}, risk {step.batch_risk:.4f}"
                shown.show(share_done(step, recipe.stopping), note)

        try:
            return run_recipe(recipe, dataset, show, certain=certain, scheduler=scheduler)
        except LabError as error:
            if has_begun or scheduler:
                raise
            # The data were read, so before row 0 only the settings can be at fault, or a cluster.
            raise UsageError(str(error)) from None


def share_done(step: Step, limits: Stopping) -> float:
    """How far the run is, by the limit that it is nearest to."""
    reached = (
        (step.iteration, limits.iterations),
        (step.epoch, limits.epochs),
        (step.seconds, limits.seconds),
    )
    return max((done / limit for done, limit in reached if limit), default=0.0)


def summary(result: Result) -> str:
    """The figures of the last iterate, of the best one where it is another, and why the run ended."""
    final, best = result.final, result.best
    columns = [("final", final)]
    if best.iteration != final.iteration:
        columns.append((f"best, iteration {best.iteration:,}", best))
    lines = [f"{'':<12}" + "".join(f"{title:<22}" for title, _ in columns)]
    for part in ("train", "validation", "test"):
        cells = [_figures(step, part) for _, step in columns]
        if any(cells):
            lines.append(f"{part:<12}" + "".join(f"{cell:<22}" for cell in cells))
    if len(columns) > 1:
        lines.append(_best_in_words(result))
    lines.append(result.model.trained_on.partition(";")[0].rstrip(".") + f", {final.seconds:.2f} s.")
    if result.reason != "diverged":
        lines.append(result.sentence)
    return "\n".join(line.rstrip() for line in lines)


def _best_in_words(result: Result) -> str:
    """By what the best iterate is the best, and which of the two the model has."""
    limits = result.recipe.stopping
    figure = "lowest risk" if limits.monitor == "validation_risk" else "highest accuracy"
    rows = "training" if math.isnan(result.best.validation_accuracy) else "validation"
    kept = "the model keeps it" if limits.patience else "the model keeps the final weights"
    return f"Best is the {figure} on the {rows} rows at any evaluation; {kept}."


def _figures(step: Step, part: str) -> str:
    risk, accuracy = getattr(step, f"{part}_risk"), getattr(step, f"{part}_accuracy")
    return "" if math.isnan(accuracy) else f"{risk:.4f}  {accuracy:.2%}"
