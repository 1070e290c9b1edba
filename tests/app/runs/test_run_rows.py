"""Rows of the runs table hold the runs' own figures."""

import numpy as np

from app.runs.run_rows import COLOURS, colour_of, run_rows
from app.runs.run_store import RunStore
from lrengine.experiment import conclude, start
from lrengine.settings import all_settings, change


def add_run(store, recipe, rows):
    training = start(recipe, rows)
    run = store.add(recipe, rows, training)
    run.extend(tuple(training.steps()), training.theta.copy(), training.watch.best.iteration)
    run.finish(training.reason, training.sentence, conclude(recipe, rows, training))
    return run


def test_each_row_holds_its_runs_settings_and_figures(small_recipe, small_rows):
    store = RunStore()
    for rate in (0.1, 0.01):
        add_run(store, change(small_recipe, {"solver.learning_rate": rate}), small_rows)
    first, second = run_rows(store, store.find(2))
    assert (first.number, second.number) == (1, 2)
    assert (first.is_shown, second.is_shown) == (False, True)
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


def test_a_row_is_made_anew_only_when_its_run_has_moved(small_recipe, small_rows):
    store = RunStore()
    run = add_run(store, small_recipe, small_rows)
    (before,) = run_rows(store)
    assert run_rows(store)[0] is before
    run.title, run.parent, run.group = "Softmax", (7, 1800), 3
    (after,) = run_rows(store, run)
    assert (after.name, after.parent, after.group, after.is_shown) == (
        "Softmax",
        "branch of 7 at 1,800",
        3,
        True,
    )
    assert after.settings is before.settings


def test_a_rewound_run_shows_the_figures_of_the_iterate_on_view(small_recipe, small_rows):
    store = RunStore()
    run = add_run(store, small_recipe, small_rows)
    run.snapshots.add(0, np.zeros_like(run.theta))
    newest = run_rows(store)[0].risk
    run.rewind(0)
    assert run_rows(store)[0].risk == run.history.column("train_risk")[0] > newest


def test_colours_come_round():
    assert len(set(COLOURS)) == len(COLOURS)
    assert colour_of(1) == COLOURS[0] == colour_of(1 + len(COLOURS))
