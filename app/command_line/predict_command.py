"""`logitlab predict`: which digit a picture shows, by the steps that a drawing goes through."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.command_line.evaluate_command import chosen_model
from app.command_line.output import UsageError, check_target, write_json
from lrengine.drawing import prepare_picture
from lrengine.errors import LabError
from lrengine.evaluation import rescale
from lrengine.history import finite_or_none
from lrengine.model import Model
from lrengine.pictures import read_picture
from lrengine.stages import layout_for
from lrengine.verdict import verdict_of


def predict(arguments: argparse.Namespace) -> int:
    """Answer every picture that can be read; name the others and fail in the end."""
    check_target(arguments.json)
    model = chosen_model(arguments.model)
    if len(model.input_shape) != 2:
        raise UsageError("This model reads points, not pictures: choose a model trained on images.")
    answers = []
    failed = False
    for path in arguments.images:
        try:
            answers.append(answer_of(model, path, read_picture(path)))
        except LabError as error:
            print(error, file=sys.stderr)
            failed = True
            continue
        if arguments.json != "-":
            print(in_words(answers[-1]))
    if arguments.json:
        write_json(answers, arguments.json)
    return int(failed)


def answer_of(model: Model, path: str, picture: NDArray[np.uint8]) -> dict[str, Any]:
    """One entry of the contract of `logitlab predict --json`."""
    height, width = model.input_shape
    stages = prepare_picture(picture, (height, width))
    if stages is None:
        return {"image": path, "label": None, "probabilities": {}, "certain": False}
    image = rescale(stages.image[np.newaxis], layout_for((height, width)).full_scale, model)
    probabilities = model.probabilities(image)[0]
    familiarity = None if model.familiarity is None else float(model.familiarity.of(image)[0])
    verdict = verdict_of(model.class_names, probabilities, familiarity)
    shares = dict(zip(model.class_names, map(finite_or_none, probabilities.tolist()), strict=True))
    made = {"image": path, "label": verdict.label, "probabilities": shares, "certain": verdict.is_certain}
    if familiarity is not None:
        made |= {"familiarity": round(familiarity, 4), "unfamiliar": verdict.is_unfamiliar}
    return made


def in_words(answer: dict[str, Any]) -> str:
    """The answer and its two nearest rivals."""
    if answer["label"] is None:
        return f"{answer['image']}: nothing is drawn"
    ranked = sorted(answer["probabilities"].items(), key=lambda item: -(item[1] or 0.0))
    (label, top), *rivals = [(name, f"{share or 0.0:.1%}") for name, share in ranked[:3]]
    unsure = "" if answer["certain"] else "unsure, perhaps "
    if answer.get("unfamiliar"):
        unsure = "unlike any training image, perhaps "
    behind = ", ".join(f"{name} {share}" for name, share in rivals)
    return f"{answer['image']}: {unsure}{label} {top} ({behind})"
