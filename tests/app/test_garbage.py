"""Automatic collection is off while a window lives, and back on after the last one."""

import gc

from app.garbage import GarbageCollector


def test_collection_is_taken_over_and_given_back(qapp):
    first, second = GarbageCollector(), GarbageCollector()
    assert not gc.isenabled()
    first.close()
    assert not gc.isenabled(), "the other window still lives"
    second.close()
    assert gc.isenabled()


def test_cycles_are_collected_by_the_timer(qtbot):
    import weakref

    class Knot:
        pass

    collector = GarbageCollector()
    try:
        knots = [Knot() for _ in range(2000)]
        for knot in knots:
            knot.self = knot
        watched = weakref.ref(knots[0])
        knots.clear()
        del knot
        assert watched() is not None
        collector._timer.setInterval(1)
        qtbot.waitUntil(lambda: watched() is None)
    finally:
        collector.close()
