from __future__ import annotations

from dataclasses import fields

import pytest

from lrengine.benchmark.effort import FULL, QUICK


@pytest.mark.parametrize("name", [field.name for field in fields(FULL)])
def test_quick_asks_for_no_more_of_anything(name):
    assert getattr(QUICK, name) <= getattr(FULL, name)


def test_the_full_goal_is_that_of_the_sources():
    assert FULL.goals[0] == 0.92 and FULL.pair_rows == 6107
