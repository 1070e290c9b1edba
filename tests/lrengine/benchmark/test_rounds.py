from __future__ import annotations

import time

import pytest

from lrengine.benchmark import rounds
from lrengine.benchmark.rounds import Clock, Contestant, Entry, Lap, race, timed


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(rounds, "settle", lambda: None)


def test_contestants_take_turns_and_change_order():
    seen = []

    def lap_of(name):
        def lap(number):
            seen.append((name, number))
            return Lap(1.0 + number)

        return lap

    counted = []
    entries = race(
        [Contestant(name, "peer", lap_of(name)) for name in "ab"], 3, on_lap=lambda: counted.append(1)
    )
    assert seen == [("a", 0), ("b", 0), ("b", 1), ("a", 1), ("a", 2), ("b", 2)]
    assert len(counted) == 6
    assert entries[0].seconds == [1.0, 2.0, 3.0] and entries[0].median == 2.0


def test_a_warm_up_does_not_count():
    seen = []

    def lap(number):
        seen.append(number)
        return Lap(float(len(seen)))

    (entry,) = race([Contestant("a", "ours", lap)], 2, warm_up=True)
    assert seen == [0, 0, 1] and entry.seconds == [2.0, 3.0]


def test_ratios_are_taken_round_by_round():
    ours = Entry("ours", "ours", (Lap(1.0), Lap(2.0)))
    other = Entry("other", "peer", (Lap(3.0, figures={"accuracy": 0.5}), Lap(4.0, False, {"accuracy": 0.7})))
    assert other.ratios_to(ours) == [3.0, 2.0]
    assert ours.reached and not other.reached
    assert other.figure("accuracy") == pytest.approx(0.6)


def test_the_clock_stands_still_between():
    clock = Clock()
    with clock:
        pass
    before = clock.seconds
    until = time.perf_counter() + 0.005
    while time.perf_counter() < until:
        pass
    assert clock.seconds == before < 0.005


def test_repetitions_are_averaged(monkeypatch):
    ticks = iter([10.0, 14.0])
    monkeypatch.setattr("lrengine.benchmark.rounds.time.perf_counter", lambda: next(ticks))
    calls = []
    assert timed(lambda: calls.append(1), 4).seconds == 1.0
    assert len(calls) == 4
