from __future__ import annotations

import pickle
import signal
import threading

import numpy as np
import pytest

from lrengine.sweep.backends import Crew, FileFlag, interrupts_held, lost, outcomes_in, run_in_worker, watched
from lrengine.sweep.cells import cells_of
from lrengine.sweep.group import Group
from lrengine.sweep.schedule import run_cells


@pytest.fixture
def group(swept):
    cells = cells_of(swept({"solver.learning_rate": (0.1, 0.5)}))
    return Group(cells, frozenset({1}))


@pytest.fixture
def crew(tmp_path):
    flag = FileFlag(str(tmp_path / "stop"))
    return Crew(2, 2, "loky", flag.hoist, flag)


def test_a_worker_answers_in_bytes(group, crew):
    number, content = run_in_worker(7, group, 1, None, crew.flag)
    assert number == 7 and isinstance(content, bytes)
    (outcome,) = outcomes_in((0, content), [group])
    assert outcome.cell == group.cells[1] and outcome.reason == "iterations"


@pytest.mark.parametrize("content", [RuntimeError("gone"), b"", pickle.dumps("x")[:-2]])
def test_an_answer_that_cannot_be_read_is_a_failure_of_the_wanted(group, content):
    (outcome,) = outcomes_in((0, content), [group])
    assert outcome.failed and outcome.cell.index == 1 and "worker was lost" in outcome.sentence


def test_the_innermost_cause_is_told(group):
    error = RuntimeError("outside")
    error.__cause__ = ModuleNotFoundError("No module named 'lrengine'\nand more")
    (outcome,) = lost(group, error)
    assert "(No module named 'lrengine')" in outcome.sentence


def test_a_flag_is_seen_by_a_copy_elsewhere(crew):
    copy = pickle.loads(pickle.dumps(crew.flag))
    assert not pickle.loads(pickle.dumps(copy))()
    crew.raise_flag()
    assert copy()


def test_the_flag_is_raised_when_somebody_cancels(crew, tmp_path):
    asked = threading.Event()

    def cancelled():
        asked.set()
        return True

    with watched(cancelled, crew):
        assert asked.wait(10)
    assert crew.flag()


def test_the_flag_is_raised_when_the_work_ends_early_and_not_otherwise(crew):
    with watched(None, crew):
        pass
    assert not FileFlag(crew.flag._path)()
    with pytest.raises(ZeroDivisionError), watched(None, crew):
        raise ZeroDivisionError
    assert crew.flag()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no signal masks")
def test_ctrl_c_waits_while_processes_start():
    behind = False
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - where it comes is the point
        with interrupts_held():
            # To this thread alone: any other that takes no part may let the signal through at once.
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)
            behind = True
        pytest.fail("the signal was lost")
    assert behind


def test_processes_give_the_numbers_of_threads_and_leave_nothing_behind(swept):
    recipe = swept({"solver.learning_rate": (0.1, 0.5), "task.classes": ([0, 1], [0, 7])}, repeats=2)
    here, there = run_cells(recipe), run_cells(recipe, backend="processes", jobs=2)
    for one, other in zip(here.items, there.items, strict=True):
        assert (one.cell, one.reason, one.sentence) == (other.cell, other.reason, other.sentence)
        if not one.failed:
            np.testing.assert_array_equal(one.model.weights, other.model.weights)
            np.testing.assert_array_equal(
                one.history.column("train_risk"), other.history.column("train_risk")
            )
    assert here.chosen == there.chosen
