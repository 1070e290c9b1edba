"""Runs keep their numbers, and what a run shows belongs to one iterate."""

import numpy as np

from app.runs.run_store import RunStore
from lrengine.experiment import conclude, start
from lrengine.settings import change


def finished_run(store, recipe, rows):
    training = start(recipe, rows)
    run = store.add(recipe, rows, training)
    for step in training.steps():
        best = training.watch.best
        run.extend((step,), training.theta.copy(), best.iteration if best else None)
    run.finish(training.reason, training.sentence, conclude(recipe, rows, training))
    return run


def test_a_run_without_updates_gives_its_number_back(small_recipe, small_rows):
    store = RunStore()
    first = store.add(small_recipe, small_rows, start(small_recipe, small_rows))
    second = store.add(small_recipe, small_rows, start(small_recipe, small_rows))
    assert (first.number, second.number) == (1, 1) and first.key != second.key
    assert list(store) == [second] and store.find(1) is second


def test_the_model_is_that_of_the_shown_iterate(small_recipe, small_rows):
    run = finished_run(RunStore(), small_recipe, small_rows)
    test = small_rows.split.test
    accuracy = np.mean(run.model().predict(test.inputs) == test.labels)
    assert accuracy == run.test_accuracy()


def test_patience_shows_the_best_iterate(small_recipe, small_rows):
    recipe = change(small_recipe, {"stopping.patience": 2, "solver.learning_rate": 3.0})
    run = finished_run(RunStore(), recipe, small_rows)
    assert run.shown_iteration == run.result.best.iteration
    validation = small_rows.split.validation
    accuracy = np.mean(run.model().predict(validation.inputs) == validation.labels)
    assert accuracy == np.nanmax(run.history.column("validation_accuracy"))


def test_without_an_intercept_the_model_has_a_zero_one(small_recipe, small_rows):
    recipe = change(small_recipe, {"task.intercept": False})
    run = finished_run(RunStore(), recipe, small_rows)
    assert not run.model().intercept.any()
