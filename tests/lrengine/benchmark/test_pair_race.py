from __future__ import annotations

import pytest

from lrengine.benchmark import pair_race as module
from lrengine.benchmark.pair_race import PairTask, pair_race
from lrengine.errors import LabError


@pytest.fixture
def task(stage):
    made = PairTask(stage)
    yield made
    made.workers.close()


def test_all_agree_and_are_timed(stage, task):
    assert [one.name for one in task.agreements()] == [
        "Logit Lab", "plain NumPy", "plain NumPy, gradient alone", "row by row in float64",
        "row by row in longdouble",
    ]  # fmt: skip
    section = pair_race(stage, task)
    assert [entry.role for entry in section.entries] == ["ours", "peer", "shown", "shown", "shown"]
    assert [ratio.name for ratio in section.told] == [module.PLAIN, module.IN_LONGDOUBLE]


def test_a_loop_that_goes_wrong_is_found_out(task, monkeypatch):
    monkeypatch.setattr(module, "gradient_row_by_row", lambda X, signs, w: w)
    with pytest.raises(LabError, match="two-class task as row by row in float64 has it"):
        task.agreements()
