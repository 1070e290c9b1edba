import numpy as np
import pytest

from app.playground.plane_view import MARGIN, PlaneView, fitted, ticks

VIEW = PlaneView(x=1.0, y=2.0, across=50.0, up=40.0, width=300, height=200)


def test_pixels_count_downwards_and_back():
    pixels = VIEW.to_pixels(np.array([[1.0, 2.0], [2.0, 3.0]]))
    assert np.allclose(pixels, [[150, 100], [200, 60]])
    assert VIEW.to_position(200, 60) == pytest.approx((2.0, 3.0))
    assert VIEW.bounds == pytest.approx((-2.0, 4.0, -0.5, 4.5))


def test_zoom_keeps_the_place_under_the_pointer():
    zoomed = VIEW.zoomed(2.0, 40, 50)
    assert zoomed.across == 100 and zoomed.to_position(40, 50) == pytest.approx(VIEW.to_position(40, 50))


def test_zoom_has_ends():
    view = VIEW
    for _ in range(400):
        view = view.zoomed(4.0, 0, 0)
    assert np.isfinite(view.bounds).all() and view.across <= 1e9
    for _ in range(400):
        view = view.zoomed(0.25, 0, 0)
    assert np.isfinite(view.bounds).all() and view.up >= 1e-7


def test_a_drag_to_the_right_shows_what_is_left():
    moved = VIEW.panned(50, 40)
    assert (moved.x, moved.y) == pytest.approx((0.0, 3.0))


def test_another_size_still_shows_what_was_seen():
    left, right, bottom, top = VIEW.bounds
    small = VIEW.resized(100, 200)
    assert small.bounds[0] <= left + 1e-9 and small.bounds[1] >= right - 1e-9
    assert small.bounds[2] <= bottom + 1e-9 and small.bounds[3] >= top - 1e-9


def test_a_fit_shows_every_point_within_the_margin():
    points = np.array([[-1.0, -1.0], [2.5, 1.5], [0.0, 0.0]])
    pixels = fitted(points, 400, 240).to_pixels(points)
    assert pixels.min() >= MARGIN - 1e-9
    assert (pixels <= np.array([400, 240]) - MARGIN + 1e-9).all()


def test_alike_axes_are_stretched_a_little_at_most():
    view = fitted(np.array([[0.0, 0.0], [1.0, 1.0]]), 800, 200)
    assert view.across == pytest.approx(1.6 * view.up)
    view = fitted(np.array([[0.0, 0.0], [1000.0, 1.0]]), 400, 400)
    assert view.up > 500 * view.across


@pytest.mark.parametrize("points", [np.empty((0, 2)), np.ones((1, 2)), np.array([[1.0, 2.0], [3.0, 2.0]])])
def test_few_points_are_fitted_too(points):
    view = fitted(points, 300, 200)
    assert np.isfinite(view.bounds).all()
    assert not len(points) or view.sees_any(points)


def test_ticks_are_round():
    assert ticks(-1.3, 2.1, 4) == [-1.0, 0.0, 1.0, 2.0]
    assert ticks(0.0, 0.1, 5) == pytest.approx([0.0, 0.02, 0.04, 0.06, 0.08, 0.1])
    assert ticks(1.0, 1.0, 4) == []
