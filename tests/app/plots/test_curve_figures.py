import math

import pytest

from app.plots.curve_figures import ACCURACY_COLUMNS, best_point, figures, risk_columns, row_of, whole_run
from lrengine.history import History, Step


@pytest.fixture
def history():
    made = History()
    for k in range(0, 60, 2):
        measured = k % 10 == 0
        made.append(
            Step(
                k,
                k / 10,
                0.1 * k,
                train_risk=1 / (1 + k),
                train_objective=2 / (1 + k),
                validation_risk=1.5 / (1 + k) if measured else math.nan,
                validation_accuracy=0.9 if measured else math.nan,
            )
        )
    return made


@pytest.mark.parametrize(("iteration", "row"), [(-5, 0), (0, 0), (2.9, 1), (3.1, 2), (58, 29), (1e9, 29)])
def test_the_nearest_row(history, iteration, row):
    assert row_of(history, iteration) == row


def test_figures_of_one_row(history):
    assert figures(history, 5, risk_columns(False), is_share=False) == ["train .0909", "validation .1364"]
    assert figures(history, 5, risk_columns(True), is_share=False)[0] == "train .1818"


def test_a_figure_that_was_not_measured_says_when_it_last_was(history):
    assert figures(history, 7, risk_columns(False), is_share=False)[1] == "validation .1364 (at 10)"
    assert figures(history, 7, ACCURACY_COLUMNS, is_share=True) == ["validation 90.00 % (at 10)"]


def test_the_best_iterate_lies_on_the_validation_curve_or_else_on_the_training_curve(history):
    assert best_point(history, 20, risk_columns(False)) == (20.0, 1.5 / 21)
    assert best_point(history, 22, risk_columns(True)) == (22.0, 2 / 23)
    assert best_point(history, 22, ACCURACY_COLUMNS) is None


def test_the_whole_run_is_never_empty(history):
    assert whole_run(history) == (0.0, pytest.approx(58.58))
    assert whole_run(None) == whole_run(History()) == (0.0, 10.0)
    single = History()
    single.append(Step(7, 0.0, 0.0))
    assert whole_run(single) == (7.0, 8.0)


def test_other_runs_are_in_sight_too_and_the_end_moves_in_steps(history):
    other = History()
    other.extend(Step(k, 0.0, 0.0) for k in range(1235))
    assert whole_run(history, [other]) == (0.0, 1250 * 1.01)
    other.append(Step(1240, 0.0, 0.0))
    assert whole_run(history, [other]) == (0.0, 1250 * 1.01)
    assert whole_run(None, [History()]) == (0.0, 10.0)
