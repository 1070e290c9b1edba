"""What a loss is: its value and its residual at logits, stable wherever they lie."""

from __future__ import annotations

import math
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Labels = NDArray[np.int64]


class Loss(Protocol):
    """A loss of logits (…, k, n) and targets made by `encode`.

    curvature   c such that the Hessian of one example's loss in its logits is at most c·I; None for
                a loss that is not convex, about which no step size and no optimum is promised
    """

    curvature: float | None

    def encode(self, labels: Labels, k: int) -> Array:
        """Labels (n,) as the loss wants them; the last axis is the example's."""

    def losses_and_residual(self, logits: Array, targets: Array) -> Array:
        """Losses (…, n) or (…, k, n) that add up to the loss; overwrites `logits` with ∂loss/∂logits."""

    def risk_and_residual(self, logits: Array, targets: Array) -> float:
        """The summed loss (float64 at least); overwrites `logits` with ∂loss/∂logits."""
        return wide_sum(self.losses_and_residual(logits, targets))

    def activations(self, logits: Array) -> Array:
        """σ of the logits (k, n), each one's own or softmax's: what the Hessian depends on them through.

        Its diagonal, example by example, is p (1 − p).
        """

    def curve(self, activations: Array, direction: Array) -> Array:
        """The Hessian in the logits times a direction (k, n), example by example, from the activations."""

    def probabilities(self, logits: Array) -> Array:
        """(classes, n); each column adds up to one."""

    def predict(self, logits: Array) -> Labels:
        """(…, n) index of the class read."""

    def hits(self, logits: Array, labels: Labels) -> Any:
        """How many rows are read as their labels (n,) say, (…)."""
        if logits.shape[-2] > 1:
            # A single largest logit is the class read, and finding it for each row takes longer.
            top = logits.max(axis=-2)
            is_single = np.count_nonzero(logits == top[..., None, :]) == top.size
            if is_single and not np.isnan(top).any():
                return count(logits.take(own_places(logits, labels)) == top)
        return count(self.predict(logits) == labels)


def shift_to_zero(logits: Array) -> None:
    """Subtract each column's maximum in place, so that its largest logit is 0."""
    top = logits.max(axis=-2, keepdims=True)
    if np.count_nonzero(np.isinf(top)):
        with np.errstate(invalid="ignore"):
            limit = np.where(logits == top, 0, np.where(np.isposinf(top), -np.inf, logits - top))
        np.copyto(logits, limit)
    else:
        logits -= top


def own_places(logits: Array, labels: Labels) -> Labels:
    """Where each example's own class stands (…, n) among all the numbers of logits (…, k, n).

    `take` and `put` of such places are several times as fast as an index for each axis.
    """
    k, n = logits.shape[-2:]
    places = labels * n + np.arange(n)
    if logits.ndim > 2:
        places = places + k * n * np.arange(math.prod(logits.shape[:-2])).reshape(*logits.shape[:-2], 1)
    return places


def count(right: NDArray[np.bool_]) -> Any:
    """How many are true along the last axis, which takes several times as long where there are others."""
    return np.count_nonzero(right) if right.ndim == 1 else np.count_nonzero(right, axis=-1)


def wide_sum(losses: Array) -> float:
    """Add up in float64 at least, whatever the losses' own width."""
    return float(losses.sum(dtype=None if losses.dtype.itemsize >= 8 else np.float64))
