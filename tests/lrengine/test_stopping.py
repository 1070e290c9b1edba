from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.history import Step
from lrengine.stopping import Stopping, Watch, closing_sentence


def rows(**columns):
    length = len(next(iter(columns.values())))
    return [
        Step(k, float(k), 0.0, **{name: values[k] for name, values in columns.items()}) for k in range(length)
    ]


def follow(watch, steps):
    """Iterations that were a new best, and where patience was over (None if never)."""
    best = []
    for step in steps:
        if watch.is_new_best(step):
            best.append(step.iteration)
        if watch.is_over:
            return best, step.iteration
    return best, None


@pytest.mark.parametrize(("limits", "place", "reason"), [
    ({"iterations": 5}, (4, 9.0, 99.0), None),
    ({"iterations": 5}, (5, 0.0, 0.0), "iterations"),
    ({"epochs": 2.0}, (9, 1.99, 0.0), None),
    ({"epochs": 2.0}, (9, 2.0, 0.0), "epochs"),
    ({"epochs": 0.3}, (3, 0.1 + 0.1 + 0.09999999999999, 0.0), "epochs"),
    ({"seconds": 1.5}, (9, 9.0, 1.4), None),
    ({"seconds": 1.5}, (9, 9.0, 1.5), "seconds"),
    ({}, (10**9, 1e9, 1e9), None),
    ({"iterations": 5, "epochs": 1.0, "seconds": 1.0}, (5, 1.0, 1.0), "iterations"),
])  # fmt: skip
def test_limits(limits, place, reason):
    assert Stopping(**limits).spent(*place) == reason


def test_patience_counts_evaluations_without_a_new_best():
    watch = Watch(3, "validation_accuracy")
    accuracy = [0.5, 0.7, 0.6, 0.7, 0.65, 0.9]
    assert follow(watch, rows(validation_accuracy=accuracy)) == ([0, 1], 4)
    assert watch.best.iteration == 1


def test_a_tie_is_no_new_best():
    assert follow(Watch(2, "validation_accuracy"), rows(validation_accuracy=[0.5, 0.5, 0.5])) == ([0], 2)


def test_risk_is_best_where_it_is_least():
    watch = Watch(2, "validation_risk")
    assert follow(watch, rows(validation_risk=[0.5, 0.3, 0.4, 0.2, 0.25, 0.3])) == ([0, 1, 3], 5)


def test_falling_accuracy_must_fall_strictly_so_many_times_running():
    """Level rows and single recoveries start the count again, even far below the best."""
    level = [0.9, 0.8, 0.7, 0.7, 0.6, 0.5, 0.4]
    assert follow(Watch(3, "falling_accuracy"), rows(validation_accuracy=level)) == ([0], 6)
    recovering = [0.9, 0.5, 0.4, 0.41, 0.3, 0.2, 0.25, 0.24, 0.23]
    assert follow(Watch(3, "falling_accuracy"), rows(validation_accuracy=recovering)) == ([0], None)


def test_never_worse_than_the_best_but_not_better_either_is_over_for_accuracy_not_for_falling():
    steps = rows(validation_accuracy=[0.9] * 10)
    assert follow(Watch(3, "validation_accuracy"), steps)[1] == 3
    assert follow(Watch(3, "falling_accuracy"), steps)[1] is None


@pytest.mark.parametrize(
    ("monitor", "column"), [("validation_accuracy", "train_accuracy"), ("falling_accuracy", "train_accuracy")]
)
def test_without_validation_rows_the_training_accuracy_is_watched(monitor, column):
    assert follow(Watch(2, monitor), rows(**{column: [0.5, 0.7, 0.6, 0.5]})) == ([0, 1], 3)


def test_without_validation_rows_the_training_risk_is_watched():
    assert follow(Watch(2, "validation_risk"), rows(train_risk=[0.5, 0.3, 0.4, 0.5])) == ([0, 1], 3)


def test_rows_that_were_not_evaluated_are_passed_over():
    accuracy = [0.5, math.nan, math.nan, math.nan, 0.6, math.nan, 0.55]
    assert follow(Watch(2, "validation_accuracy"), rows(validation_accuracy=accuracy)) == ([0, 4], None)


@given(st.lists(st.floats(0, 1) | st.just(math.nan), max_size=30))
def test_without_patience_nothing_is_over_and_the_best_is_the_first_greatest(accuracy):
    watch = Watch(0, "validation_accuracy")
    assert follow(watch, rows(validation_accuracy=[0.0, *accuracy]))[1] is None
    known = [-1.0 if math.isnan(x) else x for x in [0.0, *accuracy]]
    assert watch.best.iteration == known.index(max(known))


LIMITS = Stopping(seconds=2.5, epochs=3.0, gradient_norm=1e-5)


@pytest.mark.parametrize(("reason", "part"), [
    ("iterations", "Done: 1,234 iterations."),
    ("stopped", "Done: 1,234 iterations."),
    ("epochs", "3 epochs in 1,234 iterations."),
    ("seconds", "2.5 s allowed are over, after 1,234 iterations."),
    ("gradient_norm", "shorter than 1e-05 after 1,234"),
    ("converged", "(1,234 iterations)."),
    ("patience", "since iteration 1,000, whose weights are kept"),
])  # fmt: skip
def test_each_end_has_one_sentence(reason, part):
    sentence = closing_sentence(reason, LIMITS, 1234, 1000)
    assert part in sentence and sentence.endswith(".")


def test_patience_may_be_over_without_a_finite_best():
    """An infinite risk on validation rows is never better than anything."""
    watch = Watch(1, "validation_risk")
    assert follow(watch, rows(validation_risk=[math.inf])) == ([], 0)
    assert closing_sentence("patience", LIMITS, 1, None).endswith(".")
