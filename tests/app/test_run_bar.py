"""The bar: a speed in iterations a second, and figures that are the run's own."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.plots.plot_ticks import risk_text
from app.run_bar import Pace, RunBar, SpeedSlider, test_text
from app.runs.products import products_text
from app.runs.run_store import RunStore
from lrengine.experiment import start

test_text.__test__ = False


def test_the_speed_runs_from_one_to_unlimited(qtbot):
    slider = SpeedSlider()
    qtbot.addWidget(slider)
    assert math.isinf(slider.value())
    with qtbot.waitSignal(slider.speed_changed) as caught:
        qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert caught.args == [1.0] and slider.value() == 1.0
    slider.setValue(100.0)
    assert slider.value() == pytest.approx(100.0)
    slider.setValue(math.inf)
    assert math.isinf(slider.value())


def test_the_bar_shows_the_newest_row(qtbot, small_recipe, small_rows):
    parent = QWidget()
    qtbot.addWidget(parent)
    bar = RunBar(*(QAction(name, parent) for name in ("Train", "Pause", "Step", "Reset")), parent)
    training = start(small_recipe, small_rows)
    run = RunStore().add(small_recipe, small_rows, training)
    run.extend(tuple(training.steps()), training.theta, None)
    bar.show_run(run)
    text = bar.status.text()
    assert f"iteration <b>{run.updates:,}</b>" in text
    assert risk_text(run.history.column("train_risk")[-1]) in text
    assert "sealed" in text
    assert bar.status.toolTip() == products_text(small_recipe, small_rows) != ""
    run.revealed = True
    bar.show_run(run)
    assert "sealed" not in bar.status.text()


def test_pace_begins_anew_with_each_run():
    pace = Pace()
    assert pace.measure(1, 100) == 0
    assert pace.measure(2, 5) == 0


def test_a_kept_iterate_is_shown_with_its_own_figures(qtbot, small_recipe, small_rows):
    from lrengine.experiment import conclude
    from lrengine.settings import change

    recipe = change(small_recipe, {"stopping.patience": 2, "solver.learning_rate": 3.0})
    parent = QWidget()
    qtbot.addWidget(parent)
    bar = RunBar(*(QAction(name, parent) for name in ("Train", "Pause", "Step", "Reset")), parent)
    training = start(recipe, small_rows)
    run = RunStore().add(recipe, small_rows, training)
    run.extend(tuple(training.steps()), training.theta.copy(), training.watch.best.iteration)
    run.finish("patience", "", conclude(recipe, small_rows, training))
    bar.show_run(run)
    kept = run.history.column("train_risk")[run.shown_iteration]
    assert run.shown_iteration < run.updates and risk_text(kept) in bar.status.text()


def test_between_evaluations_the_batchs_own_risk_is_shown(qtbot, small_recipe, small_rows):
    from lrengine.settings import change

    recipe = change(small_recipe, {"solver.batch_size": 8, "evaluation.every": 10})
    parent = QWidget()
    qtbot.addWidget(parent)
    bar = RunBar(*(QAction(name, parent) for name in ("Train", "Pause", "Step", "Reset")), parent)
    training = start(recipe, small_rows)
    run = RunStore().add(recipe, small_rows, training)
    steps = training.steps()
    run.extend((next(steps), next(steps), next(steps)), training.theta.copy(), 0)
    run.state = "paused"
    bar.show_run(run)
    assert f"batch risk <b>{risk_text(run.history.column('batch_risk')[2])}</b>" in bar.status.text()
    assert "validation" not in bar.status.text(), "nothing was measured at this iteration"
