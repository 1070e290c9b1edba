"""Losses and residuals of logits as loops, the two right losses: see `lrengine.losses`.

Logits lie as (k, m), and each loop runs along the rows of data, which a core takes many at a time. Where a
logit is infinite or no number the caller is told so, and is to work it out by other means.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from lrengine.compiled.elementary import Elementary
from lrengine.compiled.loops import Array, Labels

# What is found of some rows: the sum of their losses, how many are read correctly, how many logits are
# not finite; behind them Σ ∂ℓ/∂b of each class.
LOSS, HITS, UNUSABLE, INTERCEPTS = range(4)


def residuals_in(real: Any, jit: Callable[[Any], Any], elementary: Elementary) -> tuple[Any, Any]:
    """The loops `softmax` and `logistic` in one precision.

    Both turn columns begin ≤ i < end of z into ∂ℓ/∂z and add to what was found of other rows.

        z          (k + 2, m): logits without the intercept, and two rows that may be overwritten
        intercept  (k,)
        labels     (m,) class indices, 0 to k − 1; 0 or 1 if k is 1
        found      (3 + k,) float64
    """
    exponential, log_of_more, log = elementary
    nothing, one, largest = real(0), real(1), np.finfo(real).max

    @jit
    def add_intercept(z: Array, intercept: Array, found: Array, begin: int, end: int) -> None:
        for c in range(len(intercept)):
            its, b, unusable = z[c][begin:end], intercept[c], nothing
            for i in range(len(its)):
                its[i] += b
                unusable += nothing if abs(its[i]) <= largest else one
            found[UNUSABLE] += unusable

    @jit
    def find_top(z: Array, k: int, begin: int, end: int) -> None:
        """The largest logit of each row into z[k], the first class that has it into z[k + 1]."""
        first, top, best = z[0][begin:end], z[k][begin:end], z[k + 1][begin:end]
        for i in range(len(top)):
            top[i], best[i] = first[i], nothing
        for c in range(1, k):
            its, this = z[c][begin:end], real(c)
            for i in range(len(top)):
                is_more = its[i] > top[i]
                top[i] = its[i] if is_more else top[i]
                best[i] = this if is_more else best[i]

    @jit
    def add_up_residuals(z: Array, k: int, found: Array, begin: int, end: int) -> None:
        for c in range(k):
            its, total = z[c][begin:end], nothing
            for i in range(len(its)):
                total += its[i]
            found[INTERCEPTS + c] += total

    @jit
    def softmax(z: Array, intercept: Array, labels: Labels, found: Array, begin: int, end: int) -> None:
        """ℓ = log Σₖ e^zₖ − z_y,  ∂ℓ/∂z = e^z/Σₖ e^zₖ − onehot(y), all by z − max z"""
        k = len(intercept)
        add_intercept(z, intercept, found, begin, end)
        find_top(z, k, begin, end)
        top, total, y = z[k][begin:end], z[k + 1][begin:end], labels[begin:end]
        loss, hits = 0.0, 0
        for i in range(len(y)):
            hits += total[i] == real(y[i])
            total[i] = z[y[i], begin + i] - top[i]
        # In a loop of its own: in one, the logits might be added up apart, and rounded as large as they are.
        for i in range(len(y)):
            loss -= total[i]
            total[i] = nothing
        for c in range(k):
            its = z[c][begin:end]
            for i in range(len(its)):
                its[i] = exponential(its[i] - top[i])
                total[i] += its[i]
        for i in range(len(total)):
            loss += log(total[i])
            total[i] = one / total[i]
        for c in range(k):
            its = z[c][begin:end]
            for i in range(len(its)):
                its[i] *= total[i]
        for i in range(len(y)):
            z[y[i], begin + i] -= one
        found[LOSS] += loss
        found[HITS] += hits
        add_up_residuals(z, k, found, begin, end)

    @jit
    def logistic(z: Array, intercept: Array, labels: Labels, found: Array, begin: int, end: int) -> None:
        """ℓ = log(1 + e^(−s z)) of each class, s = ±1;  ∂ℓ/∂z = −s/(1 + e^(s z)), both by e^−|z|"""
        k, y, hits = len(intercept), labels[begin:end], 0
        add_intercept(z, intercept, found, begin, end)
        if k == 1:
            its = z[0][begin:end]
            for i in range(len(y)):
                hits += (its[i] > nothing) == (y[i] == 1)
        else:
            find_top(z, k, begin, end)
            best = z[k + 1][begin:end]
            for i in range(len(y)):
                hits += best[i] == real(y[i])
        found[HITS] += hits
        for c in range(k):
            its, label, loss = z[c][begin:end], c if k > 1 else 1, 0.0
            for i in range(len(y)):
                is_its_own = y[i] == label
                size = abs(its[i])
                small = exponential(-size)
                is_wrong = (its[i] >= nothing) != is_its_own
                loss += log_of_more(small) + (size if is_wrong else nothing)
                other = (one if is_wrong else small) / (one + small)
                its[i] = -other if is_its_own else other
            found[LOSS] += loss
        add_up_residuals(z, k, found, begin, end)

    return softmax, logistic
