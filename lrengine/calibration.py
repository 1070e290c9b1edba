"""A temperature that makes stated probabilities agree with how often the model is right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.data.splits import Part
from lrengine.losses import Loss
from lrengine.metrics import CALIBRATION_BINS, reliability
from lrengine.model import Model
from lrengine.rows import RowSource, logits_of_rows

Array = NDArray[Any]

COLDEST, HOTTEST = 0.1, 20.0
# Counts like so many rows that speak for a temperature of 1: a few rows, all of them read right, would
# otherwise claim certainty.
_PRIOR_ROWS = 20.0
_GOLDEN = (np.sqrt(5.0) - 1) / 2
_STEPS = 36


def fit_temperature(logits: Array, labels: NDArray[np.int64], loss: Loss) -> float:
    """T > 0 that makes −mean log p(label; z/T) + 20/n · (log T)²/2 smallest on held-out rows.

    logits  (k, n); labels (n,) class indices. T above 1 takes back certainty, below 1 adds some; no
    class read changes. 1 for no rows or for logits that aren't finite. Found by golden section in log T.

    Source: "On Calibration of Modern Neural Networks", C. Guo, G. Pleiss, Y. Sun and K. Weinberger.
    """
    n = len(labels)
    if not n or not np.isfinite(logits).all():
        return 1.0
    wide, rows = logits.astype(np.float64), np.arange(n)

    def cost(heat: float) -> float:
        p = loss.probabilities(wide / np.exp(heat))[labels, rows]
        # A probability rounded to 0 may not make all temperatures equally bad.
        return float(-np.log(np.maximum(p, 1e-300)).mean() + _PRIOR_ROWS / n * heat * heat / 2)

    low, high = float(np.log(COLDEST)), float(np.log(HOTTEST))
    inner, outer = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_inner, at_outer = cost(inner), cost(outer)
    for _ in range(_STEPS):
        if at_inner <= at_outer:
            high, outer, at_outer = outer, inner, at_inner
            inner = high - _GOLDEN * (high - low)
            at_inner = cost(inner)
        else:
            low, inner, at_inner = inner, outer, at_outer
            outer = low + _GOLDEN * (high - low)
            at_outer = cost(outer)
    return float(np.exp((low + high) / 2))


def calibrated(model: Model, held_out: Part, features: Array | RowSource | None = None) -> Model:
    """The model with the temperature of held-out rows; `features` (n, d) spare the transform.

    Without rows it stays as it is. Only `Model.probabilities` changes: logits are what they were.
    """
    if not len(held_out):
        return model
    if features is None:
        features = model.features.transform(held_out.inputs, model.weights.dtype)
    logits = logits_of_rows(model.weights, model.intercept, features)
    return replace(model, temperature=fit_temperature(logits, held_out.labels, model.loss))


def calibration_error(probabilities: Array, labels: NDArray[np.int64], bins: int = CALIBRATION_BINS) -> float:
    """The expected calibration error of probabilities (n, classes), in 0 to 1; see `metrics.Reliability`."""
    read = probabilities.argmax(axis=1)
    return reliability(probabilities[np.arange(len(labels)), read], read == labels, bins).error
