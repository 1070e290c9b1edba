"""Long work halts while another thread goes first, and never for long."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from lrengine import right_of_way as module
from lrengine.losses import Softmax
from lrengine.objective import Objective
from lrengine.right_of_way import RightOfWay, right_of_way
from lrengine.threads import Workers


@pytest.fixture
def patient(monkeypatch):
    """Halts end only because way is given back."""
    monkeypatch.setattr(module, "MOST_SECONDS", 30)


def beside(act):
    thread = threading.Thread(target=act)
    thread.start()
    return thread


def test_others_halt_until_way_is_given_back(patient):
    way, passed = RightOfWay(), threading.Event()
    way.take()
    way.take()

    def act():
        way.let_pass()
        passed.set()

    thread = beside(act)
    assert not passed.wait(0.05)
    way.give_back()
    thread.join(10)
    assert passed.is_set()


def test_who_goes_first_does_not_wait_for_itself(patient):
    way = RightOfWay()
    way.let_pass()
    way.take()
    way.let_pass()
    way.give_back()
    way.give_back()
    way.let_pass()


def test_who_took_it_long_ago_is_not_waited_for(patient, monkeypatch):
    monkeypatch.setattr(module, "HELD_SECONDS", 0.0)
    way = RightOfWay()
    way.take()
    thread = beside(way.let_pass)
    thread.join(10)
    assert not thread.is_alive()


def test_way_that_is_never_given_back_stops_nobody():
    way = RightOfWay()
    way.take()
    thread = beside(way.let_pass)
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.parametrize("count", [1, 2])
def test_a_training_halts_between_blocks(patient, count):
    rng = np.random.default_rng(0)
    workers = Workers(count)
    objective = Objective(
        rng.random((5000, 3), np.float32), rng.integers(0, 2, 5000), Softmax(), 2, workers=workers
    )
    measured = threading.Event()

    def act():
        objective.measure(np.zeros(objective.size, np.float32))
        measured.set()

    right_of_way.take()
    thread = beside(act)
    try:
        assert not measured.wait(0.05)
    finally:
        right_of_way.give_back()
        thread.join(10)
        workers.close()
    assert measured.is_set()
