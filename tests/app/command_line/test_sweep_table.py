from __future__ import annotations

import math

import msgspec

from app.command_line.sweep_table import table
from lrengine.history import Step
from lrengine.recipe import Axis, Recipe, Sweep, Variant
from lrengine.settings import change
from lrengine.sweep.cells import cells_of
from lrengine.sweep.outcome import CellOutcome, Outcomes


def outcomes_of(sweep, accuracies, bad=None, risk=0.25):
    """Outcomes with these validation accuracies; `bad` maps a cell's index to a reason and a sentence."""
    recipe = msgspec.structs.replace(change(Recipe(), {"data.name": "digits8"}), sweep=sweep)
    items = []
    for cell, accuracy in zip(cells_of(recipe), accuracies, strict=True):
        reason, sentence = (bad or {}).get(cell.index, ("iterations", "Done."))
        step = Step(9, 9.0, 0.1, train_risk=risk, validation_accuracy=accuracy, test_accuracy=0.5)
        step = None if reason in ("failed", "cancelled") else step
        items.append(CellOutcome(cell, reason, sentence, step, step))
    return Outcomes(recipe, tuple(items))


RATES = Axis(setting="solver.learning_rate", values=(0.1, 1.0, 10.0))


def test_a_row_for_each_combination_and_a_mark_on_the_chosen():
    lines = table(outcomes_of(Sweep(vary=(RATES,)), [0.8, 0.9, 0.7])).splitlines()
    assert lines[0].split() == ["Learning", "rate", "train", "risk", "validation", "test", "ended", "by"]
    assert lines[2].split() == ["*", "1", "0.2500", "90.00%", "50.00%", "iterations"]
    assert [line.startswith("*") for line in lines] == [False, False, True, False, True]
    assert lines[4] == "* Chosen by validation accuracy: Learning rate 1, test 50.00%."


def test_a_tie_says_what_broke_it():
    last = table(outcomes_of(Sweep(vary=(RATES,)), [0.9, 0.9, 0.7])).splitlines()[-1]
    assert last.startswith(
        "* Chosen by validation accuracy, among 2 equal ones by the lower validation risk:"
    )


def test_only_what_differs_has_a_column_and_a_single_row_shows_all():
    l2 = Axis(setting="objective.l2", values=(0.5,))
    assert "L2" not in table(outcomes_of(Sweep(vary=(RATES, l2)), [0.1] * 3)).splitlines()[0]
    assert "L2" in table(outcomes_of(Sweep(vary=(l2,)), [0.1])).splitlines()[0]


def test_repeats_are_one_row_with_deviations():
    lines = table(outcomes_of(Sweep(repeats=2), [0.8, 0.9])).splitlines()
    assert "85.00% ± 7.07%" in lines[1] and "0.2500 ± 0.0000" in lines[1]


def test_variants_are_told_by_their_names_and_choices_by_their_titles():
    variants = (Variant(name="Slow"), Variant(name="Fast", set={"solver.name": "lbfgs"}))
    lines = table(outcomes_of(Sweep(variants=variants), [0.8, 0.9])).splitlines()
    assert "variant" in lines[0] and "Slow" in lines[1] and "L-BFGS" in lines[2]


def test_what_befell_the_others_is_told_once_below():
    bad = {0: ("failed", "No class 7."), 1: ("diverged", "Too large."), 2: ("failed", "No class 7.")}
    lines = table(outcomes_of(Sweep(vary=(RATES,), repeats=2), [0.5] * 6, bad)).splitlines()
    assert "1 failed, 1 diverged" in lines[1] and "1 failed, 1 iterations" in lines[2]
    assert lines[-2:] == [
        "Learning rate 0.1, seed 0 (and 1 more): No class 7.",
        "Learning rate 0.1, seed 1: Too large.",
    ]


def test_a_reason_too_many_is_counted():
    rates = Axis(setting="solver.learning_rate", values=tuple(float(k) for k in range(1, 8)))
    bad = {k: ("failed", f"Reason {k}.") for k in range(7)}
    text = table(outcomes_of(Sweep(vary=(rates,)), [0.5] * 7, bad))
    assert "Reason 4." in text and "Reason 5." not in text and "2 other reasons" in text
    assert "chosen" not in text.lower()


def test_without_validation_it_says_why_none_is_chosen():
    text = table(outcomes_of(Sweep(vary=(RATES,)), [math.nan] * 3))
    assert "validation" not in text.splitlines()[0] and "None is chosen" in text
