from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.penalties import Penalty
from lrengine.solvers import Stalled
from lrengine.solvers.line_search import PATIENCE, Progress, between, dot, search


@pytest.fixture
def slope(make_objective):
    """An objective, a point, ∇F and F there."""
    objective = make_objective("softmax", penalty=Penalty(l2=0.1))
    theta = np.random.default_rng(3).standard_normal(objective.size)
    gradient = np.zeros_like(theta)
    value, _ = objective.smooth(theta, gradient)
    return objective, theta, gradient, value


@pytest.mark.parametrize("first", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("flatter", [0.1, 0.4, 0.9])
def test_the_step_fulfils_both_wolfe_conditions_wherever_it_starts(slope, first, flatter):
    objective, theta, gradient, value = slope
    found = search(objective, theta, gradient, value, -gradient, step=first, flatter=flatter)
    steepness = -dot(gradient, gradient)
    assert found.value <= value + 1e-4 * found.step * steepness
    assert abs(dot(found.gradient, -gradient)) <= -flatter * steepness
    np.testing.assert_array_equal(found.theta, theta - found.step * gradient)
    fresh = np.zeros_like(gradient)
    assert objective.smooth(found.theta, fresh) == (found.value, found.measured)
    np.testing.assert_array_equal(found.gradient, fresh)


@pytest.mark.parametrize("factor", [0.0, 1.0, np.nan])
def test_a_direction_that_does_not_lead_downhill_is_refused(slope, factor):
    objective, theta, gradient, value = slope
    assert search(objective, theta, gradient, value, factor * gradient) is None


def test_products_of_short_numbers_are_added_up_in_long_ones():
    ones = np.full(10**6, 0.1, np.float32)
    assert dot(ones, ones) == pytest.approx(1e6 * float(np.float32(0.1)) ** 2, rel=1e-12)


class TestProgress:
    def test_patience_ends_where_neither_value_nor_gradient_falls(self):
        progress = Progress(np.float64)
        for _ in range(PATIENCE):
            progress.look(1.0, 1.0)
        with pytest.raises(Stalled):
            progress.look(1.0, 1.0)

    @pytest.mark.parametrize("falls", ["value", "length"])
    def test_either_of_them_falling_is_progress(self, falls):
        progress = Progress(np.float64)
        for k in range(3 * PATIENCE):
            progress.look(0.99**k if falls == "value" else 1.0, 0.8**k if falls == "length" else 1.0)

    def test_falling_by_rounding_alone_is_none(self):
        progress = Progress(np.float32)
        for k in range(PATIENCE):
            progress.look(1.0 - 1e-12 * k, 1.0)
        with pytest.raises(Stalled):
            progress.look(1.0 - 1e-10, 1.0)


@given(
    a=st.floats(-5, 5),
    width=st.floats(1e-9, 10),
    values=st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)),
    slopes=st.tuples(st.floats(-1e6, 0, exclude_max=True), st.floats(-1e6, 1e6)),
    turned=st.booleans(),
)
def test_the_next_trial_lies_well_inside_the_bracket(a, width, values, slopes, turned):
    b = a - width if turned else a + width
    if a == b:
        return
    low, high = min(a, b), max(a, b)
    trial = between(a, values[0], slopes[0], b, values[1], slopes[1])
    room = 0.0999 * (high - low)
    assert low + room <= trial <= high - room


def test_the_next_trial_is_the_minimum_of_a_cubic():
    def cubic(t):
        return t**3 - 3 * t, 3 * t**2 - 3

    assert between(0.0, *cubic(0.0), 3.0, *cubic(3.0)) == pytest.approx(1.0)


@pytest.mark.parametrize("broken", [np.inf, np.nan])
def test_an_infinite_value_pulls_the_trial_back(broken):
    assert between(1.0, 2.0, -1.0, 11.0, broken, broken) == pytest.approx(2.0)
