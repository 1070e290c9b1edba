"""What a run measures first: an objective at zero weights, from one row of each class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from lrengine.objective import Objective

Array = NDArray[Any]


def loss_and_hits_at_zero(objective: Objective, intercept: Array | None) -> tuple[float, int]:
    """Σᵢ ℓ(b, yᵢ) and how many rows are read correctly where all weights are zero.

    Every logit is then its intercept, whatever the row, so that rows of a class are alike. Holds for
    rows without anything infinite: 0 · ∞ is no number.

    intercept  b (k,), or None
    """
    counts = np.bincount(objective.labels)
    # A class without rows would make 0 · ∞ of an infinite loss.
    classes = np.flatnonzero(counts)
    counts = counts[classes]
    logits = np.zeros((objective.k, len(classes)), objective.dtype)
    if intercept is not None:
        logits += intercept[:, None]
    each = [slice(i, i + 1) for i in range(len(classes))]
    hits = sum(counts[one][0] * objective.hits(logits[:, one], classes[one]) for one in each)
    with np.errstate(over="ignore", invalid="ignore"):
        losses = objective.loss.losses_and_residual(logits, objective.loss.encode(classes, objective.k))
        by_class = losses.reshape(-1, len(classes)).sum(axis=0, dtype=np.float64)
    return float(by_class @ counts), int(hits)
