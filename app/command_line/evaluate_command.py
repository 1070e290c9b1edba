"""`logitlab evaluate`: a model against labelled data."""

from __future__ import annotations

import argparse

from app.command_line.output import UsageError, as_usage, bar, check_target, write_json
from lrengine.bundled import bundled_model
from lrengine.data.catalog import SOURCES
from lrengine.data.dataset import Dataset
from lrengine.data.reading import is_file, is_folder
from lrengine.evaluation import Evaluation
from lrengine.evaluation import evaluate as measure
from lrengine.experiment import load_dataset
from lrengine.model import Model, load_model
from lrengine.recipe import Recipe
from lrengine.settings import change


def evaluate(arguments: argparse.Namespace) -> int:
    check_target(arguments.json)
    model = chosen_model(arguments.model)
    dataset = _chosen_data(arguments.data, model.recipe)
    with as_usage():
        # Both were read, so only the choice of the two can be at fault.
        evaluation = measure(model, dataset)
    if arguments.json:
        write_json(evaluation.to_json(), arguments.json)
    if arguments.json != "-":
        print(summary(evaluation, arguments.data))
    return 0


def chosen_model(path: str | None) -> Model:
    """The saved model, or the one that comes with the program; a name of no file is wrong usage."""
    if path is None:
        return bundled_model()
    if not is_file(path):
        raise UsageError(f"There is no file {path}: choose a saved model (.npz).")
    return load_model(path)


def _chosen_data(name: str, recipe: Recipe) -> Dataset:
    """Data by name or path; generated ones are made by the settings that the model was trained with."""
    known = [source.name for source in SOURCES if source.name != "file"]
    is_path = name not in known
    if is_path and not (name and (is_file(name) or is_folder(name))):
        raise UsageError(
            f"There is no data called {name}: name one of {', '.join(known)}, or a file that exists."
        )
    if name == "points" and not recipe.data.placed:
        raise UsageError("No points are placed yet in this model's recipe: choose other data.")
    with bar(f"Loading {name}") as shown:
        progress = shown.show if shown else None
        chosen = {"data.name": "file", "data.path": name} if is_path else {"data.name": name}
        return load_dataset(change(recipe, chosen), progress)


def summary(evaluation: Evaluation, data: str) -> str:
    """Accuracy and risk, then the confusion with the true class on the left."""
    rows = f"{evaluation.rows:,} {'test rows' if evaluation.is_test else 'rows'} of {data}"
    left_out = f" ({evaluation.left_out:,} of other classes left out)" if evaluation.left_out else ""
    lines = [
        f"{rows}{left_out}: accuracy {evaluation.accuracy:.2%}, risk {evaluation.risk:.4f}.",
        "True class on the left, class read above:",
    ]
    counts = [[f"{count:,}" for count in row] for row in evaluation.confusion.tolist()]
    width = max(len(cell) for row in [*counts, evaluation.class_names] for cell in row)
    lines += [
        " ".join(f"{cell:>{width}}" for cell in row)
        for row in (
            ["", *evaluation.class_names],
            *([name, *row] for name, row in zip(evaluation.class_names, counts, strict=True)),
        )
    ]
    return "\n".join(lines)
