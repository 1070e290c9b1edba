"""Parts of a frame come one after another, and between them whatever else there is to do."""

import pytest
from PySide6.QtCore import QObject, QTimer

from app.in_turns import InTurns


@pytest.fixture
def called():
    return []


@pytest.fixture
def turns(qapp, called):
    owner = QObject()
    yield InTurns([lambda name=name: called.append(name) for name in "abc"], owner)
    owner.deleteLater()


def test_the_first_comes_at_once_and_others_may_come_between(turns, called, qtbot):
    turns.start()
    assert called == ["a"] and turns.is_active
    QTimer.singleShot(0, lambda: called.append("a stroke"))
    qtbot.waitUntil(lambda: not turns.is_active)
    assert called == ["a", "a stroke", "b", "c"]


def test_all_at_once_leaves_nothing_for_later(turns, called):
    turns.start()
    turns.all_now()
    assert called == ["a", "a", "b", "c"] and not turns.is_active


def test_what_is_stopped_is_not_called(turns, called, qtbot):
    turns.start()
    turns.stop()
    with qtbot.waitSignal(turns._timer.timeout, raising=False, timeout=50) as waited:
        pass
    assert called == ["a"] and not waited.signal_triggered


def test_begun_anew_it_begins_with_the_first(turns, called, qtbot):
    turns.start()
    turns.start()
    qtbot.waitUntil(lambda: not turns.is_active)
    assert called == ["a", "a", "b", "c"]


def test_a_part_may_ask_for_all_of_them(qapp, qtbot):
    owner, called = QObject(), []

    def first() -> None:
        called.append("first")
        if len(called) == 1:
            turns.all_now()

    turns = InTurns([first, lambda: called.append("second")], owner)
    turns.start()
    assert called == ["first", "first", "second"] and not turns.is_active
    owner.deleteLater()
