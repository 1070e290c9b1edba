from __future__ import annotations

import numpy as np

from lrengine.reproduction.neuron_claims import CLAIMS, PRINTED
from lrengine.reproduction.run import reproduce


def test_every_printed_digit_is_reproduced():
    """Source: "Building Logistic Regression from Scratch: A Neural Network Perspective"."""
    findings = reproduce(CLAIMS)
    assert all(finding.agrees for finding in findings)
    assert findings[1].verdict == "agrees: to every printed digit"
    np.testing.assert_allclose(findings[1].ours.values, PRINTED, atol=5e-5)


def test_a_digit_that_differs_is_a_fault(make_outcomes):
    risks = np.repeat(PRINTED, 100)
    claim = CLAIMS[1]
    right = make_outcomes(claim.needs[0], lambda _: {"risks": risks})
    wrong = make_outcomes(claim.needs[0], lambda _: {"risks": risks + 1e-4})
    assert claim.agrees(claim.measure(right)) and not claim.agrees(claim.measure(wrong))
