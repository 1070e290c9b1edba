from __future__ import annotations

import numpy as np

from lrengine.benchmark.reach import reach


def counting(most, left):
    try:
        for count in range(1, most + 1):
            yield np.full((1, 1), count), np.zeros(1)
    finally:
        left.append(True)


def test_it_stops_at_the_goal_and_ends_the_run():
    left = []
    lap = reach(
        counting(100, left),
        lambda weights, _: weights[0, 0] >= 3,
        figures=lambda w, _: {"last": float(w[0, 0])},
    )
    assert lap.reached and lap.figures == {"looks": 3, "last": 3.0}
    assert left == [True]


def test_a_run_that_ends_early_has_not_reached_it():
    lap = reach(counting(4, []), lambda *_: False)
    assert not lap.reached and lap.figures["looks"] == 4


def test_time_may_run_out():
    left = []
    lap = reach(counting(10**9, left), lambda *_: False, limit=1e-4)
    assert not lap.reached and lap.seconds >= 1e-4 and left == [True]


def test_looking_is_not_charged(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("lrengine.benchmark.rounds.time.perf_counter", lambda: now[0])

    def working():
        for _ in range(3):
            now[0] += 1.0
            yield np.zeros((1, 1)), np.zeros(1)

    def looking(*_):
        now[0] += 100.0
        return False

    assert reach(working(), looking).seconds == 3.0
