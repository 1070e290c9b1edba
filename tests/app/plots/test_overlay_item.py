"""Other runs' curves are painted bit by bit into a picture that is shown until another one is ready."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.look.theme import DARK, LIGHT
from app.plots.curve_figures import risk_columns
from app.plots.overlay import Band, Overlay
from lrengine.history import History, Step

VIOLET = "#b06bff"


def history(rows=200, height=1.0):
    made = History()
    made.extend(Step(k, k / 10, 0.0, train_risk=height, validation_risk=height + 0.5) for k in range(rows))
    return made


@pytest.fixture
def plot(plot):
    QApplication.processEvents()
    return plot


def show(plot, overlays, bands=()):
    plot.show_others(overlays, bands, risk_columns(False))
    draw(plot, 0, 200)


def draw(plot, left, right):
    plot.setXRange(left, right, padding=0)
    plot.draw(left, right, None, follows=True)


def paint_all(plot):
    """Paint until nothing is left to do; how often that was."""
    for count in range(1, 200):
        plot.overlays.item.update()
        plot.viewport().repaint()
        if not plot.overlays.item.is_behind:
            plot.draw(*plot.getViewBox().viewRange()[0], None, follows=True)
            plot.overlays.item.update()
            plot.viewport().repaint()
            if not plot.overlays.item.is_behind:
                return count
    raise AssertionError("never done")


def near(image, colour):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.array(image.constBits()).reshape(image.height(), image.width(), 4)[..., 2::-1].astype(int)
    return np.abs(pixels - np.array(QColor(colour).getRgb()[:3])).sum(axis=-1) < 60


def is_violet(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.array(image.constBits()).reshape(image.height(), image.width(), 4).astype(int)
    return pixels[..., 2] - pixels[..., 1] > 20


def test_a_run_is_drawn_thin_in_its_colour_training_solid_validation_dashed(plot):
    show(plot, [Overlay(2, "rate 1", VIOLET, history())])
    paint_all(plot)
    # A line between two rows of pixels is shared by both.
    rows = is_violet(plot.grab().toImage()).sum(axis=1)
    dashed, solid = rows[: len(rows) // 2].max(), rows[len(rows) // 2 :].max()
    assert solid > 350 and 0.4 * solid < dashed < 0.9 * solid


def test_many_runs_take_several_paintings_and_none_where_nothing_moves(plot):
    show(plot, [Overlay(k, "", VIOLET, history(height=k)) for k in range(2, 14)])
    assert paint_all(plot) > 5
    done = plot.overlays.item.pictures
    for _ in range(3):
        plot.viewport().repaint()
    assert plot.overlays.item.pictures == done
    draw(plot, 20, 150)
    plot.viewport().repaint()
    assert plot.overlays.item.is_behind
    # Meanwhile the picture there was is stretched to what is in sight now.
    assert near(plot.grab().toImage(), VIOLET).sum() > 500
    paint_all(plot)
    assert plot.overlays.item.pictures > done


def test_it_asks_to_go_on_while_it_is_behind(plot, qtbot):
    with qtbot.waitSignal(plot.unfinished):
        show(plot, [Overlay(k, "", VIOLET, history(height=k)) for k in range(2, 14)])
        plot.viewport().repaint()


def test_a_run_that_grows_is_painted_further(plot):
    growing = history(100)
    show(plot, [Overlay(2, "", VIOLET, growing)])
    paint_all(plot)
    before = near(plot.grab().toImage(), VIOLET).sum()
    growing.extend(Step(k, k / 10, 0.0, train_risk=1.0) for k in range(100, 200))
    paint_all(plot)
    assert near(plot.grab().toImage(), VIOLET).sum() > 1.3 * before


def test_a_band_is_filled_around_its_mean(plot):
    runs = (history(height=1.0), history(height=2.0))
    show(plot, [], [Band("2 seeds", VIOLET, runs)])
    paint_all(plot)
    image = plot.grab().toImage()
    frame = plot._frame()
    centre = image.pixelColor(frame.center())
    assert centre.name() not in (DARK.card, VIOLET) and centre.blueF() > QColor(DARK.card).blueF() + 0.05


def test_no_runs_leave_nothing(plot):
    show(plot, [Overlay(2, "", VIOLET, history())])
    paint_all(plot)
    show(plot, [])
    plot.viewport().repaint()
    assert not near(plot.grab().toImage(), VIOLET).any() and not plot.overlays.item.is_behind


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_pale_colours_are_made_readable(plot, theme):
    plot.show_theme(theme, 50)
    show(plot, [Overlay(2, "", "#e8c547", history())])
    paint_all(plot)
    assert near(plot.grab().toImage(), "#e8c547").any() == theme.dark


def test_a_saved_picture_is_whole_at_once(plot):
    show(plot, [Overlay(k, "", VIOLET, history(height=k)) for k in range(2, 14)])
    for curve in plot.overlays.item._curves:
        curve.source.take(1000)
    draw(plot, 0, 200)
    image = QImage(plot.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    plot.render(painter, QRectF(plot.rect()), plot.rect())
    painter.end()
    assert (is_violet(image).sum(axis=1) > 100).sum() >= 20
