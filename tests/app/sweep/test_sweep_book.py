"""What is known of the cells."""

import dataclasses
import math

import msgspec
import pytest

from lrengine.settings import change


def test_a_cell_waits_runs_and_ends(rates, make_book, history_of, outcome_of):
    book = make_book(rates)
    assert [book.status(k) for k in range(3)] == ["waiting"] * 3
    assert math.isnan(book.figure(0, "train_risk")) and book.history(0) is None
    book.note_advance({0: history_of(3)})
    assert book.status(0) == "running" and book.figure(0, "train_risk") == pytest.approx(
        0.3 + math.exp(-2 / 5)
    )
    book.note_advance({0: history_of(9)})
    assert book.figure(0, "train_risk") == pytest.approx(0.3 + math.exp(-8 / 5)), "the newest figure"
    book.note_outcome(outcome_of(book.cells[0], 0.8))
    book.note_advance({0: history_of(4)})
    assert book.status(0) == "done" and book.figure(0, "validation_accuracy") == 0.8
    assert len(book.history(0)) == 31


def test_the_kept_row_counts(sweep_recipe, make_book, outcome_of):
    book = make_book(change(sweep_recipe(repeats=2), {"stopping.patience": 3}))
    outcome = outcome_of(book.cells[0], 0.8)
    best = msgspec.structs.replace(outcome.best, train_risk=0.01)
    book.note_outcome(dataclasses.replace(outcome, best=best))
    assert book.figure(0, "train_risk") == 0.01


def test_a_combination_is_as_far_as_its_cells(variants, make_book, history_of):
    book = make_book(variants, [0.9, None, "diverged", 0.9, "failed", 0.9])
    plain, adam, momentum = book.combinations
    assert book.status_of(plain) == "running", "one repeat has ended, the other will run"
    assert (book.status_of(adam), book.status_of(momentum)) == ("diverged", "failed")
    book.note_advance({1: history_of(3)})
    assert book.status_of(plain) == "running"
    book.note_end()
    assert book.status_of(plain) == "waiting" and book.history(1) is None


def test_means_leave_out_what_went_wrong(variants, make_book):
    book = make_book(variants, [0.9, 0.8, "diverged", 0.7])
    plain, adam, _ = book.combinations
    spread = book.spread(plain, "validation_accuracy")
    assert (spread.mean, spread.count) == (pytest.approx(0.85), 2)
    assert spread.deviation == pytest.approx(0.1 / math.sqrt(2))
    alone = book.spread(adam, "validation_accuracy")
    assert alone.mean == 0.7 and math.isnan(alone.deviation)


def test_the_best_whole_combination_is_chosen(variants, make_book, outcome_of):
    book = make_book(variants, [0.8, 0.8, 0.99, "diverged", 0.99])
    assert book.choice() is book.combinations[0], "neither a diverged nor an unfinished one"
    book.note_outcome(outcome_of(book.cells[5], 0.9))
    assert book.choice() is book.combinations[2]


def test_a_cancelled_cell_is_as_if_it_had_not_begun(rates, make_book, outcome_of):
    book = make_book(rates)
    book.note_outcome(outcome_of(book.cells[0], reason="cancelled"))
    assert book.status(0) == "waiting" and book.choice() is None


def test_results_belong_to_the_settings_that_made_them(rates, make_book):
    book = make_book(rates)
    assert book.belongs_to(rates)
    assert book.belongs_to(change(rates, {"solver.learning_rate": 5.0})), "it is varied"
    shown = {"run.threads": 3, "run.products": "blas", "evaluation.reveal_test": True}
    assert book.belongs_to(change(rates, shown))
    assert not book.belongs_to(change(rates, {"objective.l2": 0.5}))


def test_a_click_goes_through_the_repeats(variants, make_book):
    book = make_book(variants)
    combo = book.combinations[1]
    assert book.next_cell(combo, None) == 2
    assert (book.next_cell(combo, 2), book.next_cell(combo, 3)) == (3, 2)
    assert book.combination_of(3) is combo
