"""The same row is read out in both plots, and nothing where there is none."""

import numpy as np
import pytest
from PySide6.QtCore import QObject

from app.plots.curve_readouts import CurveReadouts
from app.plots.shown_curves import EMPTY, ShownCurves
from lrengine.history import COLUMNS, History


class Plot:
    def __init__(self, is_share):
        self.is_share = is_share
        self.cursor = self.pointer = None

    def show_cursor(self, *what):
        self.cursor = what

    def show_pointer(self, *what):
        self.pointer = what

    def setAccessibleDescription(self, text):  # noqa: N802 - Qt's name
        self.described = text


@pytest.fixture
def plots():
    return Plot(False), Plot(True)


@pytest.fixture
def shown():
    columns = {"iteration": np.arange(5), "train_risk": np.full(5, 0.25), "train_accuracy": np.full(5, 0.5)}
    table = np.array([columns.get(name, np.full(5, np.nan)) for name in COLUMNS])
    return ShownCurves(history=History.from_table(table))


@pytest.fixture
def readouts(plots, shown):
    parent = QObject()
    yield CurveReadouts(plots, shown, parent)


def test_the_row_next_to_the_pointer_is_read_in_both_plots(qtbot, readouts, plots):
    with qtbot.waitSignal(readouts.hovered) as heard:
        readouts.point(2.6)
    risk, accuracy = plots
    assert heard.args == [3]
    assert risk.pointer == (3, "iteration 3  ·  train .2500")
    assert accuracy.pointer == (3, "iteration 3  ·  train 50.00 %")
    readouts.point(None)
    assert risk.pointer == accuracy.pointer == (None,)


def test_the_cursor_waits_for_rows(readouts, plots, shown):
    risk, _ = plots
    readouts.mark_cursor(risk)
    assert risk.cursor == (None,)
    readouts.cursor = 2
    readouts.mark_cursor(risk)
    assert risk.cursor == (2, "iteration 2  ·  train .2500")
    shown.history = None
    readouts.mark_cursor(risk)
    assert risk.cursor == (None,)


def test_without_rows_nothing_is_pointed_at_and_the_words_invite(qtbot, readouts, plots, shown):
    shown.history = None
    with qtbot.waitSignal(readouts.hovered) as heard:
        readouts.point(2.0)
    readouts.describe()
    assert heard.args == [None]
    assert all(plot.pointer == (None,) and plot.described == EMPTY for plot in plots)
