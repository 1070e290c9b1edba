"""What computes halts until a change is painted, and no longer."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QWidget

from app.goes_first import GoesFirst
from app.window_layout import EVALUATION, SETTINGS, WindowLayout
from lrengine.right_of_way import right_of_way


@pytest.fixture
def computing(monkeypatch):
    """Begins a thread that lets others pass; the event that it has gone on."""
    monkeypatch.setattr("lrengine.right_of_way.MOST_SECONDS", 30)
    monkeypatch.setattr("lrengine.right_of_way.HELD_SECONDS", 30)
    threads = []

    def begin() -> threading.Event:
        passed = threading.Event()

        def compute() -> None:
            right_of_way.let_pass()
            passed.set()

        threads.append(threading.Thread(target=compute))
        threads[-1].start()
        return passed

    yield begin
    for thread in threads:
        thread.join()


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.layout_ = WindowLayout(window, QWidget(), QWidget())
    with qtbot.waitExposed(window):
        window.show()
    # What showing it took is given back.
    qtbot.wait(0)
    return window


def is_halted(passed: threading.Event) -> bool:
    return not passed.wait(0.05)


def test_what_computes_waits_for_the_next_paint(qtbot, computing):
    parent = QObject()
    GoesFirst(parent).until_shown()
    passed = computing()
    assert is_halted(passed)
    qtbot.waitUntil(passed.is_set)


def test_a_window_goes_first_while_it_is_resized(qtbot, window, computing):
    assert not is_halted(computing())
    window.resize(window.width() - 100, window.height() - 50)
    passed = computing()
    assert is_halted(passed)
    qtbot.waitUntil(passed.is_set)


@pytest.mark.parametrize("change", [
    lambda layout: layout.raise_dock(EVALUATION),
    lambda layout: layout.docks[SETTINGS].hide(),
], ids=["another tab", "a dock less"])  # fmt: skip
def test_and_while_a_dock_comes_or_goes(qtbot, window, computing, change):
    change(window.layout_)
    passed = computing()
    assert is_halted(passed)
    qtbot.waitUntil(passed.is_set)
