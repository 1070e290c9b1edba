import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.plots.curve_dashes import cut_into_dashes


def lengths(ends, more):
    return np.hypot(np.diff(ends.reshape(-1, 2)).ravel(), np.diff(more.reshape(-1, 2)).ravel())


def test_a_straight_line_has_dashes_of_one_length():
    x, y = cut_into_dashes(np.array([0.0, 100.0]), np.zeros(2), (1.0, 1.0), 6.0, 4.0)
    np.testing.assert_allclose(x, np.stack((np.arange(10) * 10, np.arange(10) * 10 + 6), axis=1).ravel())
    assert not y.any()


def test_dashes_follow_the_curve_round_its_corners():
    x, y = cut_into_dashes(np.array([0.0, 3.0, 3.0001]), np.array([0.0, 0.0, 9.0]), (1.0, 1.0), 6.0, 2.0)
    np.testing.assert_allclose(lengths(x, y).sum(), 6 + 4, atol=1e-3)
    assert len(x) == 6  # the first dash turns the corner, so it has two parts


@given(st.lists(st.floats(-50, 50) | st.just(np.nan), min_size=2, max_size=60))
def test_no_dash_crosses_a_gap(heights):
    y = np.array(heights)
    x = 5.0 * np.arange(len(y))
    ends, more = cut_into_dashes(x, y, (1.0, 1.0), 3.0, 2.0)
    assert np.isfinite(ends).all() and np.isfinite(more).all()
    for gap in x[np.isnan(y)]:
        starts, stops = ends[0::2], ends[1::2]
        assert not np.any((starts < gap - 1e-9) & (stops > gap + 1e-9))


def test_noise_is_dashed_by_its_width():
    x, y = np.arange(1000.0), 100.0 * (np.arange(1000) % 2)
    ends, _ = cut_into_dashes(x, y, (1.0, 1.0), 6.0, 4.0)
    drawn = (ends[1::2] - ends[0::2]).sum()
    np.testing.assert_allclose(drawn, 600, rtol=0.01)


def test_a_spike_in_noise_is_drawn_wherever_it_lies():
    x, y = np.arange(1000.0), 20.0 * (np.arange(1000) % 2)
    for row in range(500, 520):
        spiked = y.copy()
        spiked[row] = 200.0
        _, more = cut_into_dashes(x, spiked, (1.0, 1.0), 6.0, 4.0)
        assert more.max() == 200


def test_a_single_point_has_no_dashes():
    ends, more = cut_into_dashes(np.zeros(1), np.zeros(1), (1.0, 1.0), 6.0, 4.0)
    assert len(ends) == len(more) == 0
