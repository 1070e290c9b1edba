"""Rows of the runs table hold the runs' own figures."""

from app.runs.run_rows import COLOURS, run_rows
from app.runs.run_store import RunStore
from lrengine.experiment import conclude, start
from lrengine.settings import all_settings, change


def test_each_row_holds_its_runs_settings_and_figures(small_recipe, small_rows):
    store = RunStore()
    for rate in (0.1, 0.01):
        recipe = change(small_recipe, {"solver.learning_rate": rate})
        training = start(recipe, small_rows)
        run = store.add(recipe, small_rows, training)
        run.extend(tuple(training.steps()), training.theta.copy(), training.watch.best.iteration)
        run.finish(training.reason, training.sentence, conclude(recipe, small_rows, training))
    first, second = run_rows(store)
    assert (first.number, second.number) == (1, 2)
    assert (first.colour, second.colour) == COLOURS[:2]
    assert first.risk == store.find(1).history.column("train_risk")[-1]
    assert first.test_accuracy == store.find(1).sealed_test and not first.revealed
    assert second.settings["solver.learning_rate"] == 0.01
    assert set(second.settings) == {setting.key for setting in all_settings()}
    assert second.status == "iterations"


def test_a_run_without_rows_is_not_listed(small_recipe, small_rows):
    store = RunStore()
    store.add(small_recipe, small_rows, start(small_recipe, small_rows))
    assert run_rows(store) == []
