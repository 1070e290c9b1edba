from __future__ import annotations

import pytest

from lrengine.reproduction.run import recipe_for
from lrengine.reproduction.softmax_claims import CLAIMS


def judged(claim, make_outcomes, test, held_out):
    def figures(cell):
        best = held_out + (0.001 if cell.settings.get("objective.l2") in (0.01, 0.0005) else 0.0)
        return {"test_accuracy": test, "validation_accuracy": best, "validation_risk": 0.3}

    return claim.agrees(claim.measure(make_outcomes(claim.needs[0], figures, seeds=2)))


def test_the_start_is_random_and_repeated():
    assert recipe_for(CLAIMS[0].needs[0]).sweep.repeats == 5


@pytest.mark.parametrize(("share", "agrees"), [(0.927, True), (0.91, True), (0.9, False)])
def test_the_test_accuracy_has_a_least(make_outcomes, share, agrees):
    assert CLAIMS[0].must
    assert judged(CLAIMS[0], make_outcomes, share, 0.9) == agrees


def test_the_reported_figures_agree_with_themselves(make_outcomes):
    reported = {"Softmax": (0.927, 0.9045), "L1 at": (0.9315, 0.8845), "L2 at": (0.9365, 0.8965)}
    for claim in CLAIMS:
        shares = next(
            (value for key, value in reported.items() if claim.experiment.startswith(key)), (0.93, 0.9)
        )
        assert judged(claim, make_outcomes, *shares), claim.experiment


def test_far_ones_do_not(make_outcomes):
    far = [claim for claim in CLAIMS if "accuracy" in claim.experiment and claim.reported.endswith("%")]
    assert len(far) == 6
    assert not any(judged(claim, make_outcomes, 0.7, 0.7) for claim in far)
