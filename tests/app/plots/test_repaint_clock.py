import pytest
from PySide6.QtCore import QObject

from app.plots.repaint_clock import RepaintClock


@pytest.fixture
def clock(qapp):
    parent = QObject()
    made = RepaintClock(parent)
    yield made
    made.stop()


def test_what_is_asked_for_is_drawn_and_described(clock, qtbot):
    with qtbot.waitSignals([clock.draw_due, clock.describe_due], order="strict"):
        clock.start()


def test_many_requests_are_one_drawing(clock, qtbot):
    clock.start()
    drawn = []
    clock.draw_due.connect(lambda: drawn.append(1))
    with qtbot.waitSignal(clock.draw_due):
        for _ in range(50):
            clock.ask()
    assert drawn == [1]


def test_a_stopped_clock_is_still_and_remembers(clock, qtbot):
    clock.stop()
    clock.ask()
    assert not clock._timer.isActive()
    with qtbot.waitSignal(clock.draw_due):
        clock.start()


def test_drawing_at_once(clock, qtbot):
    drawn = []
    clock.draw_due.connect(lambda: drawn.append(1))
    clock.draw_now()
    assert drawn == [1]
    clock.draw_now(unless_within=1e6)
    assert drawn == [1]
    clock.flush()
    assert drawn == [1, 1]
