"""What a run shows belongs to one iterate: the newest, the kept, or the one it is drawn back to."""

import numpy as np
import pytest

from app.runs.run_record import flat
from app.runs.run_store import RunStore
from lrengine.experiment import conclude, start
from lrengine.settings import change
from lrengine.snapshots import Snapshots


@pytest.fixture
def train(small_rows):
    """A finished run of a recipe, with its snapshots and how it ended."""

    def train(recipe):
        training = start(recipe, small_rows)
        run = RunStore().add(recipe, small_rows, training)
        kept = Snapshots()
        for step in training.steps():
            best = training.watch.best
            kept.add(step.iteration, training.theta)
            run.extend((step,), training.theta.copy(), best.iteration if best else None, kept.hand_over())
        result = conclude(recipe, small_rows, training)
        run.finish(training.reason, training.sentence, result)
        return run, result

    return train


def test_the_model_is_that_of_the_iterate_on_view(train, small_recipe, small_rows):
    run, _ = train(small_recipe)
    test = small_rows.split.test
    assert np.mean(run.model().predict(test.inputs) == test.labels) == run.test_accuracy()


def test_patience_shows_the_best_iterate(train, small_recipe, small_rows):
    run, result = train(change(small_recipe, {"stopping.patience": 2, "solver.learning_rate": 3.0}))
    assert run.shown_iteration == result.best.iteration
    validation = small_rows.split.validation
    accuracy = np.mean(run.model().predict(validation.inputs) == validation.labels)
    assert accuracy == np.nanmax(run.history.column("validation_accuracy"))


def test_without_an_intercept_the_model_has_a_zero_one(train, small_recipe):
    run, _ = train(change(small_recipe, {"task.intercept": False}))
    assert not run.model().intercept.any()


def test_drawn_back_everything_is_of_that_iterate(train, small_recipe, small_rows):
    run, _ = train(small_recipe)
    newest = run.model()
    run.rewind(3)
    assert run.shown_iteration == 3 and run.figure("iteration") == 3
    rows = small_rows.split.train
    accuracy = np.mean(run.model().predict(rows.inputs) == rows.labels)
    assert accuracy == run.history.column("train_accuracy")[3]
    assert run.test_accuracy() is None, "the test of another iterate is not this one's"
    run.rewind(None)
    np.testing.assert_array_equal(flat(run.model()), flat(newest))


def test_a_run_that_goes_on_stays_where_it_was_drawn_back_to(train, small_recipe):
    run, _ = train(small_recipe)
    run.rewind(0)
    assert not run.theta.any(), "row 0 is the zero start"


def test_without_snapshots_there_is_nothing_to_draw_back_to(train, small_recipe):
    run, _ = train(small_recipe)
    run.snapshots = Snapshots()
    run.rewind(2)
    assert run.rewound is None and run.shown_iteration == run.updates


def test_a_figure_is_the_last_one_measured_however_long_ago(train, small_recipe):
    run, _ = train(change(small_recipe, {"solver.batch_size": 8, "evaluation.every": 30}))
    risks = run.history.column("train_risk")
    run.rewind(29)
    assert np.isnan(risks[1:30]).all() and run.figure("train_risk") == risks[0]
    run.rewind(None)
    assert run.figure("train_risk") == risks[30] and np.isnan(run.figure("test_accuracy"))


def test_a_long_history_is_searched_from_its_end(train, small_recipe):
    run, _ = train(small_recipe)
    table = np.full((len(run.history.table()), 100_000), np.nan)
    table[:, 3] = 0.25
    run.history = type(run.history).from_table(table)
    run.reached_iteration = 99_999
    assert run.figure("train_risk") == 0.25
