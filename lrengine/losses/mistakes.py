"""Losses that are easily chosen by mistake, with the right gradients of the wrong functions.

None of them is convex: descent may rest far from the best weights, and no step is promised to fall.
They read classes and state probabilities as the right losses do.

Sources: "Logistic Regression for MNIST", section 8 (softmax before a loss that applies it itself);
"Building Logistic Regression from Scratch: A Neural Network Perspective" (squared error).
"""

from __future__ import annotations

import numpy as np

from lrengine.errors import LabError
from lrengine.losses.base import Array, own_places
from lrengine.losses.logistic import Logistic, sigmoid
from lrengine.losses.softmax import Softmax, softmax_in_place


class DoubleSigmoid(Logistic):
    """ℓ(z, y) = log(1 + e^(−s σ(z))): the log-loss that takes probabilities p = σ(z) for logits.

    ∂ℓ/∂z = (σ(p) − t) p (1 − p). As p stays within 0 and 1, σ(p) stays within .5 and .73: rows of
    the negative class cost at least log 2, the others at least log(1 + 1/e) = .313.
    """

    curvature = None

    def losses_and_residual(self, logits: Array, targets: Array) -> Array:
        slope = _sigmoid_slope(logits)
        np.copyto(logits, sigmoid(logits))
        losses = super().losses_and_residual(logits, targets)
        logits *= slope
        return losses

    def curve(self, activations: Array, direction: Array) -> Array:
        raise _no_hessian()


class DoubleSoftmax(Softmax):
    """ℓ(z, y) = log Σₖ e^pₖ − p_y: the log-loss that takes probabilities p = softmax(z) for logits.

    With r = softmax(p) − onehot(y), ∂ℓ/∂zⱼ = pⱼ (rⱼ − Σₖ rₖ pₖ). A row costs at least
    log(1 + (k−1)/e), 1.46 for ten classes, however sure and right the model is.
    """

    curvature = None

    def losses_and_residual(self, logits: Array, targets: Array) -> Array:
        softmax_in_place(logits)
        p = logits.copy()
        losses = super().losses_and_residual(logits, targets)
        _through_softmax(logits, p)
        return losses

    def curve(self, activations: Array, direction: Array) -> Array:
        raise _no_hessian()


class SquaredSigmoid(Logistic):
    """ℓ(z, y) = (σ(z) − t)², t ∈ {0, 1}; k rows of logits add up.

    ∂ℓ/∂z = 2 (p − t) p (1 − p) with p = σ(z): next to nothing where the model is sure and wrong.
    """

    curvature = None

    def losses_and_residual(self, logits: Array, targets: Array) -> Array:
        # p − t through the probability of the true side, which keeps its digits next to 0 and 1.
        wrong = sigmoid(np.where(targets, -logits, logits))
        slope = _sigmoid_slope(logits)
        np.multiply(2 * wrong, slope, out=logits)
        np.negative(logits, out=logits, where=targets)
        return wrong * wrong

    def curve(self, activations: Array, direction: Array) -> Array:
        raise _no_hessian()


class SquaredSoftmax(Softmax):
    """ℓ(z, y) = Σₖ (pₖ − tₖ)² with p = softmax(z) and t = onehot(y).

    With r = 2 (p − t), ∂ℓ/∂zⱼ = pⱼ (rⱼ − Σₖ rₖ pₖ).
    """

    curvature = None

    def losses_and_residual(self, logits: Array, targets: Array) -> Array:
        softmax_in_place(logits)
        p = logits.copy()
        places = own_places(logits, targets)
        logits.put(places, p.take(places) - 1)
        losses = (logits * logits).sum(axis=-2)
        logits *= 2
        _through_softmax(logits, p)
        return losses

    def curve(self, activations: Array, direction: Array) -> Array:
        raise _no_hessian()


def _sigmoid_slope(logits: Array) -> Array:
    """σ′(z) = σ(z) σ(−z)."""
    return sigmoid(logits) * sigmoid(-logits)


def _through_softmax(slope: Array, p: Array) -> None:
    """Turn ∂ℓ/∂p into ∂ℓ/∂z in place: the product with diag(p) − p pᵀ."""
    slope -= (slope * p).sum(axis=-2, keepdims=True)
    slope *= p


def _no_hessian() -> LabError:
    return LabError("This loss is not convex, so no second-order method fits it: choose the log-loss.")
