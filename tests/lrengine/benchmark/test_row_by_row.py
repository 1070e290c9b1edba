from __future__ import annotations

import numpy as np
import pytest

from lrengine.benchmark.definition import binary_objective
from lrengine.benchmark.row_by_row import gradient_row_by_row


@pytest.mark.parametrize("kind", [np.float64, np.longdouble])
def test_it_is_the_gradient_in_its_own_precision(kind):
    rng = np.random.default_rng(2)
    X, signs = rng.standard_normal((12, 4)), np.sign(rng.standard_normal(12))
    # Products of either sign, and large ones.
    w = np.array([300.0, -1.0, 0.5, 2.0])
    found = gradient_row_by_row(X.astype(kind), signs.astype(kind), w.astype(kind)[None])
    assert found.dtype == kind and found.shape == (1, 4)
    assert found[0].astype(float) == pytest.approx(binary_objective(X, signs, w)[1], rel=1e-12)
