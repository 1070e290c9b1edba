"""The one training loop: a generator that yields a frozen Step after every update."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.history import NAN, History, Step
from lrengine.objective import Measurement, Objective
from lrengine.penalties import squared_norm
from lrengine.schedules import Schedule, schedule
from lrengine.solvers import Solver, Stalled
from lrengine.stopping import Reason, Stopping, Watch, closing_sentence, divergence_sentence

Array = NDArray[Any]

# A risk this many times the start's is on its way to infinity.
RUNAWAY = 1e3


@dataclass
class Controls:
    """Settings that may be changed while the run goes on; each iteration reads them afresh."""

    learning_rate: float
    l1: float = 0.0
    l2: float = 0.0
    reveal_test: bool = False


@dataclass(frozen=True)
class Plan:
    """How a run goes: everything beside the objective, the solver and the start.

    batch_size      rows behind each step; 0 takes all
    clip            longest gradient allowed, 0 for any
    evaluate_every  iterations between evaluations; 0 is every full-batch step, ten times an epoch else
    """

    batch_size: int = 0
    clip: float = 0.0
    schedule: Schedule = field(default_factory=lambda: schedule("constant"))
    stopping: Stopping = field(default_factory=Stopping)
    evaluate_every: int = 0


class Training:
    """A run that can be driven step by step.

    `for step in training.steps()` advances it; row k is measured after k updates, so row 0 is the
    start and n updates give n + 1 rows. Between rows a caller may change `controls`, read `theta`
    (flat, see Objective.unpack) or stop listening. Afterwards `reason` and `sentence` say why it
    ended, and `theta` is the last finite iterate.

    theta       the iterate of the newest row
    best_theta  the iterate of the best row by the watched figure; `watch.best` is that row
    """

    def __init__(
        self,
        objective: Objective,
        solver: Solver,
        theta: Array,
        controls: Controls,
        plan: Plan,
        *,
        validation: Objective | None = None,
        test: Objective | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        self.objective = objective
        self.validation = validation
        self.test = test
        self.controls = controls
        self.plan = plan
        self.theta = theta.astype(objective.dtype)
        self.best_theta = self.theta.copy()
        self.history = History()
        self.watch = Watch(plan.stopping.patience, plan.stopping.monitor)
        self.reason: Reason | None = None
        self.sentence = ""
        self._solver = solver
        self._rng = rng or np.random.default_rng(0)
        self._gradient = np.zeros_like(self.theta)
        self._known: Measurement | None = None
        self._batch_size = plan.batch_size if 0 < plan.batch_size < objective.n else 0
        batches = math.ceil(objective.n / self._batch_size) if self._batch_size else 1
        self._every = plan.evaluate_every or max(1, batches // 10)
        self._batches: Iterator[Array] = iter(())
        self._batch: Array | None = None
        self._rows_seen = 0
        self._seconds = 0.0
        self._step_size = NAN

    def steps(self) -> Iterator[Step]:
        """Yield row 0, then a row after every update until a limit, a stall or a divergence."""
        self._take_controls()
        self._solver.start(self.theta)
        ceiling = math.inf
        previous = self.theta.copy()
        while self.reason is None:
            began = time.perf_counter()
            step = self._measure()
            risk = step.train_risk if self._batch is None else step.batch_risk
            if not math.isfinite(risk + step.weight_norm) and len(self.history):
                self._end_diverged(risk)
                self.theta = previous
                return
            if not len(self.history):
                ceiling = RUNAWAY * max(risk, 0.1)
            if risk > ceiling:
                self._end_diverged(risk)
                if math.isnan(step.train_risk):
                    step = self._measure_all(step)
            self._seconds += time.perf_counter() - began
            step = replace(step, seconds=self._seconds)
            self.history.append(step)
            yield step
            if self.reason is None:
                began = time.perf_counter()
                np.copyto(previous, self.theta)
                self._advance()
                self._seconds += time.perf_counter() - began
        best = self.watch.best.iteration if self.watch.best else None
        self.sentence = self.sentence or closing_sentence(
            self.reason, self.plan.stopping, len(self.history) - 1, best
        )

    def measure_at(self, theta: Array) -> Step:
        """All parts measured at any θ, the test rows included, as a row that carries the run's clock."""
        train = self.objective.measure(theta)
        row = Step(
            iteration=max(len(self.history) - 1, 0),
            epoch=self._rows_seen / self.objective.n,
            seconds=self._seconds,
            train_risk=train.risk,
            train_objective=self.objective.value(theta, train.risk),
            train_accuracy=train.accuracy,
            weight_norm=math.sqrt(squared_norm(self.objective.unpack(theta)[0])),
        )
        return self._measure_parts(row, theta, reveal_test=True)

    def _measure_all(self, step: Step) -> Step:
        """A row between evaluations, evaluated after all."""
        train = self.objective.measure(self.theta)
        step = replace(
            step,
            train_risk=train.risk,
            train_objective=self.objective.value(self.theta, train.risk),
            train_accuracy=train.accuracy,
        )
        return self._measure_parts(step, self.theta, self.controls.reveal_test)

    def _measure(self) -> Step:
        """The newest row. The gradient behind the next update is left in place for `_advance`."""
        iteration = len(self.history)
        epoch = self._rows_seen / self.objective.n
        self.reason = self.plan.stopping.spent(iteration, epoch, self._seconds)
        evaluate = self.reason is not None or iteration % self._every == 0
        batch_risk, train = NAN, None
        if self._batch_size:
            self._batch = self._next_batch()
            batch_risk = self.objective.measure_batch(self.theta, self._batch, self._gradient)
            if evaluate:
                train = self.objective.measure(self.theta)
        else:
            # A full batch measures the training rows on the way to its gradient.
            train = self._known or self.objective.measure(self.theta, self._gradient)
            self._known, batch_risk = None, train.risk
        step = Step(
            iteration=iteration,
            epoch=epoch,
            seconds=self._seconds,
            step_size=self._step_size,
            batch_risk=batch_risk,
            weight_norm=math.sqrt(squared_norm(self.objective.unpack(self.theta)[0])),
            gradient_norm=math.sqrt(squared_norm(self._gradient)),
        )
        if train is not None:
            step = replace(
                step,
                train_risk=train.risk,
                train_objective=self.objective.value(self.theta, train.risk),
                train_accuracy=train.accuracy,
            )
        if evaluate:
            step = self._measure_parts(step, self.theta, self.controls.reveal_test)
            self._judge(step)
        return step

    def _measure_parts(self, step: Step, theta: Array, reveal_test: bool) -> Step:
        if self.validation is not None:
            held_out = self.validation.measure(theta)
            step = replace(step, validation_risk=held_out.risk, validation_accuracy=held_out.accuracy)
        if self.test is not None and reveal_test:
            sealed = self.test.measure(theta)
            step = replace(step, test_risk=sealed.risk, test_accuracy=sealed.accuracy)
        return step

    def _judge(self, step: Step) -> None:
        """Keep the best iterate, and end the run if patience or the gradient says so."""
        if self.watch.is_new_best(step):
            np.copyto(self.best_theta, self.theta)
        if self.reason is None and self.watch.is_over:
            self.reason = "patience"
        if self.reason is None and not self._batch_size:
            limit = self.plan.stopping.gradient_norm
            if limit > 0 and step.gradient_norm <= limit:
                self.reason = "gradient_norm"

    def _advance(self) -> None:
        """One update from the gradient in place."""
        self._take_controls()
        epoch = self._rows_seen / self.objective.n
        rate = self.controls.learning_rate * self.plan.schedule(epoch)
        rows, share = self._behind_update()
        if self.plan.clip and not self._solver.needs_smooth:
            length = math.sqrt(squared_norm(self._gradient))
            if length > self.plan.clip:
                self._gradient *= self.theta.dtype.type(self.plan.clip / length)
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                self._known = self._solver.step(self.objective, self.theta, self._gradient, rate, share)
        except Stalled:
            self.reason = "converged"
            return
        self._step_size = getattr(self._solver, "step_size", rate)
        self._rows_seen += rows

    def _behind_update(self) -> tuple[int, float]:
        """Rows behind the next update, and the part of the penalty that their gradient bears."""
        rows = self.objective.n if self._batch is None else len(self._batch)
        return rows, rows / self.objective.n if self.objective.reduction == "sum" else 1.0

    def _take_controls(self) -> None:
        """Let a changed penalty act from the very next update, whose gradient is already in place."""
        l1 = 0.0 if self._solver.needs_smooth else self.controls.l1
        old = self.objective.penalty
        if (old.l1, old.l2) == (l1, self.controls.l2):
            return
        new = self.objective.penalty = replace(old, l1=l1, l2=self.controls.l2)
        change = (new.curvature - old.curvature) * self._behind_update()[1]
        weights, slope = self.objective.unpack(self.theta)[0], self.objective.unpack(self._gradient)[0]
        slope += self.theta.dtype.type(change) * weights
        if self._solver.needs_all_rows:
            # What a line search remembers belongs to the objective as it was.
            self._solver.start(self.theta)

    def _next_batch(self) -> Array:
        """Row indices of the next batch; each epoch goes through the rows in a new order."""
        batch = next(self._batches, None)
        if batch is None:
            order = self._rng.permutation(self.objective.n)
            self._batches = iter(np.split(order, range(self._batch_size, len(order), self._batch_size)))
            batch = next(self._batches)
        return batch

    def _end_diverged(self, risk: float) -> None:
        self.reason = "diverged"
        self.sentence = divergence_sentence(
            risk, len(self.history), self.controls.learning_rate, self.objective.curvature_bound()
        )
