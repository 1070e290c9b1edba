from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.compiled.loops import as_it_is
from lrengine.compiled.updates import adam_in, squared_norm_in

small = st.floats(-10, 10)


@given(st.lists(st.tuples(small, small, small, st.floats(0, 10)), max_size=7))
def test_each_number_takes_the_step_of_the_formula(numbers):
    theta, gradient, sums, squares = np.array(numbers).reshape(-1, 4).T.copy()
    expected = []
    for t, g, s, q in numbers:
        s, q = 0.8 * s + g, 0.95 * q + g**2
        expected.append((t - 0.1 * s / (math.sqrt(q) + 1e-3), s, q))
    adam_in(as_it_is)(theta, gradient, sums, squares, 0.8, 0.95, 1e-3, 0.1)
    found = np.array([theta, sums, squares]).T
    np.testing.assert_allclose(found, np.array(expected).reshape(-1, 3), rtol=1e-13, atol=1e-12)
    np.testing.assert_array_equal(gradient, [one[1] for one in numbers])


def test_the_root_is_of_the_squares():
    asked = []
    arrays = [np.array([value]) for value in (0.0, 3.0, 0.0, 2.0)]
    adam_in(as_it_is, lambda x: asked.append(x) or 4.0)(*arrays, 0.5, 0.5, 1.0, 1.0)
    assert asked == [10.0] and arrays[0] == pytest.approx(-3 / 5)


@given(st.lists(st.floats(-(2.0**100), 2.0**100, width=32), max_size=9))
def test_squares_are_added_up_in_double_precision(numbers):
    found = squared_norm_in(as_it_is)(np.array(numbers, np.float32))
    assert found == pytest.approx(math.fsum(one**2 for one in numbers), rel=1e-14)
