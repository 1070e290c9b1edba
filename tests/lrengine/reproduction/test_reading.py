from __future__ import annotations

import math

import numpy as np
import pytest

from lrengine.reproduction.claim import Figure, Need
from lrengine.reproduction.reading import (
    accuracy,
    at_least,
    bare,
    certain_gap,
    history,
    mean,
    percent,
    plain,
    points,
    runs,
    spread,
    values,
    within,
    zeros,
)

NEED = Need("sgd-vs-adam")
ADAM = "Adam, rate .001"


@pytest.fixture
def outcomes(make_outcomes):
    """SGD reads .90 + .01 k, Adam .95 + .01 k with the k-th of two seeds; Adam's first weight is zero."""

    def figures(cell):
        is_adam = cell.variant == ADAM
        return {
            "test_accuracy": (0.95 if is_adam else 0.90) + 0.01 * cell.repeat,
            "weights": [0.0, 1.0] if is_adam else [2.0, 1.0],
            "risks": [3.0, math.nan, 2.0],
        }

    return make_outcomes(NEED, figures, seeds=2)


def test_runs_are_found_by_variant_and_by_settings(outcomes):
    assert len(runs(outcomes)) == 4
    assert {item.cell.variant for item in runs(outcomes, ADAM)} == {ADAM}
    assert runs(outcomes, {"solver.learning_rate": 0.001}) == runs(outcomes, ADAM)
    assert runs(outcomes, {"solver.learning_rate": 7.0}) == []


def test_values_and_means_are_of_these_runs(outcomes):
    assert values(outcomes, "test_accuracy", ADAM) == pytest.approx((0.95, 0.96))
    assert mean(outcomes, "test_accuracy") == pytest.approx(0.93)
    assert zeros(outcomes, ADAM) == (0.5, 0.5)
    np.testing.assert_array_equal(history(outcomes, "train_risk"), [3.0, 2.0])
    assert accuracy(where=ADAM)(outcomes).text == "95.50 ± .71 %"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1385, ".1385"),
        (10.5, "10.5000"),
        (-0.5, "−.5000"),
        (-2.5, "−2.5000"),
        (3.906, "3.9060"),
        (100.0, "100.0000"),
    ],
)
def test_a_bare_number_has_no_zero_before_its_point(number, text):
    assert bare(number) == text


def test_numbers_in_words():
    assert percent([1.0]) == "100.00 %" and percent([0.0012]) == ".12 %"
    assert points([0.037]) == "3.7 points" and points([0.01, 0.03], 0) == "2 ± 1 points"
    assert spread([1.0, 3.0], 1) == "2.0 ± 1.4"
    assert plain(1e-5) == "1e-5" and plain(2.5e-5) == "2.5e-5" and plain(0.003) == ".003" and plain(0) == "0"


def test_bounds_are_never_kept_by_what_is_no_number():
    nothing = Figure("", (math.nan,))
    assert not within(0, 1)(nothing) and not at_least(0)(nothing)
    assert within(0, 1)(Figure("", (0.5,))) and not within(0, 0.4)(Figure("", (0.5,)))


def test_a_gap_is_certain_beyond_two_standard_errors():
    assert certain_gap([2.0, 2.1], [1.0, 1.1])
    assert not certain_gap([1.0, 2.1], [0.9, 1.9])
    assert not certain_gap([1.0, 1.1], [2.0, 2.1])
    assert certain_gap([2.0], [1.0])
