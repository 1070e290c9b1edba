"""The log-loss of σ(z), for two classes or for each class against the rest."""

from __future__ import annotations

import numpy as np

from lrengine.losses.base import Array, Labels, Loss


def sigmoid(logits: Array) -> Array:
    """σ(z) = 1/(1 + e⁻ᶻ), from e^−|z| alone so that nothing overflows."""
    small = np.exp(-np.abs(logits))
    return np.where(logits >= 0, 1, small) / (1 + small)


class Logistic(Loss):
    """ℓ(z, y) = log(1 + e^(−s z)) with s = +1 where the label is the row's class, −1 elsewhere.

    With t ∈ {0, 1} this is the same number as −t log σ(z) − (1−t) log(1−σ(z)).
    One row of logits is the binary task (class 1 positive); k rows are k one-against-the-rest
    models whose losses add up.

    logits (k, n), targets (k, n) bool; ∂ℓ/∂z = σ(z) − t, ∂²ℓ/∂z² = σ(1−σ) ≤ 1/4.

    Sources: "Logistic Regression from Scratch on MNIST"; "Logistic and Softmax Regression for
    Handwritten Digits Classification", S. Zhu and Y. Guo, equations 1 to 5.
    """

    curvature: float | None = 0.25

    def encode(self, labels: Labels, k: int) -> Array:
        classes = np.arange(k) if k > 1 else np.array([1])
        return labels == classes[:, None]

    def losses_and_residual(self, logits: Array, targets: Array) -> Array:
        # log(1 + e^−m) = max(−m, 0) + log(1 + e^−|m|) with m = s z: the exponential serves σ as well.
        size = np.abs(logits)
        small = np.exp(-size)
        wrong = (logits >= 0) != targets
        losses = np.log1p(small)
        losses += np.where(wrong, size, 0)
        # σ(−m) is 1/(1 + e^−|m|) where m < 0, and e^−|m| times that elsewhere; e^−|m| ≤ 1.
        np.maximum(small, wrong, out=logits)
        small += 1
        logits /= small
        logits *= 1 - 2 * targets.astype(logits.dtype)
        return losses

    def activations(self, logits: Array) -> Array:
        return sigmoid(logits)

    def curve(self, activations: Array, direction: Array) -> Array:
        return activations * (1 - activations) * direction

    def probabilities(self, logits: Array) -> Array:
        p = sigmoid(logits)
        if len(p) == 1:
            return np.concatenate([sigmoid(-logits), p])
        total = p.sum(axis=0)
        return np.where(total > 0, p / np.where(total > 0, total, 1), 1 / len(p))

    def predict(self, logits: Array) -> Labels:
        if logits.shape[-2] == 1:
            return (logits[..., 0, :] > 0).astype(np.int64)
        return logits.argmax(axis=-2)
