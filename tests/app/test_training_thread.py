"""The thread hands over every row in order, halts where it is told to, and never leaks."""

import math
import threading

import pytest
from PySide6.QtCore import QObject, QThread, Slot

from app.training_thread import Advance, Ending, Job, TrainingThread, set_live
from lrengine.experiment import run, start
from lrengine.history import Step
from lrengine.settings import change
from lrengine.training import Controls


class Listener(QObject):
    """Takes what a window would, and notes in which thread."""

    def __init__(self, thread):
        super().__init__()
        self.thread_ = thread
        self.advances: list[Advance] = []
        self.endings: list[Ending] = []
        self.threads = set()
        thread.advanced.connect(self.take)
        thread.ended.connect(self.end)

    @Slot(object)
    def take(self, advance):
        self.threads.add(QThread.currentThread())
        self.advances.append(advance)
        self.thread_.acknowledge()

    @Slot(object)
    def end(self, ending):
        self.endings.append(ending)

    def rows(self, run=None):
        return [step for a in self.advances if run in (None, a.run) for step in a.steps]


@pytest.fixture
def trainer(qapp):
    thread = TrainingThread()
    thread.start()
    yield thread
    thread.close()


def job_of(recipe, rows, number=1, paused=False):
    return Job(number, recipe, rows, start(recipe, rows), paused)


def test_every_row_arrives_in_order_with_the_command_lines_numbers(qtbot, trainer, small_recipe, small_rows):
    listener = Listener(trainer)
    with qtbot.waitSignal(trainer.ended):
        trainer.begin(job_of(small_recipe, small_rows))
    rows = listener.rows()
    assert [step.iteration for step in rows] == list(range(31))
    alone = run(small_recipe, small_rows.dataset).history
    assert [step.train_risk for step in rows] == alone.column("train_risk").tolist()
    assert listener.threads == {QThread.currentThread()}
    ending = listener.endings[0]
    assert ending.reason == "iterations" and ending.result is not None


def test_a_paused_job_halts_at_row_zero_and_steps_one_by_one(qtbot, trainer, small_recipe, small_rows):
    listener = Listener(trainer)
    with qtbot.waitSignal(trainer.advanced):
        trainer.begin(job_of(small_recipe, small_rows, paused=True))
    assert [step.iteration for step in listener.rows()] == [0]
    with qtbot.waitSignal(trainer.advanced):
        trainer.step()
    assert [step.iteration for step in listener.rows()] == [0, 1]
    trainer.step(5)
    qtbot.waitUntil(lambda: len(listener.rows()) == 7)
    with qtbot.waitSignal(trainer.ended):
        trainer.resume()
    assert len(listener.rows()) == 31


def test_a_resume_right_after_a_paused_begin_counts(qtbot, trainer, small_recipe, small_rows):
    with qtbot.waitSignal(trainer.ended):
        trainer.begin(job_of(small_recipe, small_rows, paused=True))
        trainer.resume()


def test_a_slow_run_hands_over_row_by_row(qtbot, trainer, small_recipe, small_rows):
    listener = Listener(trainer)
    trainer.set_speed(20.0)
    with qtbot.waitSignal(trainer.ended):
        trainer.begin(job_of(change(small_recipe, {"stopping.iterations": 12}), small_rows))
    assert [len(advance.steps) for advance in listener.advances] == [1] * 13


def test_a_run_held_at_a_quick_pace_still_hands_over_at_most_fifty_times_a_second(
    qtbot, trainer, small_recipe, small_rows
):
    listener = Listener(trainer)
    trainer.set_speed(1000.0)
    with qtbot.waitSignal(trainer.ended):
        trainer.begin(job_of(change(small_recipe, {"stopping.iterations": 200}), small_rows))
    assert len(listener.rows()) == 201
    assert len(listener.advances) < 201 / 4, "rows that come close together are handed over together"


def test_a_throttled_run_stops_at_once(qtbot, trainer, small_recipe, small_rows):
    trainer.set_speed(0.01)
    with qtbot.waitSignal(trainer.advanced):
        trainer.begin(job_of(small_recipe, small_rows))
    with qtbot.waitSignal(trainer.ended, timeout=2000) as caught:
        trainer.stop()
    assert caught.args[0].reason == "stopped" and caught.args[0].result is None


def test_rows_gather_until_the_last_hand_over_is_taken(qtbot, trainer, small_recipe, small_rows):
    taken = []
    collector = Collector(taken)
    trainer.advanced.connect(collector.take)
    with qtbot.waitSignal(trainer.ended):
        trainer.begin(job_of(small_recipe, small_rows))
    assert len(taken) == 2, "without an acknowledgement only the first and the last hand-over come"
    assert sum(len(advance.steps) for advance in taken) == 31


class Collector(QObject):
    def __init__(self, taken):
        super().__init__()
        self.taken = taken

    @Slot(object)
    def take(self, advance):
        self.taken.append(advance)


def test_a_new_job_replaces_the_running_one(qtbot, trainer, small_recipe, small_rows):
    listener = Listener(trainer)
    endless = change(small_recipe, {"stopping.iterations": 0})
    with qtbot.waitSignal(trainer.advanced):
        trainer.begin(job_of(endless, small_rows, number=1))
    with qtbot.waitSignal(trainer.ended, check_params_cb=lambda ending: ending.run == 2):
        trainer.begin(job_of(small_recipe, small_rows, number=2))
    assert [step.iteration for step in listener.rows(run=2)] == list(range(31))


def test_closing_in_mid_run_leaves_no_thread(qtbot, qapp, small_recipe, small_rows):
    thread = TrainingThread()
    thread.start()
    endless = change(small_recipe, {"stopping.iterations": 0})
    with qtbot.waitSignal(thread.advanced):
        thread.begin(job_of(endless, small_rows))
    thread.close()
    assert thread.isFinished()


def test_an_unforeseen_exception_becomes_an_ending(qtbot, trainer, small_recipe, small_rows):
    job = job_of(small_recipe, small_rows)

    def broken():
        yield Step(0, 0.0, 0.0)
        raise ZeroDivisionError("boom")

    job.training.steps = broken
    with qtbot.waitSignal(trainer.ended) as caught:
        trainer.begin(job)
    assert "boom" in caught.args[0].sentence
    with qtbot.waitSignal(trainer.ended) as caught:
        trainer.begin(job_of(small_recipe, small_rows, number=2))
    assert caught.args[0].reason == "iterations", "the thread lives on"


def test_live_settings_act_on_the_next_iteration(qtbot, trainer, small_recipe, small_rows):
    listener = Listener(trainer)
    job = job_of(small_recipe, small_rows, paused=True)
    with qtbot.waitSignal(trainer.advanced):
        trainer.begin(job)
    set_live(job.training, Controls(learning_rate=0.025, l2=0.5))
    with qtbot.waitSignal(trainer.advanced):
        trainer.step()
    row = listener.rows()[-1]
    assert row.step_size == 0.025
    assert row.train_objective == pytest.approx(row.train_risk + 0.25 * row.weight_norm**2)


def test_a_divergence_ends_with_finite_weights_and_advice(qtbot, trainer, small_recipe, small_rows):
    listener = Listener(trainer)
    wild = change(small_recipe, {"solver.learning_rate": 1e4, "objective.l2": 10.0})
    with qtbot.waitSignal(trainer.ended) as caught:
        trainer.begin(job_of(wild, small_rows))
    ending = caught.args[0]
    assert ending.reason == "diverged" and "2/L" in ending.sentence
    assert all(math.isfinite(value) for value in listener.advances[-1].theta)


def test_the_handed_over_iterate_is_a_frozen_copy(qtbot, trainer, small_recipe, small_rows):
    listener = Listener(trainer)
    with qtbot.waitSignal(trainer.advanced):
        trainer.begin(job_of(small_recipe, small_rows, paused=True))
    theta = listener.advances[0].theta
    assert not theta.flags.writeable
    before = theta.copy()
    trainer.step(3)
    qtbot.waitUntil(lambda: len(listener.rows()) == 4)
    assert (theta == before).all()


def test_python_threads_are_no_more_than_before(qtbot, trainer, small_recipe, small_rows):
    before = threading.active_count()
    with qtbot.waitSignal(trainer.ended):
        trainer.begin(job_of(change(small_recipe, {"run.threads": 2}), small_rows))
    assert threading.active_count() <= before + 1, "the row workers are gone; the QThread itself may count"
