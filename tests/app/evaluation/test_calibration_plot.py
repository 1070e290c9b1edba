import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from app.evaluation.calibration_plot import CalibrationPlot, bin_sentence, summary
from app.look.theme import DARK, LIGHT
from lrengine.metrics import reliability

SHOWN = reliability(np.array([0.25, 0.75, 0.75, 0.75]), np.array([0, 1, 1, 0], bool), 10)


@pytest.fixture
def plot(show):
    host = QWidget()
    made = CalibrationPlot(host)
    made.resize(300, 200)
    made.show_theme(DARK)
    made.show_reliability(SHOWN)
    show(host)
    yield made


def place(plot, x, y):
    frame = plot.frame()
    return QPoint(round(frame.left() + x * frame.width()), round(frame.bottom() - y * frame.height() / 1.02))


def test_dots_stand_at_confidence_and_accuracy(plot):
    image = plot.grab().toImage()
    assert image.pixelColor(place(plot, 0.75, 2 / 3)).name() == DARK.accent
    assert image.pixelColor(place(plot, 0.25, 0.0) - QPoint(0, 1)).name() == DARK.accent
    assert image.pixelColor(place(plot, 0.75, 0.9)).name() == DARK.card


def test_bars_are_as_high_as_their_share_of_the_rows(plot):
    image = plot.grab().toImage()

    def bar(x):
        column = [image.pixelColor(place(plot, x, y)).name() != DARK.card for y in (0.05, 0.14, 0.28)]
        return column

    assert bar(0.78) == [True, True, True]
    assert bar(0.28) == [True, False, True] or bar(0.22) == [True, False, False]
    assert bar(0.55) == [False, False, False]


def test_the_pointer_tells_a_bin(plot, qtbot):
    with qtbot.waitSignal(plot.pointed, check_params_cb=lambda bin_: bin_ == 7):
        qtbot.mouseMove(plot.viewport(), place(plot, 0.75, 0.5))
    with qtbot.waitSignal(plot.pointed, check_params_cb=lambda bin_: bin_ is None):
        qtbot.mouseMove(plot.viewport(), QPoint(3, 3))


def test_sentences():
    assert summary(SHOWN) == "ECE 12.5 % · on average 62.5 % sure, 50.0 % right"
    assert bin_sentence(SHOWN, 7) == "0.70 to 0.80 sure: 3 rows, 66.7 % right"
    assert bin_sentence(SHOWN, 0) == "0.00 to 0.10 sure: 0 rows"


def test_nothing_to_show_and_a_new_theme(plot):
    assert plot.accessibleDescription() == summary(SHOWN)
    dark = plot.grab().toImage()
    plot.show_theme(LIGHT)
    light = plot.grab().toImage()
    plot.show_reliability(None)
    assert len({dark.sizeInBytes(), light.sizeInBytes()}) == 1 and dark != light != plot.grab().toImage()
    assert plot.accessibleDescription() == ""
