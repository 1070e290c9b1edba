from __future__ import annotations

import pytest

from lrengine.benchmark.objective_race import RELATIVE, objective_race


def test_ours_reaches_where_scikit_learn_ends(stage):
    section = objective_race(stage, 0.01)
    theirs, ours = section.entries
    assert theirs.laps[0].figures["gap"] == pytest.approx(0, abs=1e-12)
    assert theirs.laps[0].figures["iterations"] == 5
    assert ours.role == "ours" and ours.reached
    assert all(lap.figures["gap"] <= RELATIVE for lap in ours.laps)
    assert section.best is not None and section.best.name == theirs.name
