"""A model's evidence in a prepared drawing, in the form the view shows it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.reading.contrast import ALONE
from app.reading.shown_evidence import ShownEvidence
from lrengine.evidence import side_of
from lrengine.model import Model

Array = NDArray[Any]

NO_PLACE: Final = "These features belong to no pixel: only their sum is shown."


def evidence_of(model: Model, image: Array, why: int, rival: int) -> ShownEvidence:
    """What speaks for class `why`, and against `rival` (ALONE: against it), in an image (h, w) of the model.

    A model of one logit has it for its second class, whatever is asked.
    """
    names = model.class_names
    is_single = len(model.weights) == 1
    if is_single:
        why, rival = 1, 0
    # Only the side on view: that of every class takes four times as long, at each point of a stroke.
    side = side_of(model, image, why, None if rival == ALONE else rival)
    if side is None:
        tint, (total, constant), remarks = np.zeros(image.shape), _sum(model, image, why, rival), [NO_PLACE]
    else:
        tint, total, constant, remarks = side.picture, side.total, side.constant, []
    if is_single:
        remarks.insert(0, f"One logit: above 0 it reads {names[1]}, below it {names[0]}.")
    return ShownEvidence(
        picture=image / model.features.full_scale,
        tint=tint,
        evidence=total - constant,
        constant=constant,
        logit=total,
        why=names[why],
        rival=None if rival == ALONE else names[rival],
        is_single=is_single,
        remark=" ".join(remarks),
    )


def _sum(model: Model, image: Array, why: int, rival: int) -> tuple[float, float]:
    """The logit, or the difference of two, of the image and of empty paper."""
    logits = model.logits(np.stack([image, np.zeros_like(image)])).astype(np.float64)
    if logits.shape[1] == 1:
        chosen = logits[:, 0]
    else:
        chosen = logits[:, why] - (0.0 if rival == ALONE else logits[:, rival])
    return float(chosen[0]), float(chosen[1])
