"""Automatic collection is off while a window lives, and back on after the last one."""

import gc
import weakref

from app.garbage import GarbageCollector


def test_collection_is_taken_over_and_given_back(qapp):
    first, second = GarbageCollector(), GarbageCollector()
    assert not gc.isenabled()
    first.close()
    assert not gc.isenabled(), "the other window still lives"
    second.close()
    assert gc.isenabled()


class Knot:
    pass


def leave_knots(count):
    """Garbage in cycles; a weak reference to one of them."""
    knots = [Knot() for _ in range(count)]
    for knot in knots:
        knot.self = knot
    return weakref.ref(knots[0])


def test_cycles_are_collected_by_the_timer(qtbot):
    collector = GarbageCollector()
    try:
        watched = leave_knots(2000)
        assert watched() is not None
        collector._timer.setInterval(1)
        qtbot.waitUntil(lambda: watched() is None)
    finally:
        collector.close()


def test_what_is_no_longer_young_is_not_frozen_as_garbage(qtbot, monkeypatch):
    monkeypatch.setattr("app.garbage.BURST", 4000)
    collector = GarbageCollector()
    collector._timer.stop()
    try:
        knots = [Knot() for _ in range(10)]
        for knot in knots:
            knot.self = knot
        gc.collect(0)
        watched = weakref.ref(knot)
        del knots, knot
        before = gc.get_freeze_count()
        kept = [[number] for number in range(5000)]
        collector._timer.start(1)
        qtbot.waitUntil(lambda: gc.get_freeze_count() >= before + len(kept))
        assert watched() is None
    finally:
        collector.close()
    gc.freeze()


def test_a_burst_of_what_stays_is_looked_at_once(qtbot, monkeypatch):
    monkeypatch.setattr("app.garbage.BURST", 4000)
    before = gc.get_freeze_count()
    collector = GarbageCollector()
    collector._timer.setInterval(1)
    try:
        watched = leave_knots(5000)
        qtbot.waitUntil(lambda: watched() is None)
        assert gc.get_freeze_count() == before, "garbage is no reason to freeze"
        kept = [[number] for number in range(5000)]
        qtbot.waitUntil(lambda: gc.get_freeze_count() >= before + len(kept))
        watched = leave_knots(1000)
        qtbot.waitUntil(lambda: watched() is None)
    finally:
        collector.close()
    assert gc.get_freeze_count() == 0, "with the last window everything may go again"
    # As the module's guard has left it.
    gc.freeze()
