"""What to say of a drawing: the class, or that it is unsure, or like nothing the model was trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.familiarity import LIMIT
from lrengine.model import Model

Array = NDArray[Any]

# A class that is not likelier than this is no answer; of two classes the likelier one is always at ½.
CERTAIN = 0.6


@dataclass(frozen=True)
class Verdict:
    """A reading that may abstain.

    label          the likeliest class
    probability    its calibrated probability
    is_unsure      the probability is below .6, or no class stands out at all
    is_unfamiliar  the drawing is farther from the training images than they are from each other
    familiarity    0 to 1, unfamiliar below ½; None where the model does not know its training images
    sentence       the verdict as a person reads it
    """

    label: str
    probability: float
    is_unsure: bool
    is_unfamiliar: bool
    familiarity: float | None
    sentence: str

    @property
    def is_certain(self) -> bool:
        return not (self.is_unsure or self.is_unfamiliar)


def judge_drawing(model: Model, image: Array) -> Verdict:
    """The verdict on one image (h, w) on the scale of the model's training images."""
    image = image.reshape(1, *image.shape)
    familiarity = None if model.familiarity is None else float(model.familiarity.of(image)[0])
    return verdict_of(model.class_names, model.probabilities(image)[0], familiarity)


def verdict_of(
    class_names: tuple[str, ...], probabilities: Array, familiarity: float | None = None
) -> Verdict:
    """The verdict from probabilities (classes,) and a familiarity, where they are at hand."""
    if not np.isfinite(probabilities).all():
        return Verdict(
            class_names[0], 0.0, True, False, familiarity, "Unsure: the model's answer is not a number."
        )
    order = np.argsort(-probabilities, kind="stable")
    label, second = class_names[order[0]], class_names[order[1]]
    first = float(probabilities[order[0]])
    is_unsure = first < CERTAIN or float(np.ptp(probabilities)) == 0
    is_unfamiliar = familiarity is not None and familiarity < LIMIT
    if is_unfamiliar:
        digits = (
            "digit" if all(name.isdigit() and len(name) == 1 for name in class_names) else "training image"
        )
        sentence = f"Unlike any {digits} seen; the nearest reading is {label}."
    elif is_unsure:
        sentence = f"Unsure: {label} ({first:.0%}) or {second} ({float(probabilities[order[1]]):.0%})."
    else:
        # Rounding must not claim a certainty that the model does not have.
        sentence = f"{label}, {'more than 99 %' if 0.995 <= first < 1 else f'{first:.0%}'} sure."
    return Verdict(label, first, is_unsure, is_unfamiliar, familiarity, sentence)
