"""Runs on the same rows advance together, with one matrix product for all of them.

Each keeps its own θ, solver, penalty, clip, schedule, controls, limits, watch and history, and has the
same numbers as on its own but for rounding: how many share a product decides its last bits. The
numbers do not depend on the number of threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from lrengine.found import Asked, Found
from lrengine.history import Step
from lrengine.measurement import Measurement
from lrengine.objective import Objective
from lrengine.stacked import Pass
from lrengine.threads import one_blas_thread
from lrengine.training import Training

# Taller stacks gain nothing more: the product's own arithmetic is then all the time there is.
MOST_LOGITS = 128


def may_go_together(one: Training, other: Training) -> bool:
    """True if two runs that have not begun read the same rows in the same order at each iteration.

    A solver that measures by itself (L-BFGS) and a gradient of its own kind go alone.
    """
    if one is other:
        return True
    if one.solver.needs_all_rows or other.solver.needs_all_rows or len(one.history) or len(other.history):
        return False
    if not _share_rows(one.objective, other.objective) or one.batch_size != other.batch_size:
        return False
    if one.batch_size and one.rng.bit_generator.state != other.rng.bit_generator.state:
        return False
    parts = [(one.validation, other.validation), (one.test, other.test)]
    return all(_share_rows(a, b) for a, b in parts)


def groups(trainings: Sequence[Training]) -> list[tuple[Training, ...]]:
    """The runs as they go together, in their order; it depends on nothing but the runs and their order."""
    found: list[list[Training]] = []
    for training in trainings:
        most = max(1, MOST_LOGITS // training.objective.k)
        for group in found:
            if len(group) < most and may_go_together(group[0], training):
                group.append(training)
                break
        else:
            found.append([training])
    return [tuple(group) for group in found]


def steps_together(trainings: Sequence[Training]) -> Iterator[tuple[Step | None, ...]]:
    """Advance runs of one group until all have ended.

    Yields a row of each at a time, in their order; None for a run that has ended, or ends there
    without a row of its own (see Training.take). A caller may end a single run between rows by
    `training.end("stopped")`. What a run spends is its share of the common time.
    """
    alone = len(trainings) == 1
    for training in trainings:
        training.begin()
    while any(training.reason is None for training in trainings):
        began = time.perf_counter()
        live = [training for training in trainings if training.reason is None]
        asked = [training.ask() for training in live]
        found = [live[0].look(asked[0])] if alone else look_together(live, asked)
        share = (time.perf_counter() - began) / len(live)
        rows = {
            id(training): training.take(what, time.perf_counter() - share)
            for training, what in zip(live, found, strict=True)
        }
        yield tuple(rows.get(id(training)) for training in trainings)
        for training in live:
            if training.reason is None:
                began = time.perf_counter()
                training.advance()
                training.seconds += time.perf_counter() - began


def look_together(trainings: Sequence[Training], asked: Sequence[Asked]) -> list[Found]:
    """`Training.look` for runs that share their rows: ∇F is left in each one's `gradient`."""
    batch = asked[0].batch
    evaluating = [index for index, what in enumerate(asked) if what.evaluate]
    testing = [index for index, what in enumerate(asked) if what.test]
    behind = Pass(
        [training.objective for training in trainings],
        [training.theta for training in trainings],
        [training.gradient for training in trainings],
        batch,
    )
    whole = _Aside(trainings, evaluating if batch is not None else [], lambda one: one.objective)
    held_out = _Aside(trainings, evaluating, lambda one: one.validation)
    sealed = _Aside(trainings, testing, lambda one: one.test)
    stretches = [
        (one, index)
        for one in (behind, whole.rows, held_out.rows, sealed.rows)
        if one is not None
        for index in range(one.stretches)
    ]

    def go_through(part: int) -> None:
        one, index = stretches[part]
        one.run(index)

    with one_blas_thread():
        trainings[0].objective.workers.run(go_through, len(stretches))
    train, validation, test = whole.measured(), held_out.measured(), sealed.measured()
    found = []
    for index, (training, (loss, hits)) in enumerate(zip(trainings, behind.finish(), strict=True)):
        objective = training.objective
        if batch is None:
            objective.finish_gradient(training.theta, training.gradient)
            train[index] = objective.measurement(loss, hits)
            risk = train[index].risk
        else:
            objective.finish_gradient(training.theta, training.gradient, len(batch))
            risk = objective.batch_risk(loss, len(batch))
        found.append(Found(risk, train.get(index), validation.get(index), test.get(index)))
    return found


class _Aside:
    """A part of the data that some of the runs measure, without gradients; `rows` is None for nobody."""

    def __init__(
        self,
        trainings: Sequence[Training],
        asking: Sequence[int],
        part: Callable[[Training], Objective | None],
    ) -> None:
        objectives = {index: part(trainings[index]) for index in asking}
        self._of = {index: one for index, one in objectives.items() if one is not None}
        thetas = [trainings[index].theta for index in self._of]
        self.rows = Pass(list(self._of.values()), thetas) if self._of else None

    def measured(self) -> dict[int, Measurement]:
        """The measurement of each run that asked, by its place."""
        totals = self.rows.finish() if self.rows is not None else []
        return {
            index: one.measurement(loss, hits)
            for (index, one), (loss, hits) in zip(self._of.items(), totals, strict=True)
        }


def _share_rows(one: Objective | None, other: Objective | None) -> bool:
    """Whether one pass may serve both."""
    if one is None or other is None:
        return one is other
    return (
        type(one) is type(other) is Objective
        and one.features is other.features
        and (one.labels is other.labels or np.array_equal(one.labels, other.labels))
        and type(one.loss) is type(other.loss)
        and (one.k, one.intercept, one.counted) == (other.k, other.intercept, other.counted)
    )
