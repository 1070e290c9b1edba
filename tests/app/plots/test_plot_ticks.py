import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plots.plot_ticks import count_ticks, linear_ticks, log_ticks, risk_text, tick_text


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(2, 20), st.booleans())
def test_linear_ticks_are_few_even_and_in_range(low, span, most, whole):
    high = low + span
    if high <= low:
        return
    ticks = linear_ticks(low, high, most, whole)
    assert len(ticks) <= most + 1
    # Far from zero a tick lies no closer than the numbers there are.
    apart = 1e-6 * span + math.ulp(max(abs(low), abs(high)))
    assert all(low - apart <= tick <= high + apart for tick in ticks)
    if whole:
        assert all(tick == int(tick) for tick in ticks)
    elif span > 1e-3:
        assert ticks


@given(st.floats(-12, 12), st.floats(0.01, 20), st.integers(2, 15))
def test_log_ticks_are_in_range_and_not_crowded(low, span, most):
    ticks = log_ticks(low, low + span, most)
    assert len(ticks) <= most + 1
    assert all(low - 1e-6 <= math.log10(tick) <= low + span + 1e-6 for tick in ticks)
    assert ticks == sorted(ticks)


def test_log_ticks_are_the_ones_people_know():
    assert log_ticks(math.log10(0.18), math.log10(2.3), 6) == pytest.approx([0.2, 0.3, 0.5, 1, 2])
    assert log_ticks(-3, 3, 8) == pytest.approx([1e-3, 1e-2, 0.1, 1, 10, 100, 1000])
    assert log_ticks(math.log10(0.28), math.log10(0.31), 5) == pytest.approx([0.28, 0.29, 0.3, 0.31])


@pytest.mark.parametrize("span", [(0, 0), (1, 0), (math.nan, 1), (0, math.inf)])
def test_an_impossible_range_has_no_ticks(span):
    assert linear_ticks(*span, 5) == log_ticks(*span, 5) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.05, "0.05"),
        (0.30000000000000004, "0.3"),
        (20000, "20,000"),
        (1e-5, "10⁻⁵"),
        (2e7, "2·10⁷"),
    ],
)
def test_tick_text(value, text):
    assert tick_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.2384, ".2384"),
        (2.3026, "2.3026"),
        (0, ".0000"),
        (13000.4, "1.3e+04"),
        (1e-6, "1e-06"),
        (math.nan, "–"),
    ],
)
def test_risk_text(value, text):
    assert risk_text(value) == text


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (0.0, 3.3, 8, [0, 1, 10, 100, 1000]),
        (0.0, 6.0, 3, [1, 100, 10_000]),
        (2.0, 2.2, 8, [100, 120, 140]),
        (0.0, 0.5, 8, [0, 1, 2]),
        (1.0, 1.0, 5, []),
    ],
)
def test_count_ticks(low, high, most, ticks):
    assert count_ticks(low, high, most) == pytest.approx(ticks)
