"""The two losses and their residuals, stable at any logit.

Logits lie as (k, n), a row for each class and a column for each example: sums and maxima over the
classes then run along contiguous memory, several times faster than the other way round.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Labels = NDArray[np.int64]


class Loss(Protocol):
    """A loss of logits (k, n) and targets made by `encode`.

    curvature   c such that the Hessian of one example's loss in its logits is at most c·I
    """

    curvature: float

    def encode(self, labels: Labels, k: int) -> Array:
        """Labels (n,) as the loss wants them; the last axis is the example's."""

    def risk_and_residual(self, logits: Array, targets: Array) -> float:
        """The summed loss (float64 at least); overwrites `logits` with ∂loss/∂logits."""

    def hessian_product(self, logits: Array, direction: Array) -> Array:
        """The Hessian in the logits times a direction (k, n), example by example."""

    def probabilities(self, logits: Array) -> Array:
        """(classes, n); each column adds up to one."""

    def predict(self, logits: Array) -> Labels:
        """(n,) index of the class read."""


def sigmoid(logits: Array) -> Array:
    """σ(z) = 1/(1 + e⁻ᶻ), from e^−|z| alone so that nothing overflows."""
    small = np.exp(-np.abs(logits))
    return np.where(logits >= 0, 1, small) / (1 + small)


class Logistic:
    """ℓ(z, y) = log(1 + e^(−s z)) with s = +1 where the label is the row's class, −1 elsewhere.

    With t ∈ {0, 1} this is the same number as −t log σ(z) − (1−t) log(1−σ(z)).
    One row of logits is the binary task (class 1 positive); k rows are k one-against-the-rest
    models whose losses add up.

    logits (k, n), targets (k, n) bool; ∂ℓ/∂z = σ(z) − t, ∂²ℓ/∂z² = σ(1−σ) ≤ 1/4.

    Sources: "Logistic Regression from Scratch on MNIST"; "Logistic and Softmax Regression for
    Handwritten Digits Classification", S. Zhu and Y. Guo, equations 1 to 5.
    """

    curvature = 0.25

    def encode(self, labels: Labels, k: int) -> Array:
        classes = np.arange(k) if k > 1 else np.array([1])
        return labels == classes[:, None]

    def risk_and_residual(self, logits: Array, targets: Array) -> float:
        margins = np.where(targets, logits, -logits)
        # log(1 + e^−m) = max(−m, 0) + log(1 + e^−|m|): the exponential serves σ as well.
        small = np.exp(-np.abs(margins))
        losses = np.log1p(small)
        losses -= np.minimum(margins, 0)
        wrong = np.where(margins >= 0, small, 1)
        wrong /= 1 + small
        np.copyto(logits, wrong)
        np.negative(logits, out=logits, where=targets)
        return wide_sum(losses)

    def hessian_product(self, logits: Array, direction: Array) -> Array:
        p = sigmoid(logits)
        return p * (1 - p) * direction

    def probabilities(self, logits: Array) -> Array:
        p = sigmoid(logits)
        if len(p) == 1:
            return np.concatenate([sigmoid(-logits), p])
        total = p.sum(axis=0)
        return np.where(total > 0, p / np.where(total > 0, total, 1), 1 / len(p))

    def predict(self, logits: Array) -> Labels:
        return (logits[0] > 0).astype(np.int64) if len(logits) == 1 else logits.argmax(axis=0)


class Softmax:
    """ℓ(z, y) = log Σₖ e^zₖ − z_y, through the log-sum-exp of z − max z.

    logits (k, n), targets (n,) integers; ∂ℓ/∂z = p − onehot(y) with p = softmax(z);
    ∂²ℓ/∂z² = diag(p) − p pᵀ, whose largest eigenvalue is at most 1/2.
    Among infinite logits the limit is taken: those at +∞ share the whole probability.

    Source: "Logistic and Softmax Regression for Handwritten Digits Classification", S. Zhu and
    Y. Guo, equations 9 to 15.
    """

    curvature = 0.5

    def encode(self, labels: Labels, k: int) -> Array:
        return labels

    def risk_and_residual(self, logits: Array, targets: Array) -> float:
        examples = np.arange(logits.shape[1])
        shift_to_zero(logits)
        own = logits[targets, examples]
        np.exp(logits, out=logits)
        total = logits.sum(axis=0)
        logits /= total
        logits[targets, examples] -= 1
        return wide_sum(np.log(total) - own)

    def hessian_product(self, logits: Array, direction: Array) -> Array:
        p = self.probabilities(logits)
        product = p * direction
        return product - p * product.sum(axis=0)

    def probabilities(self, logits: Array) -> Array:
        p = logits.copy()
        shift_to_zero(p)
        np.exp(p, out=p)
        p /= p.sum(axis=0)
        return p

    def predict(self, logits: Array) -> Labels:
        return logits.argmax(axis=0)


def shift_to_zero(logits: Array) -> None:
    """Subtract each column's maximum in place, so that its largest logit is 0."""
    top = logits.max(axis=0)
    if np.isinf(top).any():
        with np.errstate(invalid="ignore"):
            limit = np.where(logits == top, 0, np.where(np.isposinf(top), -np.inf, logits - top))
        np.copyto(logits, limit)
    else:
        logits -= top


def wide_sum(losses: Array) -> float:
    """Add up in float64 at least, whatever the losses' own width."""
    return float(losses.sum(dtype=np.result_type(losses.dtype, np.float64)))
