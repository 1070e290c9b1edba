"""One pass of several runs over the rows they share: one matrix product for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.objective import Objective
from lrengine.thin_products import tiled

Array = NDArray[Any]

# Two products of so many rows each keep their block in a core's own cache.
BLOCK_ROWS = 1024
# A gradient is kept for each stretch, so many at most.
MOST_STRETCHES = 64


class Pass:
    """Losses, hits and unreduced gradients of R runs on the same rows.

    For each block of rows X, with the runs' weights stacked as W (R·k, d):

        Z = W Xᵀ + b  (R·k, B),    residuals ∂ℓ/∂Z  (R·k, B),    gradients ∂ℓ/∂Z · X  (R·k, d)

    `stretches` parts may be run in any order by any threads; they are fixed by the number of rows,
    and summed in order.

    objectives  of the runs, on the same features and labels, with the same loss, k and intercept
    gradients   where ∂(Σ losses)/∂θ of each run goes; None for losses alone
    rows        indices of a batch; None takes all
    """

    def __init__(
        self,
        objectives: Sequence[Objective],
        thetas: Sequence[Array],
        gradients: Sequence[Array] | None = None,
        rows: Array | None = None,
    ) -> None:
        self._one = one = objectives[0]
        self._runs, self._rows, self._gradients = len(objectives), rows, gradients
        self._height = one.k * self._runs
        self._weights = np.zeros((self._height, one.d), one.dtype)
        self._intercepts = np.zeros((self._height, 1), one.dtype)
        for run, theta in enumerate(thetas):
            own = slice(run * one.k, (run + 1) * one.k)
            weights, intercept = one.unpack(theta)
            self._weights[own] = weights
            if intercept is not None:
                self._intercepts[own, 0] = intercept
        self._weights = tiled(self._weights, one.source.tile)
        count = one.n if rows is None else len(rows)
        length = BLOCK_ROWS * max(1, -(-count // (BLOCK_ROWS * MOST_STRETCHES)))
        self._stretches = [range(a, min(a + length, count), BLOCK_ROWS) for a in range(0, count, length)]
        self._count, self.stretches = count, len(self._stretches)
        self._losses = np.zeros((self.stretches, self._runs))
        self._hits = np.zeros((self.stretches, self._runs), np.int64)
        if gradients is not None:
            self._slopes = np.zeros((self.stretches, *self._weights.shape), one.dtype)
            self._slopes_of_intercepts = np.zeros((self.stretches, self._height), one.dtype)

    def run(self, stretch: int) -> None:
        """Go through one stretch of rows."""
        blocks = self._stretches[stretch]
        # A diverging run overflows here; the training loop sees the infinite risk and says so.
        with np.errstate(over="ignore", invalid="ignore"):
            for begin in blocks:
                self._block(stretch, slice(begin, min(begin + BLOCK_ROWS, blocks.stop)))

    def finish(self) -> list[tuple[float, int]]:
        """Summed losses and hits of each run, once all stretches are through; gradients are written."""
        if self._gradients is not None:
            slopes = self._slopes.sum(axis=0)
            intercepts = self._slopes_of_intercepts.sum(axis=0)
            for run, gradient in enumerate(self._gradients):
                own = slice(run * self._one.k, (run + 1) * self._one.k)
                slope, slope_intercept = self._one.unpack(gradient)
                np.copyto(slope, slopes[own])
                if slope_intercept is not None:
                    np.copyto(slope_intercept, intercepts[own])
        losses, hits = self._losses.sum(axis=0), self._hits.sum(axis=0)
        return list(zip(losses.tolist(), hits.tolist(), strict=True))

    def _block(self, stretch: int, block: slice) -> None:
        one = self._one
        rows = block if self._rows is None else self._rows[block]
        x = one.source.block(rows)
        logits = np.empty((len(self._weights), len(x)), one.dtype)
        x.logits(self._weights, logits)
        own = logits[: self._height]
        if one.intercept:
            own += self._intercepts
        stacked = own.reshape(self._runs, one.k, len(x))
        self._hits[stretch] += one.hits(stacked, one.labels[rows])
        losses = one.loss.losses_and_residual(stacked, one.targets[..., rows])
        wide = np.result_type(losses.dtype, np.float64)
        self._losses[stretch] += losses.reshape(self._runs, -1).sum(axis=1, dtype=wide).astype(np.float64)
        if self._gradients is None:
            return
        if block.start == self._stretches[stretch].start:
            x.slopes(logits, self._slopes[stretch])
        else:
            slopes = np.empty_like(self._weights)
            x.slopes(logits, slopes)
            self._slopes[stretch] += slopes
        if one.intercept:
            self._slopes_of_intercepts[stretch] += own.sum(axis=1)
