from __future__ import annotations

import numpy as np
import pytest

from lrengine.losses import (
    DoubleSigmoid,
    DoubleSoftmax,
    Logistic,
    Softmax,
    SquaredSigmoid,
    SquaredSoftmax,
    shift_to_zero,
    wide_sum,
)

ALL = [Logistic(), Softmax(), DoubleSigmoid(), DoubleSoftmax(), SquaredSigmoid(), SquaredSoftmax()]


def test_shifting_keeps_differences():
    logits = np.array([[1.0, -np.inf], [3.0, -2.0]])
    shift_to_zero(logits)
    assert logits.tolist() == [[-2.0, -np.inf], [0.0, 0.0]]


def test_single_precision_losses_are_added_up_in_double():
    losses = np.full(2**25, 1.0, np.float32)
    losses[0] = 2.0**25
    assert wide_sum(losses) == 2**26 - 1


@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble"])
@pytest.mark.parametrize(
    ("loss", "k"), [(loss, 3) for loss in ALL] + [(loss, 1) for loss in ALL if isinstance(loss, Logistic)]
)
def test_stacked_runs_have_the_numbers_of_each(loss, k, dtype):
    rng = np.random.default_rng(5)
    stack = (5 * rng.standard_normal((4, k, 9))).astype(dtype)
    labels = rng.integers(0, max(k, 2), 9)
    targets = loss.encode(labels, k)
    read = loss.predict(stack)
    assert loss.hits(stack, labels).tolist() == (read == labels).sum(axis=1).tolist()
    residuals = stack.copy()
    losses = loss.losses_and_residual(residuals, targets)
    assert residuals.dtype == losses.dtype == np.dtype(dtype)
    for run in range(4):
        alone = stack[run].copy()
        assert loss.predict(alone).tolist() == read[run].tolist()
        assert loss.hits(alone, labels) == (read[run] == labels).sum()
        assert loss.risk_and_residual(alone, targets) == wide_sum(losses[run])
        np.testing.assert_array_equal(residuals[run], alone)
