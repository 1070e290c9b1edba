import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.plots.curve_reduction import CurveReducer, cut_at_edges, drawable_values, measured_rows, reduce_curve

WILD = st.floats(allow_nan=True, allow_infinity=True, width=32)


@st.composite
def curves(draw, longest=600):
    y = draw(arrays(np.float64, st.integers(0, longest), elements=WILD))
    steps = draw(arrays(np.float64, len(y), elements=st.integers(1, 5)))
    return np.cumsum(steps), y


@given(curves(), st.booleans())
def test_unmeasured_rows_are_dropped_and_what_cannot_be_drawn_is_a_gap(curve, log):
    x, y = curve
    known, heights = measured_rows(x, y, log)
    assert len(known) == len(heights) == np.count_nonzero(~np.isnan(y))
    measured = y[~np.isnan(y)]
    drawable = np.isfinite(measured) & (~log | (measured > 0))
    np.testing.assert_array_equal(np.isfinite(heights), drawable)
    assert not np.isinf(heights).any()


def test_a_logarithmic_axis_has_gaps_at_what_has_no_logarithm():
    np.testing.assert_array_equal(
        drawable_values([100, 0, -1, np.inf, np.nan, 0.1], log=True), [2, *[np.nan] * 4, -1]
    )


def test_values_every_tenth_iteration_are_a_connected_line():
    y = np.full(101, np.nan)
    y[::10] = np.arange(11)
    x, heights = measured_rows(np.arange(101), y)
    np.testing.assert_array_equal(x, np.arange(0, 101, 10))
    np.testing.assert_array_equal(heights, np.arange(11))


@settings(deadline=None)
@given(curves(), st.integers(1, 40), st.floats(0, 1), st.floats(0, 1))
def test_every_column_keeps_its_extremes(curve, columns, a, b):
    x, y = measured_rows(*curve)
    if not len(x):
        return
    left, right = sorted((x[0] + a * (x[-1] - x[0]), x[0] + b * (x[-1] - x[0])))
    if right - left < 1e-3:
        return
    kept_x, kept_y = reduce_curve(x, y, left, right, columns)
    assert np.all(np.diff(kept_x) > 0)
    assert len(kept_x) <= 2 * columns + 4
    rows = np.searchsorted(x, kept_x)
    np.testing.assert_array_equal(x[rows], kept_x)
    np.testing.assert_array_equal(y[rows], kept_y)
    edges = left + (right - left) / columns * np.arange(1, columns)
    owner, kept_owner = np.searchsorted(edges, x, side="right"), np.searchsorted(edges, kept_x, side="right")
    for column in range(columns):
        everything = y[(owner == column) & (x >= left) & (x <= right)]
        kept = kept_y[(kept_owner == column) & (kept_x >= left) & (kept_x <= right)]
        assert (len(kept) > 0) == (len(everything) > 0)
        if np.isfinite(everything).any():
            assert (np.nanmin(kept), np.nanmax(kept)) == (np.nanmin(everything), np.nanmax(everything))


@given(curves(), st.integers(1, 20))
def test_first_and_last_row_are_kept(curve, columns):
    x, y = measured_rows(*curve)
    if len(x) < 2:
        return
    kept, _ = reduce_curve(x, y, x[0], x[-1], columns)
    assert (kept[0], kept[-1]) == (x[0], x[-1])
    middle = (x[0] + x[-1]) / 2
    kept, _ = reduce_curve(x, y, middle, x[-1], columns)
    assert kept[0] <= middle or x[0] > middle


@settings(deadline=None)
@given(curves(2500), st.lists(st.integers(1, 700), max_size=8), st.integers(1, 30), st.booleans())
def test_a_growing_curve_is_reduced_as_the_whole_one(curve, sizes, columns, log):
    x, y = curve
    reducer, start = CurveReducer(log), 0
    for size in [*sizes, len(x)]:
        reducer.extend(x[start : start + size], y[start : start + size])
        start += size
        reducer.reduce(0.0, 1e9, columns)
    known, heights = measured_rows(x, y, log)
    assert len(reducer) == len(known)
    if len(known) < 2:
        return
    left, right = known[0], known[-1]
    direct_x, direct_y = reduce_curve(known, heights, left, right, columns)
    kept_x, kept_y = reducer.reduce(left, right, columns)
    assert len(kept_x) <= 2 * columns + 4
    assert np.isin(kept_x, known).all()
    if np.isfinite(heights).any():
        assert (np.nanmin(kept_y), np.nanmax(kept_y)) == (np.nanmin(direct_y), np.nanmax(direct_y))
    column = (right - left) / columns
    for x_kept, y_kept in zip(direct_x, direct_y, strict=True):
        if np.isnan(y_kept):
            continue
        near = (kept_x >= x_kept - 2 * column) & (kept_x <= x_kept + 2 * column)
        assert np.nanmin(kept_y[near]) <= y_kept <= np.nanmax(kept_y[near])


def test_one_row_among_a_hundred_thousand_stays():
    y = np.sin(np.arange(100_000) / 9_000)
    y[77_777] = 50.0
    reducer = CurveReducer()
    for start in range(0, len(y), 997):
        reducer.extend(np.arange(len(y))[start : start + 997], y[start : start + 997])
    x, heights = reducer.reduce(0, len(y), 700)
    assert len(x) <= 1404
    assert x[np.argmax(heights)] == 77_777 and heights.max() == 50.0


def test_a_long_gap_stays_a_gap():
    y = np.ones(100_000)
    y[40_000:60_000] = np.inf
    reducer = CurveReducer()
    reducer.extend(np.arange(len(y)), y)
    x, heights = reducer.reduce(0, len(y), 100)
    gaps = x[np.isnan(heights)]
    assert gaps.min() >= 39_000 and gaps.max() <= 61_000 and len(gaps) >= 18


@pytest.mark.parametrize("columns", [1, 50])
def test_an_empty_curve_is_empty(columns):
    x, y = CurveReducer().reduce(0.0, 10.0, columns)
    assert len(x) == len(y) == 0


def test_rows_out_of_sight_are_moved_along_the_curve_to_the_edge():
    x, y = cut_at_edges(np.array([0.0, 10.0, 20.0]), np.array([0.0, 1.0, 3.0]), 5.0, 15.0)
    np.testing.assert_allclose(x, [5, 10, 15])
    np.testing.assert_allclose(y, [0.5, 1, 2])
    x, y = cut_at_edges(np.array([0.0, 100.0]), np.array([0.0, 1.0]), 40.0, 60.0)
    np.testing.assert_allclose((x, y), ([40, 60], [0.4, 0.6]))


def test_a_reducer_knows_what_it_was_given():
    reducer = CurveReducer()
    assert (reducer.taken, reducer.ends) == (0, (0.0, 0.0))
    reducer.extend([1, 2, 3], [np.nan, 5.0, 6.0])
    assert (reducer.taken, len(reducer), reducer.ends) == (3, 2, (2.0, 3.0))
