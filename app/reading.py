"""What a model says of the drawing on the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.drawing_history import Drawing
from lrengine.drawing import Stages, prepare
from lrengine.model import Model
from lrengine.picture import prepare_picture


@dataclass(frozen=True, eq=False)
class Reading:
    """Probabilities of one drawing under one iterate.

    margin   the winner's logit minus the runner-up's (binary: the logit's size)
    """

    class_names: tuple[str, ...]
    probabilities: NDArray[Any]
    margin: float


def stages_of(drawing: Drawing, shape: tuple[int, ...]) -> Stages | None:
    """The drawing on its way to the model's input; None for an empty canvas or a model of points."""
    if len(shape) != 2:
        return None
    if drawing.picture is not None:
        return prepare_picture(drawing.picture, shape)
    return prepare(drawing.strokes, shape, drawing.width) if drawing.strokes else None


def read(model: Model, stages: Stages) -> Reading:
    """Ask the model about the prepared drawing."""
    image = stages.image[np.newaxis]
    logits = model.logits(image)
    probabilities = model.loss.probabilities(logits.T)[:, 0]
    if logits.shape[1] == 1:
        margin = abs(float(logits[0, 0]))
    else:
        ordered = np.sort(logits[0])
        margin = float(ordered[-1] - ordered[-2])
    return Reading(model.class_names, probabilities, margin)
