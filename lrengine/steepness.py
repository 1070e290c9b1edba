"""How steeply an objective can bend: the bound from which the largest sure step follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numpy.typing import NDArray

from lrengine.objective import Objective
from lrengine.right_of_way import right_of_way
from lrengine.rows import Block, FloatBlock
from lrengine.spectrum import largest_gram_eigenvalue
from lrengine.threads import one_blas_thread

Array = NDArray[Any]

BLOCK_ROWS = 1024


def curvature_bound(objective: Objective, sample: Array | None = None) -> float | None:
    """L with ∇²F ≼ L·I everywhere, penalty included; None where the loss is not convex.

    Full-batch descent without momentum decreases F for any step below 2/L.

    sample  rows (m, d) of X that stand for all: then an estimate, and no bound
    """
    bound = loss_curvature_bound(objective, sample)
    return None if bound is None else bound + objective.penalty.curvature


def loss_curvature_bound(objective: Objective, sample: Array | None = None) -> float | None:
    """The loss's part of L: c_ℓ·λ_max(Σ x̃ x̃ᵀ, reduced), x̃ being x with the intercept's 1.

    The loss curvature c_ℓ is 1/4 (logistic) or 1/2 (softmax). At most .3 % above the true value.
    None where the loss is not convex. All rows are gone through some twenty times.
    """
    curvature = objective.loss.curvature
    if curvature is None:
        return None

    def blocks() -> Iterator[Block]:
        if sample is not None:
            yield FloatBlock(sample)
            return
        for begin in range(0, objective.n, BLOCK_ROWS):
            right_of_way.let_pass()
            yield objective.source.block(slice(begin, min(begin + BLOCK_ROWS, objective.n)))

    with one_blas_thread():
        top = largest_gram_eigenvalue(blocks, objective.d, objective.dtype, with_ones=objective.intercept)
    mean = curvature * top / (objective.n if sample is None else len(sample))
    return mean if objective.reduction == "mean" else mean * objective.n
