from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lrengine.penalties import Penalty, squared_norm

WEIGHTS = hnp.arrays(np.float64, (2, 3), elements=st.floats(-5, 5))
# λ‖w‖², λ/2 ‖w‖² and λ/(2n) ‖w‖² for λ = .6 and n = 4
WRITTEN = {"sum": 0.6, "half": 0.3, "half_per_row": 0.075}


@pytest.mark.parametrize(("convention", "factor"), WRITTEN.items())
@given(weights=WEIGHTS)
def test_each_convention_is_the_formula_it_is_named_for(convention, factor, weights):
    penalty = Penalty(l2=0.6, convention=convention, rows=4)
    assert penalty.value(weights) == pytest.approx(factor * (weights**2).sum(), rel=1e-12)
    assert penalty.curvature == pytest.approx(2 * factor)
    gradient = np.ones_like(weights)
    penalty.add_gradient(weights, gradient)
    np.testing.assert_allclose(gradient, 1 + 2 * factor * weights)


def test_the_value_holds_both_parts_and_the_smooth_value_one():
    weights = np.array([[3.0, -4.0]])
    penalty = Penalty(l1=0.5, l2=0.1)
    assert penalty.smooth_value(weights) == pytest.approx(0.05 * 25)
    assert penalty.value(weights) == pytest.approx(0.05 * 25 + 0.5 * 7)


def test_no_penalty_changes_nothing():
    weights, gradient = np.array([[3.0, -4.0]]), np.array([[1.0, 1.0]])
    Penalty().add_gradient(weights, gradient)
    Penalty().shrink(weights, 1.0)
    assert Penalty().value(weights) == 0.0
    assert weights.tolist() == [[3.0, -4.0]] and gradient.tolist() == [[1.0, 1.0]]


@given(hnp.arrays(np.float64, 3, elements=st.floats(-3, 3)), st.floats(0.01, 2), st.floats(0.01, 2))
def test_shrinking_finds_the_least_of_its_objective(weights, step, l1):
    """prox(w) = argmin_u ‖u − w‖²/2 + step·λ₁‖u‖₁, against a grid that holds each u of interest."""
    shrunk = weights.copy()
    Penalty(l1=l1).shrink(shrunk, step)

    def objective(u):
        return (u - weights) ** 2 / 2 + step * l1 * np.abs(u)

    grid = np.linspace(-3, 3, 6001)[:, None]
    assert (objective(shrunk) <= objective(grid).min(axis=0) + 1e-12).all()
    assert (shrunk[np.abs(weights) < step * l1] == 0).all()


def test_each_weight_may_have_a_step_of_its_own():
    weights = np.array([[1.0, -1.0, 1.0]], np.float32)
    Penalty(l1=0.5).shrink(weights, np.array([[0.5, 1.0, 4.0]], np.float32))
    assert weights.tolist() == [[0.75, -0.5, 0.0]] and weights.dtype == np.float32


@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble"])
def test_gradients_keep_their_precision(dtype):
    weights, gradient = np.ones((1, 2), dtype), np.zeros((1, 2), dtype)
    Penalty(l2=0.1).add_gradient(weights, gradient)
    assert gradient.dtype == dtype
    assert gradient[0, 0] == weights.dtype.type(0.1)


def test_squared_norms_do_not_overflow_single_precision():
    assert squared_norm(np.full((2, 2), 1e30, np.float32)) == pytest.approx(4e60, rel=1e-6)
