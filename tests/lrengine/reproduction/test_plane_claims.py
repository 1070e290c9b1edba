from __future__ import annotations

import numpy as np
import pytest

from lrengine.reproduction.plane_claims import CLAIMS, LONG, SAME, SHORT, optimum
from lrengine.reproduction.run import reproduce


def named(beginning):
    return next(claim for claim in CLAIMS if claim.experiment.startswith(beginning))


def test_the_optimum_is_scikit_learns():
    np.testing.assert_allclose(optimum()[:3], (1.0012607, 4.1833107, -0.8858668), atol=1e-6)


def test_five_hundred_epochs_are_not_enough_and_twenty_thousand_are():
    """Source: "Logistic Regression from Scratch"."""
    claims = [claim for claim in CLAIMS if claim.needs in ((SHORT,), (LONG,))]
    short, long, accuracy, straight = reproduce(claims)
    assert short.ours.mean == pytest.approx(1.0123, abs=1e-3) and not short.agrees and not short.is_fault
    assert long.ours.mean < SAME and long.agrees and long.claim.must
    assert accuracy.agrees and straight.agrees


def test_the_threshold_and_the_penalty():
    first = reproduce([named("Threshold"), named("Length of w")])
    assert all(finding.agrees for finding in first)
    threshold, best, half = first[0].ours.values
    assert threshold != pytest.approx(0.5, abs=0.05) and best > half


@pytest.mark.parametrize(("bent", "sure"), [(0.96, True), (0.875, False)])
def test_moons_need_a_gap_beyond_the_spread(make_outcomes, bent, sure):
    claim = named("Moons: a line")
    outcomes = [
        make_outcomes(need, lambda cell, middle=middle: {"test_accuracy": middle + 0.02 * (cell.repeat - 2)})
        for need, middle in zip(claim.needs, (0.87, bent), strict=True)
    ]
    assert claim.agrees(claim.measure(*outcomes)) == sure
