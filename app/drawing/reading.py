"""What a model says of the drawing on the canvas."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.drawing.drawing_history import Drawing
from app.drawing.prediction_panel import Prediction
from lrengine.drawing import prepare
from lrengine.errors import LabError
from lrengine.evaluation import rescale
from lrengine.experiment import Rows
from lrengine.familiarity import LIMIT
from lrengine.model import Model
from lrengine.picture import prepare_picture
from lrengine.stages import Stages, layout_for
from lrengine.verdict import verdict_of


class DrawingReader:
    """Holds the drawing and prepares it once for each shape of input, however often it is read."""

    def __init__(self) -> None:
        self.drawing = Drawing()
        self._stages: Stages | None = None
        self._shape: tuple[int, ...] | None = None

    def take(self, drawing: Drawing) -> None:
        """Another drawing is on the canvas."""
        self.drawing = drawing
        self._shape = None

    def read(self, model: Model | None) -> tuple[Prediction | None, Stages | None]:
        """The model's answer and the stages to its input; None where there is nothing to read."""
        if model is None:
            return None, None
        if self._shape != model.input_shape:
            self._shape = model.input_shape
            self._stages = stages_of(self.drawing, model.input_shape)
        return (None if self._stages is None else read(model, self._stages)), self._stages


def stages_of(drawing: Drawing, shape: tuple[int, ...]) -> Stages | None:
    """The drawing on its way to the model's input; None for an empty canvas or a model of points."""
    if len(shape) != 2:
        return None
    try:
        if drawing.picture is not None:
            return prepare_picture(drawing.picture, shape)
        return prepare(drawing.strokes, shape, drawing.width) if drawing.strokes else None
    except LabError:
        # A model of images too small or too large to draw for; it is trained and shown all the same.
        return None


def read(model: Model, stages: Stages) -> Prediction:
    """Ask the model about the prepared drawing; two classes come with the size of their logit.

    A model that knows what it was trained on abstains where a drawing is unlike any of that, and where
    no class is likely enough.
    """
    # Not every model of 28×28 images was trained on inks from 0 to 255.
    inputs = rescale(stages.image[np.newaxis], layout_for(stages.image.shape).full_scale, model)
    logits = model.logits(inputs)
    probabilities = model.probabilities_of(logits)[0]
    margin = abs(float(logits[0, 0])) if logits.shape[1] == 1 else None
    if model.familiarity is None:
        return Prediction(model.class_names, probabilities, margin, is_calibrated=is_calibrated(model))
    share = float(model.familiarity.of(inputs)[0])
    doubt = _doubt(model.class_names, probabilities, share)
    return Prediction(model.class_names, probabilities, margin, doubt, share, LIMIT, is_calibrated(model))


def is_calibrated(model: Model) -> bool:
    """Whether the model's probabilities have a temperature; no fit to held-out rows ends at just 1."""
    return model.temperature != 1.0


def _doubt(names: tuple[str, ...], probabilities: NDArray[Any], share: float) -> str:
    verdict = verdict_of(names, probabilities, share)
    if verdict.is_unfamiliar:
        kind = "digit" if all(name.isdigit() for name in names) else "class"
        return f"Unsure: unlike any {kind} seen"
    if not verdict.is_unsure:
        return ""
    first, second = np.argsort(-probabilities, kind="stable")[:2]
    return f"Unsure: {names[first]} or {names[second]}"


def random_test_digit(rows: Rows) -> Drawing | None:
    """A test image as a drawing, or None where there is none."""
    test = rows.split.test
    if not len(test) or not rows.dataset.has_images:
        return None
    picture = test.inputs[np.random.default_rng().integers(len(test))]
    return Drawing(picture=(picture * (255.0 / rows.dataset.full_scale)).astype(np.uint8))
