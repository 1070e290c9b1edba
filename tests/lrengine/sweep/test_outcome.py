from __future__ import annotations

import json
import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.history import Step
from lrengine.recipe import Axis, Recipe, Sweep
from lrengine.settings import change
from lrengine.sweep.cells import cells_of
from lrengine.sweep.outcome import CellOutcome, Outcomes


def outcomes_of(scores, *, repeats=1, choose="validation_accuracy", risks=None, reasons=None, patience=0):
    """Outcomes of one axis whose runs have these validation accuracies."""
    axis = Axis(setting="objective.l2", values=tuple(float(k) for k in range(len(scores) // repeats)))
    sweep = Sweep(vary=(axis,), repeats=repeats, choose=choose)
    recipe = msgspec.structs.replace(change(Recipe(), {"stopping.patience": patience}), sweep=sweep)
    items = []
    for cell, score in zip(cells_of(recipe), scores, strict=True):
        reason = (reasons or {}).get(cell.index, "iterations")
        risk = (risks or {}).get(cell.index, 0.5)
        step = Step(5, 5.0, 0.1, validation_accuracy=score, validation_risk=risk, test_accuracy=1 - score)
        best = Step(2, 2.0, 0.1, validation_accuracy=1 - score, validation_risk=risk)
        figured = reason not in ("failed", "cancelled")
        items.append(
            CellOutcome(cell, reason, "So it ended.", step if figured else None, best if figured else None)
        )
    return Outcomes(recipe, tuple(items))


def test_the_best_mean_over_repeats_is_chosen_by_its_first_run():
    outcomes = outcomes_of([0.5, 0.99, 0.8, 0.8], repeats=2)
    assert outcomes.chosen_group == 1 and outcomes.chosen == 2


def test_equal_accuracies_are_told_apart_by_the_risk_and_then_by_their_order():
    assert outcomes_of([0.9, 0.9, 0.9], risks={0: 0.3, 1: 0.1, 2: 0.1}).chosen == 1


def test_ties_are_counted_where_accuracy_decides():
    assert outcomes_of([0.9, 0.9, 0.8]).tied == 2
    assert outcomes_of([0.9, 0.9], choose="validation_risk").tied == 0
    assert outcomes_of([0.9, 0.9], reasons={0: "diverged", 1: "failed"}).tied == 0


def test_the_risk_decides_where_the_recipe_says_so():
    assert outcomes_of([0.9, 0.8], choose="validation_risk", risks={0: 0.4, 1: 0.3}).chosen == 1


def test_patience_is_judged_by_the_kept_iterate():
    assert outcomes_of([0.9, 0.1]).chosen == 0
    assert outcomes_of([0.9, 0.1], patience=3).chosen == 1


@pytest.mark.parametrize("reason", ["failed", "cancelled", "diverged"])
def test_a_combination_with_a_run_that_came_to_grief_is_never_chosen(reason):
    assert outcomes_of([0.9, 0.9, 0.1, 0.1], repeats=2, reasons={1: reason}).chosen == 2
    assert outcomes_of([0.9], reasons={0: reason}).chosen is None


def test_without_validation_none_is_chosen():
    assert outcomes_of([math.nan, math.nan], risks={0: math.nan, 1: math.nan}).chosen is None


@given(st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_the_test_rows_have_no_say(scores):
    # The test accuracies are the others' complement: were they asked, the order would be reversed.
    assert scores[outcomes_of(scores).chosen] == max(scores)


def test_repeats_are_gathered_with_mean_and_sample_deviation():
    outcomes = outcomes_of([0.5, 0.7, 0.6, 0.1, 0.2, 0.3], repeats=3, reasons={4: "diverged"})
    first, second = outcomes.groups()
    assert first.name == "L2 0" and first.settings == {"objective.l2": 0.0}
    assert first.runs == first.counted == (0, 1, 2)
    spread = first.final["validation_accuracy"]
    assert (spread.mean, spread.sd) == (pytest.approx(0.6), pytest.approx(0.1))
    assert first.best["validation_accuracy"].mean == pytest.approx(0.4)
    assert math.isnan(first.final["train_risk"].mean)
    assert second.runs == (3, 4, 5) and second.counted == (3, 5)
    assert second.final["validation_accuracy"].mean == pytest.approx(0.2)


def test_a_single_run_has_a_mean_and_no_deviation():
    (group,) = outcomes_of([0.5]).groups()
    assert group.final["validation_accuracy"].mean == 0.5
    assert math.isnan(group.final["validation_accuracy"].sd)


def test_the_json_keeps_its_contract():
    outcomes = outcomes_of([0.5, 0.7, 0.6], reasons={0: "failed", 2: "cancelled"})
    written = json.loads(json.dumps(outcomes.to_json(), allow_nan=False))
    failed, good, missing = written["runs"]
    assert failed["final"] is failed["best"] is None and failed["stopped_because"] == "failed"
    assert missing["final"] is None and missing["stopped_because"] == "cancelled"
    assert good["settings"] == {"objective.l2": 1.0} and good["seed"] == 0 and good["name"] == "L2 1"
    assert good["final"]["validation_accuracy"] == 0.7 and good["final"]["train_risk"] is None
    assert good["sentence"] == "So it ended." and good["best"]["iteration"] == 2
    assert written["chosen"] == 1
    assert written["groups"][1]["final"]["validation_accuracy"] == {"mean": 0.7, "sd": None}
    assert written["groups"][0]["final"] == {}
    assert not outcomes.is_whole
