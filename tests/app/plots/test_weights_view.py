import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QPoint

from app.look.theme import DARK, LIGHT
from app.plots.colormaps import colormap
from app.plots.weights_view import HoveredPixel, SymmetricRange, WeightsView

NAMES = tuple("0123456789")


def colour_at(view, place):
    return view.grab().toImage().pixelColor(place).getRgb()[:3]


@pytest.fixture
def view(qtbot):
    made = WeightsView()
    qtbot.addWidget(made)
    made.resize(760, 150)
    with qtbot.waitExposed(made):
        made.show()
    return made


@given(st.lists(arrays(np.float32, 6, elements=st.floats(-1e6, 1e6, width=32)), min_size=1, max_size=20))
def test_the_range_holds_every_weight_and_shrinks_by_little_steps(values):
    taken, limits = SymmetricRange(), []
    for weights in values:
        limits.append(taken.take(weights))
        assert limits[-1] >= 0.999999 * np.abs(weights).max()
        if len(limits) > 1 and np.any(weights):
            assert limits[-1] >= 0.949 * limits[-2]


def test_zero_weights_start_the_range_afresh_and_others_do_not_count():
    taken = SymmetricRange()
    assert taken.take(np.array([-3.0, 1.0])) == 3
    assert taken.take(np.array([np.nan, np.inf, 4.0])) == 4
    assert taken.take(np.zeros(2)) == 0
    assert taken.take(np.array([0.1])) == pytest.approx(0.1)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_weights_for_and_against_have_the_ends_of_the_colour_map(view, theme):
    weights = np.zeros((10, 784), np.float32)
    weights[3], weights[7] = -1, 1
    view.show_theme(theme)
    view.show_weights(weights, (28, 28), NAMES)
    table = colormap("blue–orange", theme)
    for index, entry in ((0, 128), (3, 1), (7, 255)):
        assert colour_at(view, view.tile(index).center()) == tuple(int(c) for c in table[entry][:3])


def test_rows_and_columns_are_not_swapped(view):
    weights = np.zeros((10, 12), np.float32)
    weights[2, 3] = 1  # the top right pixel of 3 × 4
    view.show_weights(weights, (3, 4), NAMES)
    tile = view.tile(2)
    orange = tuple(int(c) for c in colormap("blue–orange", DARK)[255][:3])
    assert colour_at(view, QPoint(tile.right() - 4, tile.top() + 4)) == orange
    assert colour_at(view, QPoint(tile.right() - 4, tile.bottom() - 4)) != orange


def test_means_lie_below_and_follow_the_theme(view):
    means = np.zeros((10, 28, 28), np.float32)
    means[4] = 0.5
    view.show_weights(np.zeros((10, 784), np.float32), (28, 28), NAMES)
    view.show_means(means)
    assert view.tile(4, mean=True).top() > view.tile(4).bottom()
    assert colour_at(view, view.tile(4, mean=True).center()) == (255, 255, 255)
    assert colour_at(view, view.tile(5, mean=True).center()) == (0, 0, 0)
    view.show_theme(LIGHT)
    assert colour_at(view, view.tile(4, mean=True).center()) == (0, 0, 0)
    view.show_means(None)
    assert colour_at(view, view.tile(4, mean=True).center()) == (255, 255, 255)


@pytest.mark.parametrize("size", [(760, 150), (760, 400), (300, 84), (2000, 90)])
@pytest.mark.parametrize("count", [1, 3, 10])
def test_tiles_lie_inside_and_side_by_side(view, size, count):
    view.show_weights(np.zeros((count, 784), np.float32), (28, 28), NAMES[: max(count, 2)])
    view.resize(*size)
    means = [view.tile(index, mean=True) for index in range(max(count, 2))]
    tiles = [view.tile(index) for index in range(count)] + means
    for i, tile in enumerate(tiles):
        assert view.rect().contains(tile)
        assert not any(tile.intersects(other) for other in tiles[i + 1 :])


def test_the_pointer_finds_a_weight(view, qtbot):
    weights = np.arange(7840, dtype=np.float32).reshape(10, 784)
    view.show_weights(weights, (28, 28), NAMES)
    tile = view.tile(6)
    with qtbot.waitSignal(view.hovered) as heard:
        qtbot.mouseMove(view, tile.topLeft() + QPoint(2, 2))
    assert heard.args == [HoveredPixel(6, 0, 0, 6 * 784)]
    assert view.pixel_at(tile.right() - 1.5, tile.bottom() - 1.5) == HoveredPixel(6, 27, 27, 7 * 784 - 1)
    assert view.pixel_at(tile.right() + 3, tile.top()) is None


def test_a_notice_takes_the_place_of_the_images(view):
    view.show_weights(np.ones((10, 784), np.float32), (28, 28), NAMES)
    view.show_notice("These inputs are not images.")
    assert view.accessibleDescription() == "These inputs are not images."
    assert view.pixel_at(*view.tile(0).center().toTuple()) is None
    assert not view.grab().toImage().isNull()
