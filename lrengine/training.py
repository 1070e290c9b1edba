"""The one training loop, in phases: `steps` drives them for one run, `lockstep` for many."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine import advice
from lrengine.found import Asked, Found
from lrengine.history import NAN, History, Step
from lrengine.measurement import Measurement
from lrengine.objective import Objective
from lrengine.plan import Controls, Plan
from lrengine.solvers import Solver, Stalled
from lrengine.stopping import Reason, Watch, closing_sentence

__all__ = ["Controls", "Plan", "Training"]

Array = NDArray[Any]

# A risk this many times the start's is on its way to infinity.
RUNAWAY = 1e3


class Training:
    """A run that can be driven step by step.

    `for step in training.steps()` advances it; row k is measured after k updates, so row 0 is the
    start and n updates give n + 1 rows. Between rows a caller may change `controls`, read `theta`
    (flat, see Objective.unpack) or stop listening. Afterwards `reason` and `sentence` say why it
    ended, and `theta` is the last finite iterate.

    theta       the iterate of the newest row
    gradient    ∇F of the rows behind the next update
    best_theta  the iterate of the best row by the watched figure; `watch.best` is that row
    seconds     time spent training, pauses excluded
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
        self.solver = solver
        self.controls = controls
        self.plan = plan
        self.theta = theta.astype(objective.dtype)
        self.gradient = np.zeros_like(self.theta)
        self.best_theta = self.theta.copy()
        self.history = History()
        self.watch = Watch(plan.stopping.patience, plan.stopping.monitor)
        self.reason: Reason | None = None
        self.sentence = ""
        self.seconds = 0.0
        self.rng = rng or np.random.default_rng(0)
        self.batch_size = plan.batch_size if 0 < plan.batch_size < objective.n else 0
        batches = math.ceil(objective.n / self.batch_size) if self.batch_size else 1
        self._every = plan.evaluate_every or max(1, batches // 10)
        self._order, self._behind, self._rows_seen = np.empty(0, np.int64), 0, 0
        self._batch: Array | None = None
        self._evaluate = False
        self._known: Measurement | None = None
        self._previous = self.theta.copy()
        self._ceiling = math.inf
        self._step_size = NAN

    def steps(self) -> Iterator[Step]:
        """Yield row 0, then a row after every update until a limit, a stall or a divergence."""
        self.begin()
        while self.reason is None:
            began = time.perf_counter()
            step = self.take(self.look(self.ask()), began)
            if step is not None:
                yield step
            if self.reason is None:
                began = time.perf_counter()
                self.advance()
                self.seconds += time.perf_counter() - began
        self.end(self.reason)

    # The phases as a driver calls them: begin, then ask, look, take and advance until there is a reason.

    def begin(self) -> None:
        """Before row 0."""
        self._take_controls()
        self.solver.start(self.theta)

    def ask(self) -> Asked:
        """What the newest row needs measured; a limit that is reached ends the run with this row."""
        iteration = len(self.history)
        self.reason = self.plan.stopping.spent(iteration, self._epoch, self.seconds)
        self._evaluate = self.reason is not None or iteration % self._every == 0
        if self.batch_size:
            self._batch = self._next_batch()
        return Asked(self._batch, self._evaluate, self._evaluate and self.controls.reveal_test)

    def look(self, asked: Asked) -> Found:
        """Measure it; ∇F goes to `gradient`."""
        train: Measurement | None
        if asked.batch is None:
            # A full batch measures the training rows on the way to its gradient.
            train = self._known or self.objective.measure(self.theta, self.gradient)
            self._known = None
            risk = train.risk
        else:
            risk = self.objective.measure_batch(self.theta, asked.batch, self.gradient)
            train = self.objective.measure(self.theta) if asked.evaluate else None
        if not asked.evaluate:
            return Found(risk, train)
        return self._look_aside(risk, train, self.theta, asked.test)

    def take(self, found: Found, began: float) -> Step | None:
        """The newest row; None if it is beyond all numbers, where the run ends on the iterate before.

        began   reading of time.perf_counter at which this row's measurement began
        """
        step, first = self._row(found, began), not len(self.history)
        if not math.isfinite(found.batch_risk + step.weight_norm) and not first:
            self._end_diverged(found.batch_risk + step.weight_norm)
            self.theta = self._previous
            return None
        if first:
            if not math.isfinite(found.batch_risk):
                self.reason, self.sentence = "diverged", advice.unusable_start(self)
            self._ceiling = RUNAWAY * max(found.batch_risk, 0.1)
        if self._evaluate:
            self._judge(step)
        if found.batch_risk > self._ceiling:
            self._end_diverged(found.batch_risk)
            if found.train is None:
                whole = self.objective.measure(self.theta)
                found = self._look_aside(found.batch_risk, whole, self.theta, self.controls.reveal_test)
                step = self._row(found, began)
        self.seconds = step.seconds
        self.history.append(step)
        if self.reason is not None:
            self.end(self.reason)
        return step

    def advance(self) -> None:
        """One update from the gradient in place."""
        np.copyto(self._previous, self.theta)
        self._take_controls()
        rate = self.controls.learning_rate * self.plan.schedule(self._epoch)
        rows, share = self._behind_update()
        if self.plan.clip and not self.solver.needs_smooth:
            length = self.objective.norm(self.gradient)
            if length > self.plan.clip:
                self.gradient *= self.theta.dtype.type(self.plan.clip / length)
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                self._known = self.solver.step(self.objective, self.theta, self.gradient, rate, share)
        except Stalled:
            self.end("converged")
            return
        self._step_size = getattr(self.solver, "step_size", rate)
        self._rows_seen += rows

    def end(self, reason: Reason) -> None:
        """End the run with the newest row, and say why."""
        self.reason = reason
        if not self.sentence:
            best = self.watch.best.iteration if self.watch.best else None
            closing = closing_sentence(reason, self.plan.stopping, len(self.history) - 1, best)
            cure = "" if reason == "stopped" else advice.no_better_than_guessing(self)
            self.sentence = f"{closing} {cure}".rstrip()

    def measure_at(self, theta: Array) -> Step:
        """All parts measured at any θ, the test rows included, as a row that carries the run's clock."""
        found = self._look_aside(NAN, self.objective.measure(theta), theta, with_test=True)
        newest = max(len(self.history) - 1, 0)
        return found.row(self.objective, theta, iteration=newest, epoch=self._epoch, seconds=self.seconds)

    @property
    def _epoch(self) -> float:
        return self._rows_seen / self.objective.n

    def _look_aside(self, risk: float, train: Measurement | None, theta: Array, with_test: bool) -> Found:
        """What was measured, with the validation rows, and the test rows if they may be seen."""
        held_out = self.validation.measure(theta) if self.validation is not None else None
        sealed = self.test.measure(theta) if self.test is not None and with_test else None
        return Found(risk, train, held_out, sealed)

    def _row(self, found: Found, began: float) -> Step:
        return found.row(
            self.objective,
            self.theta,
            iteration=len(self.history),
            epoch=self._epoch,
            step_size=self._step_size,
            gradient_norm=self.objective.norm(self.gradient),
            seconds=self.seconds + (time.perf_counter() - began),
        )

    def _judge(self, step: Step) -> None:
        """Keep the best iterate, and end the run if patience or the gradient says so."""
        if self.watch.is_new_best(step):
            np.copyto(self.best_theta, self.theta)
        if self.reason is None and self.watch.is_over:
            self.reason = "patience"
        if self.reason is None and not self.batch_size:
            limit = self.plan.stopping.gradient_norm
            if limit > 0 and step.gradient_norm <= limit:
                self.reason = "gradient_norm"

    def _behind_update(self) -> tuple[int, float]:
        """Rows behind the next update, and the part of the penalty that their gradient bears."""
        rows = self.objective.n if self._batch is None else len(self._batch)
        return rows, rows / self.objective.n if self.objective.reduction == "sum" else 1.0

    def _take_controls(self) -> None:
        """Let a changed penalty act from the very next update, whose gradient is already in place."""
        l1 = 0.0 if self.solver.needs_smooth else self.controls.l1
        old = self.objective.penalty
        if (old.l1, old.l2) == (l1, self.controls.l2):
            return
        new = self.objective.penalty = replace(old, l1=l1, l2=self.controls.l2)
        change = (new.curvature - old.curvature) * self._behind_update()[1]
        weights, slope = self.objective.unpack(self.theta)[0], self.objective.unpack(self.gradient)[0]
        slope += self.theta.dtype.type(change) * weights
        if self.solver.needs_all_rows:
            # What a line search remembers belongs to the objective as it was.
            self.solver.start(self.theta)

    def _next_batch(self) -> Array:
        """Row indices of the next batch; each epoch goes through the rows in a new order."""
        if self._behind >= len(self._order):
            self._order, self._behind = self.objective.source.epoch_order(self.rng), 0
        batch = self._order[self._behind : self._behind + self.batch_size]
        self._behind += self.batch_size
        return batch

    def _end_diverged(self, risk: float) -> None:
        self.reason, self.sentence = "diverged", advice.divergence(self, risk)
