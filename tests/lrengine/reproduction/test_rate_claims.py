"""The table of "Logistic Regression from Scratch on MNIST" agrees with itself, and spoilt ones do not."""

from __future__ import annotations

import pytest

from lrengine.reproduction.rate_claims import CLAIMS, PRINTED, RATE

SWEPT = [claim for claim in CLAIMS if claim.recipe == "learning-rate-sweep"]
LOOPED = [claim for claim in CLAIMS if claim.recipe == "per-sample-gradient"]


def outcomes_of(make_outcomes, table, risks=(0.7, 0.3, 0.1)):
    def figures(cell):
        train, validation = table[cell.settings[RATE]]
        return {"train_risk": train, "validation_risk": validation, "test_risk": 0.119,
                "validation_accuracy": 0.9, "risks": risks}  # fmt: skip

    return make_outcomes(SWEPT[0].needs[0], figures)


def verdicts(claims, outcomes):
    return {claim.experiment: bool(claim.agrees(claim.measure(outcomes))) for claim in claims}


def test_the_recipe_has_the_rates_of_the_table(make_outcomes):
    outcomes = outcomes_of(make_outcomes, PRINTED)
    assert [item.cell.settings[RATE] for item in outcomes.items] == list(PRINTED)


def test_the_printed_table_agrees_with_itself(make_outcomes):
    assert all(verdicts(SWEPT, outcomes_of(make_outcomes, PRINTED)).values())


@pytest.mark.parametrize(
    ("changes", "experiment"),
    [
        ({1e-6: (0.15, 0.1454)}, "Rate 1e-6: training / validation risk"),
        ({1e-4: (0.1, 0.11)}, "Rate .0001: training / validation risk"),
        ({2.5e-5: (0.0919, 0.10)}, "Rate of the lowest validation risk"),
        ({1e-3: (0.05, 0.01)}, "Risk over the rates"),
        ({2e-5: (0.2, 0.1263)}, "Risk over the rates"),
        ({1e-3: (0.1, 0.5)}, "Rate .001 blows up"),
        ({1e-5: (0.1033, 0.1)}, "Validation risk at 1e-5"),
    ],
)
def test_a_spoilt_table_does_not(make_outcomes, changes, experiment):
    assert not verdicts(SWEPT, outcomes_of(make_outcomes, PRINTED | changes))[experiment]


def test_a_curve_that_rises_once_is_not_monotone(make_outcomes):
    outcomes = outcomes_of(make_outcomes, PRINTED, risks=(0.7, 0.3, 0.31))
    assert not verdicts(SWEPT, outcomes)["Risk over the iterations at 1e-5"]


@pytest.mark.parametrize(("off", "same"), [(1e-15, True), (1e-9, False)])
def test_the_loop_must_give_the_same_numbers(make_outcomes, off, same):
    def figures(cell):
        by_row = cell.variant.startswith("Row")
        return {"weights": [1.0 + off * by_row, 2.0], "risks": [0.7, 0.5], "pace": 30.0 if by_row else 2.0}

    found = verdicts(LOOPED, make_outcomes(LOOPED[0].needs[0], figures))
    assert found["Gradient split by sign, row by row"] == same
    assert found["A loop over the rows"]
    assert LOOPED[1].measure(make_outcomes(LOOPED[0].needs[0], figures)).text == "15 times as long"
