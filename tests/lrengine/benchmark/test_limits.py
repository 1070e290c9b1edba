from __future__ import annotations

import pytest

from lrengine.benchmark.limits import Limits, measure_limits


def test_rates_are_the_best_of_the_rounds():
    limits = measure_limits(2, 10, 20, 1, 2)
    for rate, name in ((limits.read, "read"), (limits.square, "square"), (limits.thin, "thin")):
        assert len(limits.rounds[name]) == 2 and rate == max(limits.rounds[name]) > 0


def test_least_times_follow_from_the_rates():
    assert Limits(10.0, 4.0, 2.0, {}).seconds(100, 8) == pytest.approx((10.0, 2.0, 4.0))
