"""The newest piece of work wins; whatever goes wrong becomes one sentence."""

import threading

import pytest
from PySide6.QtCore import QThread

from app.background import Background
from lrengine.errors import Cancelled, LabError


@pytest.fixture
def background(qapp):
    thread = Background("test_thread")
    thread.start()
    yield thread
    thread.close()


def test_a_result_comes_back_with_its_number(qtbot, background):
    def work(report, cancelled):
        return QThread.currentThread() is background

    with qtbot.waitSignal(background.finished_work) as caught:
        number = background.submit(work)
    assert caught.args[0].number == number and background.is_current(number)
    assert caught.args[0].result is True, "the work ran in the thread"


def test_progress_is_reported(qtbot, background):
    with qtbot.waitSignal(background.progressed) as caught:
        number = background.submit(lambda report, cancelled: report(0.5))
    assert caught.args == [number, 0.5]


def test_newer_work_cancels_and_replaces_what_runs(qtbot, background):
    entered = threading.Event()

    def endless(report, cancelled):
        entered.set()
        while not cancelled():
            report(0.0)
        raise Cancelled

    background.submit(endless)
    assert entered.wait(5)
    with qtbot.waitSignal(background.finished_work) as caught:
        background.submit(lambda report, cancelled: "second")
    assert caught.args[0].result == "second"


def test_cancelled_work_says_nothing(qtbot, background):
    entered, ended = threading.Event(), threading.Event()

    def work(report, cancelled):
        entered.set()
        while not cancelled():
            pass
        ended.set()
        return "too late"

    with qtbot.assertNotEmitted(background.finished_work):
        number = background.submit(work)
        assert entered.wait(5)
        background.cancel()
        assert ended.wait(5)
    assert not background.is_current(number)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (LabError("Choose another file."), "Choose another file."),
        (MemoryError(), "memory"),
        (ZeroDivisionError("boom"), "boom"),
    ],
)
def test_errors_become_sentences_and_the_thread_lives_on(qtbot, background, error, words):
    def work(report, cancelled):
        raise error

    with qtbot.waitSignal(background.finished_work) as caught:
        background.submit(work)
    assert words in caught.args[0].sentence and caught.args[0].result is None
    with qtbot.waitSignal(background.finished_work) as caught:
        background.submit(lambda report, cancelled: 1)
    assert caught.args[0].result == 1


def test_closing_in_the_middle_waits_for_the_thread(qtbot, qapp):
    thread = Background("closing_thread")
    thread.start()
    entered = threading.Event()

    def work(report, cancelled):
        entered.set()
        while not cancelled():
            pass

    thread.submit(work)
    assert entered.wait(5)
    thread.close()
    assert thread.isFinished()
