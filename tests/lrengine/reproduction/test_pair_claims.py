from __future__ import annotations

import pytest

from lrengine.reproduction.pair_claims import CLAIMS, KEY, LAMBDAS
from lrengine.reproduction.run import recipe_for


def named(beginning):
    return next(claim for claim in CLAIMS if claim.experiment.startswith(beginning))


@pytest.mark.parametrize(
    ("name", "share", "fault"),
    [
        ("2 v 3, full", 0.975, False),
        ("2 v 3, full", 0.974, True),
        ("2 v 3, mini", 0.974, True),
        ("2 v 8, full", 0.955, False),
        ("2 v 8, full", 0.954, True),
    ],
)
def test_accuracies_have_a_least(make_outcomes, name, share, fault):
    claim = named(name)
    figure = claim.measure(make_outcomes(claim.needs[0], lambda _: {"test_accuracy": share}))
    assert claim.agrees(figure) != fault
    assert claim.must


def test_mini_batches_are_repeated_and_full_batches_are_not():
    assert recipe_for(named("2 v 3, full").needs[0]).sweep.repeats == 1
    assert recipe_for(named("2 v 3, mini").needs[0]).sweep.repeats == 5


@pytest.mark.parametrize(("risks", "batch", "mini"), [((3, 2, 1), True, False), ((3, 1, 2), False, True)])
def test_the_cost_of_batches_trembles(make_outcomes, risks, batch, mini):
    for name, expected in (("Cost of the full", batch), ("Cost of mini", mini)):
        claim = named(name)
        figure = claim.measure(make_outcomes(claim.needs[0], lambda _: {"risks": risks}))
        assert claim.agrees(figure) == expected


def swept(make_outcomes, recipe, tests, lengths, held_out):
    def figures(cell):
        place = LAMBDAS.index(cell.settings[KEY[recipe]])
        return {"test_accuracy": tests[place], "weight_norm": lengths[place],
                "validation_accuracy": held_out[place], "validation_risk": 0.1}  # fmt: skip

    (need,) = {need for claim in CLAIMS for need in claim.needs if need.recipe == recipe}
    return make_outcomes(need, figures)


def test_the_sweeps_of_both_penalties(make_outcomes):
    lengths = [7, 6, 5, 4, 3, 2, 1]
    held_out = [0.96, 0.97, 0.95, 0.9, 0.9, 0.9, 0.5]
    l1 = swept(make_outcomes, "l1-sweep", [0.97, 0.98, 0.97, 0.9, 0.8, 0.7, 0.5], lengths, held_out)
    l2 = swept(make_outcomes, "l2-sweep", [0.97, 0.98, 0.97, 0.96, 0.96, 0.95, 0.9], lengths, held_out)
    given = {"l1-sweep": l1, "l2-sweep": l2}
    claims = [claim for claim in CLAIMS if claim.recipe in given]
    assert len(claims) == 7
    for claim in claims:
        figure = claim.measure(*(given[need.recipe] for need in claim.needs))
        assert claim.agrees(figure), claim.experiment
    worse = swept(make_outcomes, "l2-sweep", [0.97] * 6 + [0.4], lengths[::-1], held_out[::-1])
    assert not named("L2 beside").agrees(named("L2 beside").measure(l1, worse))
    assert not named("Length of w under L2").agrees(named("Length of w under L2").measure(worse))
    assert not named("L2, strength").agrees(named("L2, strength").measure(worse))
