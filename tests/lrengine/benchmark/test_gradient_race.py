from __future__ import annotations

import pytest

from lrengine.benchmark import peers_numpy
from lrengine.benchmark.gradient_race import GradientTask, gradient_race
from lrengine.errors import LabError


@pytest.fixture
def task(stage):
    made = GradientTask(stage)
    yield made
    made.workers.close()


def test_all_agree_and_are_timed(stage, task):
    assert [one.name for one in task.agreements()] == [
        "Logit Lab", "plain NumPy", "NumPy in blocks", "scikit-learn",
    ]  # fmt: skip
    section = gradient_race(stage, task)
    assert [len(entry.laps) for entry in section.entries] == [2, 2, 2]
    assert section.best.name == "plain NumPy" and "MB read once" in section.notes[1]


def test_somebody_with_another_objective_is_found_out(task, monkeypatch):
    right = peers_numpy.softmax_gradient

    def wrong(*arguments):
        value, slope, slope_b = right(*arguments)
        return value, slope * 1.001, slope_b

    monkeypatch.setattr(peers_numpy, "softmax_gradient", wrong)
    with pytest.raises(LabError, match="ten-class task as plain NumPy has it"):
        task.agreements()
