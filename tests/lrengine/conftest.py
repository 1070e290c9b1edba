"""The Hessian as its formula has it, for everything that estimates or bounds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lrengine.losses import Softmax
from lrengine.objective import Objective

Array = NDArray[Any]


@pytest.fixture(scope="session")
def dense_hessian() -> Callable[[Objective, Array], Array]:
    """∇²F(θ) = s Σᵢ Sᵢ ⊗ x̃ᵢ x̃ᵢᵀ + c I, (size, size) in θ's order: slow, short and plain."""

    def of(objective: Objective, theta: Array) -> Array:
        k, d, n = objective.k, objective.d, objective.n
        x = np.column_stack([objective.features, np.ones(n)]) if objective.intercept else objective.features
        p = objective.loss.activations(objective.logits(theta, slice(None)))
        curved = np.einsum("kn,kl->nkl", p, np.eye(k))
        curved -= np.einsum("kn,ln->nkl", p, p) * (1 if isinstance(objective.loss, Softmax) else np.eye(k))
        whole = np.einsum("nkl,ni,nj->kilj", curved, x, x) / (n if objective.reduction == "mean" else 1)
        for row in range(k):
            whole[row, :d, row, :d] += objective.penalty.curvature * np.eye(d)
        places = np.arange(k * x.shape[1]).reshape(k, -1)
        order = np.concatenate([places[:, :d].ravel(), places[:, d:].ravel()])
        return whole.reshape(places.size, -1)[np.ix_(order, order)]

    return of
