"""The plots show the run on view, before the other panels are here and after."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from app.main_window import MainWindow
from lrengine.recipe import Recipe
from lrengine.settings import change

SHORT = change(Recipe(), {"data.name": "digits8", "stopping.iterations": 30, "solver.learning_rate": 0.1})


@pytest.fixture
def opened(qtbot, small_data):
    """Opens a window at a place where it keeps its settings, or at none."""

    def open_window(home=None, **how):
        window = MainWindow(home, **how)
        qtbot.addWidget(window)
        window.resize(1440, 900)
        window.show()
        window.session.open_recipe(SHORT)
        qtbot.waitUntil(lambda: window.session.rows is not None)
        windows.append(window)
        return window

    windows = []
    yield open_window
    for window in windows:
        window.close()


@pytest.fixture
def window(opened):
    return opened()


def train(qtbot, window):
    with qtbot.waitSignal(window.session.run_ended):
        qtbot.keyClick(window, Qt.Key.Key_Space)
    return window.session.run


def test_they_do_not_wait_for_the_panels(qtbot, opened):
    window = opened(defer_plots=True)
    run = train(qtbot, window)
    window.add_plots()
    qtbot.waitUntil(lambda: window.curves.repaints > 0)
    assert len(run.history) == 31
    assert window.weights.isVisibleTo(window)
    window.add_panels()
    assert window.late.evaluation.window() is window


def test_scales_and_colours_are_remembered(opened, tmp_path):
    window = opened(tmp_path)
    log, log_x, colours = window.curves.is_log(), window.curves.is_log_x(), window.weights.colours()
    window.curves.set_log(not log)
    window.curves.set_log_x(not log_x)
    window.close()
    again = opened(tmp_path)
    assert (again.curves.is_log(), again.curves.is_log_x()) == (not log, not log_x)
    assert again.weights.colours() == colours


def test_a_small_window_has_room_for_every_curve(qtbot, window):
    train(qtbot, window)
    window.actions_["reveal_action"].trigger()
    window.curves.findChild(QToolButton, "fit_curves").show()
    qtbot.waitUntil(lambda: window.curves.minimumSizeHint().width() > 0)
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == (1024, 700))
    assert window.minimumSizeHint().width() <= 1024


def test_overlays_are_of_the_listed_runs_only(qtbot, window):
    first = train(qtbot, window)
    train(qtbot, window)
    window.runs_panel._change_overlays((first.number,), True)
    drawn = []
    window.curves.show_overlays = drawn.append
    window.plots._draw_overlays()
    assert [overlay.number for overlay in drawn[-1]] == [1]
    window.session.run_list.delete((first.number,))
    assert drawn[-1] == []


def test_the_weights_on_screen_are_those_of_the_run_on_view(qtbot, window):
    first = train(qtbot, window)
    window.session.change_settings({"solver.learning_rate": 0.01})
    second = train(qtbot, window)
    shown = []
    window.weights.show_weights = lambda flat, shape, names: shown.append(flat)
    for run in (first, second):
        window.session.show_run(run.number)
        pictures = run.model().features.weight_pictures(run.model().weights)
        np.testing.assert_array_equal(shown[-1], pictures.reshape(len(pictures), -1))
        assert f"{run.updates:,}" in window.run_bar.status.text()
