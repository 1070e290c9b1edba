"""The lens of a drawing, in the form the view shows it."""

from __future__ import annotations

import time
from typing import Final

from app.reading.shown_lens import ShownLens, ShownStage, Steadiness
from lrengine.lens import lens
from lrengine.model import Model
from lrengine.right_of_way import right_of_way
from lrengine.stages import Stages

# What stands under a small picture has to be short.
_SHORT: Final = {"As drawn": "drawn", "Directions": "features"}
# Between two pieces of the work the window reads a point of a stroke.
_REST_SECONDS: Final = 0.004


def lens_of(model: Model, stages: Stages) -> ShownLens:
    """All stages and the map of shifts and sizes; slowly, because the pen comes first."""
    found, names = lens(model, stages, _rest), model.class_names
    steady = found.steadiness
    shown = []
    for stage in found.stages:
        read = int(stage.probabilities.argmax())
        title = _SHORT.get(stage.title, stage.title.lower().replace("pixels", "px"))
        share = float(stage.probabilities[read])
        shown.append(ShownStage(title, stage.picture, names[read], share, read != steady.read))
    return ShownLens(
        tuple(shown),
        Steadiness(
            names,
            steady.read,
            steady.shifts,
            steady.shift_labels,
            steady.shift_shares,
            steady.scales,
            steady.scale_labels,
            steady.scale_shares,
        ),
    )


def _rest() -> None:
    time.sleep(_REST_SECONDS)
    right_of_way.let_pass()
