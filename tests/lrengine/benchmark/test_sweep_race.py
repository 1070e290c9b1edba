from __future__ import annotations

import pytest

from lrengine.benchmark import ours
from lrengine.benchmark.sweep_race import sweep_race
from lrengine.errors import LabError


def test_three_schedules_are_timed(stage):
    section = sweep_race(stage)
    assert section.entries[0].role == "ours" and len(section.told) == 2
    assert all(len(entry.laps) == 2 for entry in section.entries)


def test_other_weights_end_it(stage, monkeypatch):
    together = ours.train_together
    monkeypatch.setattr(ours, "train_together", lambda *given: [1.01 * theta for theta in together(*given)])
    with pytest.raises(LabError, match="do not have the weights they have alone"):
        sweep_race(stage)
