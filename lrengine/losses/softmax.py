"""The log-loss of softmax(z), for all classes at once."""

from __future__ import annotations

import numpy as np

from lrengine.losses.base import Array, Labels, Loss, shift_to_zero


class Softmax(Loss):
    """ℓ(z, y) = log Σₖ e^zₖ − z_y, through the log-sum-exp of z − max z.

    logits (k, n), targets (n,) integers; ∂ℓ/∂z = p − onehot(y) with p = softmax(z);
    ∂²ℓ/∂z² = diag(p) − p pᵀ, whose largest eigenvalue is at most 1/2.
    Among infinite logits the limit is taken: those at +∞ share the whole probability.

    Source: "Logistic and Softmax Regression for Handwritten Digits Classification", S. Zhu and
    Y. Guo, equations 9 to 15.
    """

    curvature: float | None = 0.5

    def encode(self, labels: Labels, k: int) -> Array:
        return labels

    def losses_and_residual(self, logits: Array, targets: Array) -> Array:
        examples = np.arange(logits.shape[-1])
        shift_to_zero(logits)
        own = logits[..., targets, examples]
        np.exp(logits, out=logits)
        total = logits.sum(axis=-2)
        logits /= total[..., None, :]
        logits[..., targets, examples] -= 1
        return np.log(total) - own

    def activations(self, logits: Array) -> Array:
        return self.probabilities(logits)

    def curve(self, activations: Array, direction: Array) -> Array:
        product = activations * direction
        product -= activations * product.sum(axis=0)
        return product

    def probabilities(self, logits: Array) -> Array:
        p = logits.copy()
        softmax_in_place(p)
        return p

    def predict(self, logits: Array) -> Labels:
        return logits.argmax(axis=-2)

    def hits(self, logits: Array, labels: Labels) -> Array:
        top = logits.max(axis=-2)
        if np.isnan(top).any() or np.count_nonzero(logits == top[..., None, :]) != top.size:
            # Of several largest logits the first is read, and before them what is no number.
            return super().hits(logits, labels)
        # Where each largest logit is the only one, to compare with it is faster than to look for it.
        return np.count_nonzero(logits[..., labels, np.arange(len(labels))] == top, axis=-1)


def softmax_in_place(logits: Array) -> None:
    """Turn logits (…, k, n) into probabilities."""
    shift_to_zero(logits)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=-2, keepdims=True)
