"""How far a sweep has come."""

import pytest

from app.sweep.sweep_state import SweepState, seconds_left, share_done
from lrengine.history import History
from lrengine.settings import change


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SweepState(), ""),
        (SweepState("running", 0, 21, preparing=True), "0 of 21, reading the data…"),
        (SweepState("running", 7, 21), "7 of 21"),
        (SweepState("running", 7, 21, 5.0, 12.3), "7 of 21, 12 s left"),
        (SweepState("running", 20, 21, 5.0, 0.01), "20 of 21, 1 s left"),
        (SweepState("running", 7, 21, 5.0, 12.3, stopping=True), "7 of 21, stopping…"),
        (SweepState("cancelled", 7, 21, 5.0), "7 of 21, cancelled"),
        (SweepState("finished", 21, 21, 34.2), "21 of 21 in 34 s"),
    ],
)
def test_progress_in_words(state, words):
    assert state.words() == words


def test_the_limit_reached_first_tells_how_much_is_done(rates, history_of):
    assert share_done(rates, None) == share_done(rates, History()) == 0.0
    assert share_done(rates, history_of(16)) == pytest.approx(0.5)
    assert share_done(change(rates, {"stopping.epochs": 20.0}), history_of(16)) == pytest.approx(0.75)
    assert share_done(change(rates, {"stopping.iterations": 10}), history_of(16)) == 1.0
    assert share_done(change(rates, {"stopping.iterations": 0}), history_of(16)) == 0.0


def test_what_is_left_takes_as_long_as_what_was():
    assert seconds_left(0.1, 3.0, 4.0) is None and seconds_left(9.0, 0.0, 4.0) is None
    assert seconds_left(10.0, 2.5, 5.0) == pytest.approx(20.0)
