import numpy as np

from app.plots.curve_item import lines_along


def test_a_solid_curve_joins_neighbours_and_leaves_gaps():
    x, y = np.arange(5.0), np.array([0.0, 1.0, np.nan, 3.0, 4.0])
    np.testing.assert_array_equal(lines_along(x, y, None), [[0, 0, 1, 1], [3, 3, 4, 4]])


def test_a_lone_point_is_a_dot_whatever_the_dashes():
    x, y = np.arange(5.0), np.array([np.nan, 2.0, np.nan, np.nan, 4.0])
    for dashes in (None, (6.0, 3.0)):
        np.testing.assert_array_equal(lines_along(x, y, dashes), [[0.5, 2, 1.5, 2], [3.5, 4, 4.5, 4]])


def test_dashes_are_pixels_long():
    lines = lines_along(np.array([0.0, 90.0]), np.zeros(2), (6.0, 3.0))
    np.testing.assert_allclose(lines[:, 2] - lines[:, 0], 6)
    np.testing.assert_allclose(np.diff(lines[:, 0]), 9)
