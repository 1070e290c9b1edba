"""The loops come beside the data, and never keep anybody waiting who has given up."""

import threading

import pytest

from app.data import loops_ahead
from app.data.loops_ahead import LoopsAhead
from lrengine.errors import Cancelled, LabError
from lrengine.recipe import Recipe
from lrengine.settings import change


def never():
    return False


class Compiler:
    """Takes until it is let go, or cancelled."""

    def __init__(self):
        self.asked, self.cancelled = [], 0
        self.has_begun, self.may_end = threading.Event(), threading.Event()

    def __call__(self, dtype, cancelled):
        self.asked.append((dtype, threading.current_thread()))
        self.has_begun.set()
        while not self.may_end.wait(0.001):
            if cancelled():
                self.cancelled += 1
                raise Cancelled


@pytest.fixture
def compiler(monkeypatch):
    compiler = Compiler()
    monkeypatch.setattr(loops_ahead, "loops_for", compiler)
    return compiler


def test_the_loops_are_made_ready_once_while_the_data_load(compiler):
    told = []
    with LoopsAhead(Recipe(), told.append, never) as ahead:
        ahead.report(0.25)
        assert compiler.has_begun.wait(5)
        ahead.report(0.75)
        compiler.may_end.set()
    ((dtype, thread),) = compiler.asked
    assert dtype == "float32" and thread is not threading.current_thread() and not thread.is_alive()
    assert told == [0.25, 0.75]


@pytest.mark.parametrize(
    "changes", [{"run.products": "blas"}, {"features.kind": "deskewed"}, {"features.kind": "histograms"}]
)
def test_whom_they_do_not_serve_does_not_wait_for_them(compiler, changes):
    with LoopsAhead(change(Recipe(), changes), [].append, never) as ahead:
        ahead.report(0.5)
    assert not compiler.asked


def test_data_that_are_here_at_once_start_nothing(compiler):
    with LoopsAhead(Recipe(), [].append, never) as ahead:
        ahead.report(1.0)
    assert not compiler.asked


def test_data_that_cannot_be_loaded_are_told_of_at_once(compiler):
    def load(ahead):
        with ahead:
            ahead.report(0.5)
            raise LabError("There is no such file.")

    with pytest.raises(LabError):
        load(LoopsAhead(Recipe(), [].append, never))
    assert compiler.cancelled == 1


def test_who_cancels_ends_the_compiler(compiler):
    with LoopsAhead(Recipe(), [].append, compiler.has_begun.is_set) as ahead:
        ahead.report(0.5)
    assert compiler.cancelled == 1
