import pytest

from app import frame_pace
from app.frame_pace import LEAST_MS, MOST_MS, SHARE, FramePace


@pytest.fixture
def clock(monkeypatch):
    """Seconds that this thread has computed, set by hand."""
    spent = [0.0]
    monkeypatch.setattr(frame_pace.time, "thread_time", lambda: spent[0])
    return spent


def frames(pace, clock, seconds, count=40):
    for _ in range(count):
        clock[0] += seconds
        due = pace.begin()
    return due


def test_frames_that_cost_nothing_come_as_often_as_the_eye_needs(clock):
    assert frames(FramePace(), clock, 0.0) == LEAST_MS


def test_the_window_takes_its_share_of_a_core(clock):
    assert frames(FramePace(), clock, 0.006) == pytest.approx(6 / SHARE, abs=1)


def test_dear_frames_still_come(clock):
    assert frames(FramePace(), clock, 0.2) == MOST_MS


def test_one_dear_frame_is_not_believed_at_once(clock):
    pace = FramePace()
    frames(pace, clock, 0.004)
    assert frames(pace, clock, 0.012, 1) < 12 / SHARE


def test_what_is_computed_between_runs_is_no_frames_cost(clock):
    pace = FramePace()
    clock[0] += 5.0
    pace.rest()
    assert pace.begin() == LEAST_MS
