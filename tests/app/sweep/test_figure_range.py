"""How far an axis of figures reaches."""

import math

from app.sweep.figure_range import all_figures, figure_range, summary_names


def test_ranges_hold_all_finite_figures():
    low, high, log = figure_range("accuracy", [0.9, math.nan, 0.95])
    assert low < 0.9 and 0.95 < high <= 1.01 and not log
    low, high, log = figure_range("risk", [0.01, 2.0, math.inf])
    assert log and low < -2 and high > math.log10(2.0)
    assert figure_range("risk", [0.2, 0.3])[2] is False
    assert figure_range("risk", [0.0, 3.0])[2] is False, "zero has no logarithm"
    assert figure_range("risk", []) == (0.0, 1.0, False)
    low, high, _ = figure_range("accuracy", [0.9, 0.9])
    assert low < 0.9 < high


def test_the_test_is_among_the_figures_only_when_revealed(rates, make_book):
    book = make_book(rates, [0.9])
    assert summary_names(book, "accuracy", revealed=False) == [
        ("train", "train_accuracy"),
        ("validation", "validation_accuracy"),
    ]
    assert ("test", "test_risk") in summary_names(book, "risk", revealed=True)
    assert summary_names(book, "weight_norm", revealed=True) == [("train", "weight_norm")]


def test_deviations_and_single_repeats_are_in_sight(variants, make_book):
    book = make_book(variants, [0.9, 0.7])
    figures = [figure for figure in all_figures(book, ["validation_accuracy"]) if math.isfinite(figure)]
    assert min(figures) < 0.7 < 0.9 < max(figures)
