"""Figures and states in words."""

import math

import pytest

from app.sweep.sweep_book import Spread
from app.sweep.sweep_words import (
    choice_words,
    described,
    ending_text,
    figure_text,
    seconds_text,
    spread_text,
    titled,
)


def test_figures_read_as_in_their_columns():
    assert figure_text("test_accuracy", 0.97123) == "97.12 %"
    assert figure_text("train_risk", 0.0871) == ".0871"
    assert figure_text("weight_norm", 3.21456) == "3.215"
    assert figure_text("train_risk", math.nan) == "–"
    assert spread_text("accuracy", Spread(0.9, 0.0123, 3)) == "90.00 ± 1.23 %"
    assert spread_text("risk", Spread(0.25, 0.0123, 3)) == ".2500 ± 0.012"
    assert spread_text("risk", Spread(0.25, math.nan, 1)) == ".2500"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.41, "0.4 s"), (7.4, "7 s"), (12.2, "12 s"), (200, "3 min 20 s"), (120, "2 min"), (7500, "2 h 5 min")],
)
def test_durations_are_as_exact_as_one_cares(seconds, text):
    assert seconds_text(seconds) == text


def test_endings_are_words(rates, make_book):
    book = make_book(rates, [0.9, "diverged", "failed"])
    assert [ending_text(book.outcomes[k]) for k in range(3)] == ["all iterations", "diverged", "failed"]


def test_a_combination_is_described_without_its_test_figures(pairs, make_book):
    book = make_book(pairs, [0.9])
    text = described(book, book.combinations[0], revealed=False)
    assert "Learning rate 0.01 · L2 0" in text and "validation: risk .3300, accuracy 90.00 %" in text
    assert "Because of iterations." in text and "test" not in text
    assert "test: risk .3600" in described(book, book.combinations[0], revealed=True)
    assert described(book, book.combinations[1], revealed=False).endswith("waiting")
    assert titled(book, book.combinations[5]) == "Learning rate 1 · L2 0.1"


def test_the_choice_is_said_with_its_test_sealed(rates, make_book):
    book = make_book(rates, [0.9])
    assert choice_words(book, revealed=False).startswith("◇ best so far: Learning rate 0.01")
    book = make_book(rates, [0.9, 0.95, 0.5])
    book.note_end()
    words = choice_words(book, revealed=False)
    assert words == "◆ chosen: Learning rate 0.1 · validation accuracy 95.00 % · test sealed"
    assert choice_words(book, revealed=True).endswith("test 94.00 %")


def test_a_tie_is_said(rates, make_book):
    book = make_book(rates, [0.9, 0.9, 0.5])
    book.note_end()
    said = "accuracy 90.00 % (of 2 equal, the lowest validation risk) · test"
    assert said in choice_words(book, revealed=False)


def test_where_none_can_be_chosen_the_reason_is_said(rates, make_book):
    book = make_book(rates)
    assert choice_words(book, revealed=False) == ""
    book = make_book(rates, ["failed"] * 3)
    book.note_end()
    assert choice_words(book, revealed=False) == (
        "None can be chosen. This cannot be run: choose something else."
    )
