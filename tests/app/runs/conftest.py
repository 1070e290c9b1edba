from __future__ import annotations

import pytest

from app.runs.run_desk import RunDesk
from lrengine.settings import change


@pytest.fixture
def desk(qapp):
    desk = RunDesk()
    yield desk
    desk.close()


@pytest.fixture
def endless(small_recipe):
    return change(small_recipe, {"stopping.iterations": 0})


@pytest.fixture
def run_to_end(qtbot, small_recipe, small_rows):
    """A maker of finished runs: the small problem, trained at a desk."""

    def run(desk):
        with qtbot.waitSignal(desk.ended):
            desk.begin(small_recipe, small_rows, "running")
        return desk.current

    return run
