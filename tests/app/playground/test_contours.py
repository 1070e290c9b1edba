import numpy as np
import pytest

from app.playground.contours import level_lines, region_lines


def zero_lines(heights):
    return level_lines(heights, (0.0,))[0]


def grid(rows=20, columns=30):
    return np.meshgrid(np.arange(columns, dtype=float), np.arange(rows, dtype=float))


def test_the_line_of_a_linear_function_is_exact_and_in_one_piece():
    x, y = grid()
    (line,) = zero_lines(0.3 * x - y + 4.1)
    assert np.abs(0.3 * line[:, 0] - line[:, 1] + 4.1).max() < 1e-9
    assert sorted(line[[0, -1], 0]) == pytest.approx([0.0, 29.0])


def test_a_circle_is_a_closed_line():
    x, y = grid(41, 41)
    (ring,) = zero_lines((x - 20) ** 2 + (y - 20) ** 2 - 100.0)
    assert (ring[0] == ring[-1]).all()
    assert np.abs(np.hypot(*(ring - 20).T) - 10).max() < 0.05


def test_no_line_where_nothing_changes_sign():
    assert zero_lines(np.ones((5, 5))) == []
    assert zero_lines(np.zeros((5, 5))) == []
    assert region_lines(np.zeros((5, 5, 3))) == []


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_saddle_gives_two_lines_that_do_not_cross(sign):
    first, second = zero_lines(sign * np.array([[2.0, -1.0], [-1.0, 2.0]]))
    # The middle (½) belongs to the corners of the falling diagonal: the other two are cut off.
    middles = {tuple(np.round(line.mean(axis=0), 3)) for line in (first, second)}
    assert middles == {(0.833, 0.167), (0.167, 0.833)}


def test_regions_meet_where_their_scores_are_equal():
    x, _ = grid()
    scores = np.stack([x - 15.3, 15.3 - x, np.full_like(x, -100.0)], axis=2)
    lines = region_lines(scores)
    # The same border from either side.
    assert len(lines) == 2
    assert all(line[:, 0] == pytest.approx(15.3) for line in lines)


def test_three_regions_have_borders_of_three_directions():
    x, y = grid(31, 31)
    angle = np.arctan2(y - 15.2, x - 15.2)
    scores = np.stack([np.cos(angle - turn) for turn in (0.0, 2.1, 4.2)], axis=2)
    points = np.concatenate(region_lines(scores)) - 15.2
    far = points[np.hypot(*points.T) > 10]
    directions = {round(float(turn), 1) for turn in np.arctan2(far[:, 1], far[:, 0])}
    assert len(directions) <= 6 and max(directions) > 1 and min(directions) < -1


def test_several_levels_at_once_are_what_they_are_alone():
    x, y = grid()
    heights = np.sin(x / 4) + np.cos(y / 3)
    together = level_lines(heights, (-0.5, 0.0, 0.7))
    for level, lines in zip((-0.5, 0.0, 0.7), together, strict=True):
        alone = zero_lines(heights - level)
        assert len(lines) == len(alone) > 0
        assert all(np.allclose(one, other) for one, other in zip(lines, alone, strict=True))
