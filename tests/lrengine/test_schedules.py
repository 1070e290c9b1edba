from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.schedules import schedule

KINDS = ["constant", "inverse", "step", "cosine"]


@pytest.mark.parametrize(("kind", "factors"), [
    ("constant", [1, 1, 1, 1, 1]),
    ("inverse", [1, 2 / 3, 1 / 2, 1 / 3, 1 / 6]),
    ("step", [1, 1, 0.1, 0.01, 1e-5]),
    ("cosine", [1, 0.5, 0, 0, 0]),
])  # fmt: skip
def test_factors_after_none_half_one_two_and_five_times_t(kind, factors):
    factor = schedule(kind, epochs=2.0, factor=0.1)
    assert [factor(t) for t in (0, 1, 2, 4, 10)] == pytest.approx(factors, abs=1e-15)


def test_the_inverse_schedule_of_the_source():
    """η(t) = .003/(1 + t/2)."""
    assert 0.003 * schedule("inverse", 2.0)(6) == pytest.approx(0.003 / 4)


def test_steps_fall_at_whole_multiples_only():
    factor = schedule("step", epochs=3.0, factor=0.5)
    assert factor(math.nextafter(3.0, 0.0)) == 1.0 and factor(3.0) == 0.5


@pytest.mark.parametrize("kind", KINDS)
@given(
    epochs=st.floats(0, 1e6, exclude_min=True),
    factor=st.floats(0, 1, exclude_min=True),
    times=st.lists(st.floats(0, 1e9), min_size=2).map(sorted),
)
def test_no_schedule_raises_the_rate_or_leaves_its_range(kind, epochs, factor, times):
    made = schedule(kind, epochs, factor)
    factors = [made(t) for t in times]
    assert all(0 <= later <= earlier <= 1 for earlier, later in itertools.pairwise(factors))
