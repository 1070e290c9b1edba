from dataclasses import replace

import numpy as np
import pytest

from app.look.contrast import contrast
from app.look.theme import DARK, LIGHT
from app.playground.class_marks import class_colour
from app.playground.plane_surface import PlaneSurface
from app.playground.point_set import EMPTY, points_of


@pytest.fixture
def surface(qtbot, square):
    made = PlaneSurface()
    qtbot.addWidget(made)
    made.resize(400, 240)
    made.show_theme(DARK)
    with qtbot.waitExposed(made):
        made.show()
    made.show_points_anew(points_of(square))
    made.fit()
    return made


def colour_at(surface, x, y):
    image = surface.grab().toImage()
    across, down = surface.view.to_pixels(np.array([[x, y]], float))[0]
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(across * ratio), round(down * ratio))


def test_points_lie_over_the_plain_card_without_a_model(surface):
    assert colour_at(surface, -1, -1).name() == class_colour(DARK, 0)
    assert colour_at(surface, 1, 1).name() == class_colour(DARK, 1)
    assert colour_at(surface, 0.5, 0.5).name() == DARK.card


@pytest.mark.parametrize("order", ["52", "25"])
def test_classes_keep_their_colours_in_any_order(surface, make_split, line_model, order):
    points = EMPTY
    for name in order:
        points = points.added(1.0, 1.0 if name == "5" else -1.0, name)
    surface.show_points_anew(points)
    surface.fit()
    assert colour_at(surface, 1, 1).name() == class_colour(DARK, 5)
    assert colour_at(surface, 1, -1).name() == class_colour(DARK, 2)
    known = points.take_roles(points_of(make_split([(1, -1, 0), (1, 1, 1)], names=("2", "5"))))
    surface.show_points_anew(known)
    assert colour_at(surface, 1, 1).name() == class_colour(DARK, 5)
    surface.show_model(replace(line_model, class_names=("2", "5")))
    above, below = (colour_at(surface, 0.97, y) for y in (0.5, -0.5))
    # Violet and green are mixed into the card above and below the boundary.
    assert above.blue() > above.green() and below.green() > below.blue()


def test_held_out_points_are_hollow(surface):
    assert colour_at(surface, 0, 0.2).name() == DARK.card


def test_field_and_boundary_follow_the_model(surface, line_model):
    surface.show_model(line_model)
    above, below, boundary = (colour_at(surface, 0.5, y) for y in (0.9, -0.9, 0.0))
    assert above.red() > above.blue() and below.blue() > below.red()
    assert contrast(boundary.name(), DARK.card) > 8
    surface.show_model(None)
    assert colour_at(surface, 0.5, 0.9).name() == DARK.card


def test_a_new_iterate_paints_no_points_anew(surface, line_model, monkeypatch):
    surface.grab()
    monkeypatch.setattr("app.playground.plane_surface.points_layer", None)
    surface.show_model(line_model)
    assert colour_at(surface, -1, -1).name() == class_colour(DARK, 0)


def test_another_theme_changes_everything(surface, line_model):
    surface.show_model(line_model)
    surface.show_theme(LIGHT)
    assert colour_at(surface, -1, -1).name() == class_colour(LIGHT, 0)
    assert contrast(colour_at(surface, 0.5, 0.0).name(), LIGHT.card) > 8


def test_a_lifted_point_is_where_the_pointer_has_it(surface):
    surface.lift(0)
    surface.points = surface.points.moved(0, 0.3, -0.6)
    assert colour_at(surface, 0.3, -0.6).name() == class_colour(DARK, 0)
    assert colour_at(surface, -1, -1).name() == DARK.card


def test_the_selected_point_has_a_ring(surface):
    before = surface.grab().toImage()
    surface.select(1)
    assert surface.selected == 1 and surface.grab().toImage() != before


def test_a_fitted_view_grows_with_the_plot_and_another_keeps_what_is_seen(surface):
    surface.resize(700, 300)
    assert surface.view == surface.view.resized(700, 300)
    left, right, _, _ = surface.view.bounds
    assert left < -1 and right > 1
    surface.is_fitted = False
    surface.set_view(surface.view.zoomed(3.0, 350, 150))
    seen = surface.view.bounds
    surface.resize(400, 240)
    assert surface.view.bounds[0] <= seen[0] + 1e-9 and surface.view.bounds[1] >= seen[1] - 1e-9


def test_words_lie_on_a_plate(surface):
    surface.show_notice("Place points")
    with_notice = surface.grab().toImage()
    surface.show_notice("")
    surface.show_readout("x₁ 0.52")
    assert surface.grab().toImage() != with_notice


def test_it_is_described_in_words(surface):
    assert surface.accessibleDescription() == "2 of class 0, 3 of class 1."
    surface.show_points_anew(EMPTY)
    assert surface.accessibleDescription() == "No points."
