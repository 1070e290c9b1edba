import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QToolButton, QWidget

from app.look.theme import DARK
from app.plots.curves_panel import CurvesPanel
from app.plots.overlay import Band, Overlay
from lrengine.history import COLUMNS, History, Step


def make_history(rows, **columns):
    """A falling risk and a rising accuracy, or the given columns."""
    k = np.arange(rows)
    columns = {
        "train_risk": 0.3 + 2 / (1 + k),
        "train_objective": 5.3 + 2 / (1 + k),
        "validation_risk": 0.4 + 2 / (1 + k),
        "train_accuracy": 0.9 - 0.8 / (1 + k),
        "validation_accuracy": 0.88 - 0.8 / (1 + k),
        "test_risk": np.full(rows, 0.6),
        "test_accuracy": np.full(rows, 0.85),
        **columns,
        "iteration": k,
        "epoch": k / 10,
    }
    return History.from_table(np.array([columns.get(name, np.full(rows, np.nan)) for name in COLUMNS]))


@pytest.fixture
def panel(qtbot):
    made = CurvesPanel()
    qtbot.addWidget(made)
    made.resize(560, 460)
    with qtbot.waitExposed(made):
        made.show()
    made.flush()
    yield made


def pixels(plot, colour):
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    values = np.array(image.constBits()).reshape(image.height(), image.width(), 4)[..., 2::-1].astype(int)
    return int((np.abs(values - np.array(QColor(colour).getRgb()[:3])).sum(axis=-1) < 60).sum())


def test_names_that_others_rely_on(panel):
    for name in ("risk_plot", "accuracy_plot", "risk_log"):
        widget = panel.findChild(QWidget, name)
        assert widget is not None and widget.accessibleName()


def test_an_empty_panel_invites_to_train(panel):
    assert pixels(panel.risk_plot, DARK.training) == 0
    assert panel.risk_plot._notice.isVisible()
    assert panel.risk_plot.accessibleDescription() == "Press Space to train"
    panel.show_history(make_history(50))
    panel.flush()
    assert not panel.risk_plot._notice.isVisible()


def test_curves_are_drawn_by_themselves_soon_after_they_are_shown(panel, qtbot):
    before = panel.repaints
    panel.show_history(make_history(200))
    qtbot.waitUntil(lambda: panel.repaints > before and not panel._parts.is_active)
    for plot in (panel.risk_plot, panel.accuracy_plot):
        assert pixels(plot, DARK.training) > 200
        assert pixels(plot, DARK.validation) > 100


def test_many_announcements_are_one_repaint(panel, qtbot):
    history = make_history(100)
    panel.show_history(history)
    panel.flush()
    before = panel.repaints
    for k in range(100, 200):
        history.append(Step(k, k / 10, 0.0, train_risk=0.3, validation_risk=0.4))
        panel.show_history(history)
    qtbot.waitUntil(lambda: panel.repaints > before)
    assert panel.repaints == before + 1
    assert panel.risk_plot.getViewBox().viewRange()[0][1] > 199


def test_each_plot_follows_the_run_in_its_own_turn(panel, qtbot):
    ranges = [plot.getViewBox().viewRange for plot in (panel.risk_plot, panel.accuracy_plot)]
    panel.show_history(make_history(100))
    panel.flush()
    seen = []
    draw = panel.accuracy_plot.draw
    panel.accuracy_plot.draw = lambda *where, **how: (
        seen.extend(r()[0][1] for r in ranges),
        draw(*where, **how),
    )
    panel.show_history(make_history(200))
    qtbot.waitUntil(lambda: bool(seen) and not panel._parts.is_active)
    assert seen[0] > 199 > seen[1], "the second plot stands still while the first one is drawn"
    assert ranges[0]()[0] == pytest.approx(ranges[1]()[0])


def test_what_is_dragged_in_one_plot_moves_in_the_other(panel):
    panel.show_history(make_history(100))
    panel.flush()
    for plot, other, place in (
        (panel.risk_plot, panel.accuracy_plot, 20), (panel.accuracy_plot, panel.risk_plot, 40)
    ):  # fmt: skip
        plot.setXRange(place, place + 30, padding=0)
        plot.getViewBox().sigRangeChangedManually.emit([True, True])
        assert other.getViewBox().viewRange()[0] == pytest.approx([place, place + 30], abs=0.1)


def test_only_new_rows_are_taken(panel):
    history = make_history(100)
    panel.show_history(history)
    panel.flush()
    history.append(Step(100, 10.0, 0.0, train_risk=0.3))
    panel.show_history(history)
    panel.flush()
    reducers = panel.risk_plot._reducers
    assert (len(reducers["training"]), len(reducers["validation"])) == (101, 100)


def test_another_run_replaces_the_curves(panel):
    panel.show_history(make_history(100))
    panel.flush()
    panel.show_history(make_history(10, train_risk=np.full(10, 1.0)))
    panel.flush()
    assert len(panel.risk_plot._reducers["training"]) == 10
    panel.show_history(None)
    panel.flush()
    assert pixels(panel.risk_plot, DARK.training) == 0


def test_a_hidden_panel_draws_when_it_is_shown_again(panel, qtbot):
    panel.hide()
    before = panel.repaints
    panel.show_history(make_history(100))
    assert not panel._clock._timer.isActive()
    with qtbot.waitExposed(panel):
        panel.show()
    qtbot.waitUntil(lambda: panel.repaints > before)
    assert pixels(panel.risk_plot, DARK.training) > 100


@pytest.mark.parametrize("log", [True, False])
def test_values_without_a_logarithm_are_no_error(panel, log):
    wild = np.resize([1.0, 0.0, -1.0, np.inf, -np.inf, np.nan, 1e300, 1e-300], 400)
    panel.set_log(log)
    panel.show_history(
        make_history(400, train_risk=wild, validation_risk=np.zeros(400), train_accuracy=wild), 3
    )
    panel.show_optimum(0.0)
    panel.flush()
    assert panel.repaints > 0
    assert all(map(math.isfinite, panel.risk_plot.getViewBox().viewRange()[1]))


def test_a_spike_of_one_iteration_stays_visible(panel):
    risk = np.full(100_000, 0.5)
    panel.set_log(False)
    panel.show_history(make_history(len(risk), train_risk=risk, validation_risk=np.full(len(risk), np.nan)))
    panel.flush()
    calm = pixels(panel.risk_plot, DARK.training)
    spiked = risk.copy()
    spiked[61_803] = 30.0
    panel.show_history(make_history(len(risk), train_risk=spiked, validation_risk=np.full(len(risk), np.nan)))
    panel.flush()
    assert pixels(panel.risk_plot, DARK.training) > calm + 0.6 * panel.risk_plot._frame().height()


def test_the_axis_choice_is_kept_and_shown(panel, qtbot):
    panel.show_history(make_history(100))
    panel.flush()
    assert panel.is_log()
    qtbot.mouseClick(panel.findChild(QToolButton, "risk_log"), Qt.MouseButton.LeftButton)
    assert not panel.is_log()
    panel.flush()
    assert panel.risk_plot.getViewBox().viewRange()[1][1] > 2.2
    panel.show_history(make_history(50))
    panel.flush()
    assert not panel.is_log()
    panel.set_log(True)
    panel.flush()
    assert 0.3 < panel.risk_plot.getViewBox().viewRange()[1][1] < 0.6


def test_new_rows_keep_the_zoom_until_the_run_is_fitted_again(panel, qtbot):
    history = make_history(1000)
    panel.show_history(history)
    panel.flush()
    view = panel.risk_plot.getViewBox()
    centre = panel.risk_plot._frame().center()
    viewport = panel.risk_plot.viewport()
    with qtbot.waitSignal(panel.risk_plot.zoomed):
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=centre)
        for step in range(1, 7):
            qtbot.mouseMove(viewport, centre + QPoint(15 * step, 4 * step))
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=centre + QPoint(90, 24))
    zoomed = view.viewRange()
    assert zoomed[0][0] < -50
    history.append(Step(1000, 100.0, 0.0, train_risk=40.0, train_accuracy=0.1))
    panel.show_history(history)
    panel.flush()
    assert view.viewRange() == zoomed
    np.testing.assert_allclose(panel.accuracy_plot.getViewBox().viewRange()[0], zoomed[0], atol=5)
    fit = panel.findChild(QToolButton, "fit_curves")
    assert fit.isVisible()
    qtbot.mouseClick(fit, Qt.MouseButton.LeftButton)
    panel.flush()
    assert view.viewRange()[0][1] > 1000
    assert view.viewRange()[1][1] > math.log10(40)
    assert not fit.isVisible()


def test_a_penalty_changes_what_is_drawn_and_its_title(panel):
    panel.set_log(False)
    panel.show_history(make_history(100))
    panel.flush()
    title = panel.findChild(QWidget, "risk_title")
    assert title.text() == "Risk"
    assert panel.risk_plot.getViewBox().viewRange()[1][1] < 4
    panel.show_penalised(True)
    panel.flush()
    assert title.text() == "Objective: risk + penalty"
    assert panel.risk_plot.getViewBox().viewRange()[1][1] > 5


def test_the_test_curve_is_sealed_until_it_is_revealed(panel):
    panel.show_history(make_history(100))
    panel.flush()
    legend = panel.findChild(QWidget, "curve_legend")
    assert "test" not in legend.accessibleDescription()
    assert "test" not in panel.risk_plot.accessibleDescription()
    panel.show_test(True)
    panel.flush()
    assert legend.accessibleDescription() == "train solid, validation dashed, test dotted"
    assert "test .6000" in panel.risk_plot.accessibleDescription()


def test_the_summary_names_the_last_row_the_best_and_the_optimum(panel):
    panel.show_history(make_history(101), best_iteration=40)
    panel.show_optimum(0.2384)
    panel.flush()
    assert panel.risk_plot.accessibleDescription() == (
        "iteration 100, train .3198, validation .4198, best iterate 40, optimum .2384"
    )
    assert panel.accuracy_plot.accessibleDescription().startswith("iteration 100, train 89.21 %")
    assert pixels(panel.risk_plot, DARK.good) > 50


def test_the_pointer_reads_the_nearest_iteration_in_both_plots(panel, qtbot):
    panel.show_history(make_history(101))
    panel.flush()
    frame = panel.accuracy_plot._frame()
    with qtbot.waitSignal(panel.iteration_hovered) as heard:
        qtbot.mouseMove(panel.accuracy_plot.viewport(), frame.center())
    assert heard.args == [50] or heard.args == [51]
    assert panel.risk_plot._readout.text().startswith(f"iteration {heard.args[0]}  ·  train .33")
    assert panel.accuracy_plot._readout.isVisible()
    with qtbot.waitSignal(panel.iteration_hovered) as heard:
        panel.accuracy_plot.pointed.emit(None)
    assert heard.args == [None]
    assert not panel.risk_plot._readout.isVisible()


def test_the_menu_fits_and_saves(panel, qtbot):
    panel.show_history(make_history(101))
    panel.flush()
    qtbot.mouseClick(
        panel.risk_plot.viewport(), Qt.MouseButton.RightButton, pos=panel.risk_plot._frame().center()
    )
    menu = panel.findChild(QWidget, "curves_menu")
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Fit", "Logarithmic risk axis", "Save as picture…", "Save as drawing…", "Save figures…"]
    menu.actions()[1].trigger()
    assert not panel.is_log()
    menu.close()


def test_space_is_left_to_the_window(qtbot, key_host):
    panel = CurvesPanel(key_host)
    with qtbot.waitExposed(key_host):
        key_host.show()
    panel.risk_plot.setFocus()
    qtbot.keyClick(panel.risk_plot, Qt.Key.Key_Space)
    assert key_host.keys == [Qt.Key.Key_Space]


def test_other_runs_widen_what_is_in_sight_and_are_told_of(panel):
    panel.show_history(make_history(100))
    panel.flush()
    overlay = Overlay(2, "rate 1", "#b06bff", make_history(300, train_risk=np.full(300, 9.0)))
    panel.show_overlays([overlay])
    panel.flush()
    assert panel.risk_plot.getViewBox().viewRange()[0][1] >= 299
    assert panel.risk_plot.getViewBox().viewRange()[1][1] > math.log10(9)
    assert pixels(panel.risk_plot, "#b06bff") > 200 and pixels(panel.accuracy_plot, "#b06bff") > 100
    assert panel.risk_plot.accessibleDescription().endswith("overlaid: run 2 rate 1")
    panel.show_overlays([])
    panel.flush()
    assert pixels(panel.risk_plot, "#b06bff") == 0
    assert panel.risk_plot.getViewBox().viewRange()[0][1] < 110


def test_other_runs_appear_by_themselves(panel, qtbot):
    panel.show_overlays([Overlay(k, "", "#b06bff", make_history(200)) for k in range(2, 12)])
    qtbot.waitUntil(
        lambda: panel.risk_plot.overlays.item.pictures > 0 and not panel.risk_plot.overlays.item.is_behind
    )
    assert not panel.risk_plot._notice.isVisible()


def test_a_band_is_drawn_with_its_name(panel):
    runs = tuple(make_history(100, train_risk=np.full(100, height)) for height in (1.0, 1.2, 1.4))
    panel.show_bands([Band("3 seeds", "#b06bff", runs)])
    panel.flush()
    assert pixels(panel.risk_plot, "#b06bff") > 30
    assert panel.risk_plot.accessibleDescription().endswith("overlaid: 3 seeds")


def test_the_zoom_is_kept_when_other_runs_are_drawn(panel):
    panel.show_history(make_history(100))
    panel.flush()
    panel.risk_plot.setXRange(20, 40, padding=0)
    panel.risk_plot.getViewBox().sigRangeChangedManually.emit([True, True])
    zoomed = panel.risk_plot.getViewBox().viewRange()
    panel.show_overlays([Overlay(2, "", "#b06bff", make_history(300))])
    panel.flush()
    assert panel.risk_plot.getViewBox().viewRange() == zoomed


def test_the_cursor_marks_where_the_run_is_rewound_to(panel):
    panel.show_history(make_history(101))
    panel.show_cursor(40)
    panel.flush()
    assert panel.risk_plot._readout.text().startswith("iteration 40  ·  train .34")
    assert panel.accuracy_plot._readout.isVisible()
    panel.show_cursor(None)
    panel.flush()
    assert not panel.risk_plot._readout.isVisible()


def test_logarithmic_iterations_show_the_whole_run_and_read_the_right_row(panel, qtbot):
    panel.show_history(make_history(1000), best_iteration=99)
    panel.flush()
    qtbot.mouseClick(panel.findChild(QToolButton, "iterations_log"), Qt.MouseButton.LeftButton)
    panel.flush()
    assert panel.is_log_x()
    left, right = panel.risk_plot.getViewBox().viewRange()[0]
    assert left == 0 and 3.0 < right < 3.05
    assert panel.risk_plot._marks.best[0] == pytest.approx(2.0)
    ticks = [text for _, text in panel.risk_plot._bottom.ticks(500)]
    assert ticks == ["0", "1", "10", "100"] or ticks == ["0", "1", "10", "100", "1,000"]
    with qtbot.waitSignal(panel.iteration_hovered) as heard:
        panel.risk_plot.pointed.emit(panel.risk_plot.scale.iteration(1.0))
    assert heard.args == [9]
