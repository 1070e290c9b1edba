"""The thread that drives the training loop and hands its records to the window.

Three clocks run apart: the optimiser's steps, the hand-overs (at most thirty a second, and
only when the last one has been taken), and the window's repaints.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal

from lrengine.errors import LabError
from lrengine.experiment import Result, Rows, conclude
from lrengine.history import Step
from lrengine.recipe import Recipe
from lrengine.snapshots import Snapshots, Taken
from lrengine.stopping import Reason
from lrengine.training import Controls, Training

HAND_OVER_SECONDS = 1 / 30
# macOS gives secondary threads half a megabyte, too little for a BLAS.
STACK_BYTES = 16 * 2**20


@dataclass(frozen=True, eq=False)
class Advance:
    """Every row since the last hand-over and the iterate of the newest; `run` tells whose.

    snapshots   iterates kept for the time slider
    """

    run: int
    steps: tuple[Step, ...]
    theta: NDArray[Any]
    best_iteration: int | None
    snapshots: Taken


@dataclass(frozen=True, eq=False)
class Ending:
    """Why a run ended; `result` is None when it was stopped or failed before its end."""

    run: int
    reason: Reason
    sentence: str
    result: Result | None = None


@dataclass(frozen=True, eq=False)
class Job:
    run: int
    recipe: Recipe
    rows: Rows
    training: Training
    paused: bool


class TrainingThread(QThread):
    """Runs one training at a time; all methods are for the window's thread.

    advanced   Advance, in the order of iterations
    ended      Ending, after the run's last Advance
    """

    advanced = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_thread")
        self.setStackSize(STACK_BYTES)
        self._changed = threading.Condition()
        self._next: Job | None = None
        self._closing = False
        self._stop = False
        self._paused = False
        self._allowance = 0
        self._interval = 0.0
        self._due = self._handed_over = 0.0
        self._taken = True

    def begin(self, job: Job) -> None:
        """Stop whatever runs and start `job`; paused, it halts after its row 0."""
        with self._changed:
            self._next = job
            self._stop = True
            # Set here, not when the job is taken up: a resume that follows at once must count.
            self._paused, self._allowance = job.paused, 0
            self._changed.notify_all()

    def pause(self) -> None:
        self._set(paused=True)

    def resume(self) -> None:
        self._set(paused=False)

    def step(self, count: int = 1) -> None:
        """Pause, and make `count` more updates."""
        with self._changed:
            self._paused = True
            self._allowance += count
            self._changed.notify_all()

    def stop(self) -> None:
        """End the running job where it is."""
        with self._changed:
            self._next = None
            self._stop = True
            self._changed.notify_all()

    def set_speed(self, iterations_per_second: float) -> None:
        """Slow the run down; infinity is as fast as it goes."""
        with self._changed:
            self._interval = 0.0 if math.isinf(iterations_per_second) else 1.0 / iterations_per_second
            # An iteration waiting at the old pace is due at once.
            self._due = 0.0
            self._changed.notify_all()

    def acknowledge(self) -> None:
        """The window has taken the last Advance; until then the next ones are gathered up."""
        with self._changed:
            self._taken = True
            self._changed.notify_all()

    def close(self) -> None:
        """Ask the thread to end, and wait for it."""
        with self._changed:
            self._closing = self._stop = True
            self._changed.notify_all()
        self.wait()

    def _set(self, *, paused: bool) -> None:
        with self._changed:
            self._paused = paused
            self._allowance = 0
            self._changed.notify_all()

    def run(self) -> None:
        while True:
            with self._changed:
                while self._next is None and not self._closing:
                    self._changed.wait()
                if self._closing:
                    return
                job, self._next = self._next, None
                assert job is not None
                self._stop, self._taken = False, True
            self._drive(job)
            # Its rows may be hundreds of megabytes.
            del job

    def _drive(self, job: Job) -> None:
        gathered = _Gathered()
        self._handed_over, self._due = 0.0, time.perf_counter()
        try:
            for step in job.training.steps():
                gathered.add(step, job.training)
                if self._may_hand_over():
                    self._hand_over(job, gathered)
                if (self._interval or self._paused or self._stop) and self._halts(job, gathered):
                    break
            self._hand_over(job, gathered)
            ending = self._ending(job)
        except LabError as error:
            ending = Ending(job.run, "stopped", str(error))
        except MemoryError:
            ending = Ending(job.run, "stopped", "There is not enough memory for this run: take fewer rows.")
        except Exception as error:
            sentence = f"Something unforeseen went wrong ({error!r}); the last good iterate is kept."
            ending = Ending(job.run, "stopped", sentence)
        finally:
            job.training.objective.workers.close()
        self.ended.emit(ending)

    def _halts(self, job: Job, gathered: _Gathered) -> bool:
        """Wait as long as speed and pause ask for; true when the run is to stop."""
        # Counted from the last due time, so that a step's own time does not slow the pace down.
        self._due = max(self._due + self._interval, time.perf_counter() - HAND_OVER_SECONDS)
        with self._changed:
            while not self._stop:
                if self._paused:
                    if self._allowance:
                        self._allowance -= 1
                        break
                    timeout = None
                else:
                    due_in = self._due - time.perf_counter()
                    if due_in <= 0:
                        break
                    timeout = due_in
                if gathered.steps and (self._paused or self._may_hand_over()):
                    self._hand_over(job, gathered)
                self._changed.wait(timeout)
            return self._stop

    def _may_hand_over(self) -> bool:
        return self._taken and time.perf_counter() - self._handed_over >= HAND_OVER_SECONDS

    def _hand_over(self, job: Job, gathered: _Gathered) -> None:
        if not gathered.steps:
            return
        theta = job.training.theta.copy()
        theta.setflags(write=False)
        best = job.training.watch.best
        self._taken = False
        self._handed_over = time.perf_counter()
        best_iteration = best.iteration if best else None
        kept = gathered.snapshots.hand_over()
        self.advanced.emit(Advance(job.run, tuple(gathered.steps), theta, best_iteration, kept))
        gathered.steps.clear()

    def _ending(self, job: Job) -> Ending:
        training = job.training
        if training.reason is None:
            return Ending(job.run, "stopped", "")
        result = conclude(job.recipe, job.rows, training)
        return Ending(job.run, training.reason, training.sentence, result)


class _Gathered:
    """What the loop has made since the last hand-over."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.snapshots = Snapshots()

    def add(self, step: Step, training: Training) -> None:
        self.steps.append(step)
        if self.snapshots.wants(step.iteration):
            self.snapshots.add(step.iteration, training.theta)


def set_live(training: Training, controls: Controls) -> None:
    """Let changed settings act at the running training's next iteration.

    Single attribute writes are atomic, and every iteration reads each of them once.
    """
    training.controls = controls
