"""The runs of a session: what each was asked to do, every row it has made, and its newest iterate."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lrengine.experiment import Result, Rows
from lrengine.features import Pixels
from lrengine.history import History, Step
from lrengine.model import Model, logit_rows
from lrengine.recipe import Objective, Recipe
from lrengine.stopping import Reason
from lrengine.training import Training

State = Literal["ready", "running", "paused", "finished"]


@dataclass(eq=False)
class RunRecord:
    """One run as the window shows it; `theta` is the iterate of `shown_iteration`.

    key            tells this attempt from every other, so that a late message can be dropped
    number         what the user sees; a run reset before its first update keeps it
    rows           None for a run restored from a file, whose data may not be here
    objective      what was minimised of late: the recipe's, with the penalty as it was moved live
    changed_live   learning rate or penalty were moved while it ran
    revealed       the test figures have been shown, which can't be undone
    sealed_test    test accuracy of the finished run's kept iterate
    """

    key: int
    number: int
    recipe: Recipe
    features: Pixels
    class_names: tuple[str, ...]
    data_name: str
    rows: Rows | None = None
    training: Training | None = None
    state: State = "ready"
    history: History = field(default_factory=History)
    theta: NDArray[Any] | None = None
    shown_iteration: int = 0
    best_iteration: int | None = None
    reason: Reason | None = None
    sentence: str = ""
    result: Result | None = None
    sealed_test: float | None = None
    objective: Objective = field(default_factory=Objective)
    changed_live: bool = False
    revealed: bool = False

    @property
    def updates(self) -> int:
        return max(len(self.history) - 1, 0)

    @property
    def is_active(self) -> bool:
        return self.state != "finished"

    def extend(self, steps: tuple[Step, ...], theta: NDArray[Any], best_iteration: int | None) -> None:
        """Take over newer rows and the iterate of the newest."""
        self.history.extend(steps)
        self.theta = theta
        self.shown_iteration = steps[-1].iteration
        self.best_iteration = best_iteration

    def finish(self, reason: Reason, sentence: str, result: Result | None) -> None:
        """The run is over; where patience keeps the best iterate, that is the one shown."""
        self.state, self.reason, self.sentence, self.result = "finished", reason, sentence, result
        self.training = None
        if result is None:
            return
        keeps_best = bool(self.recipe.stopping.patience)
        reached = result.best if keeps_best else result.final
        self.sealed_test = reached.test_accuracy if math.isfinite(reached.test_accuracy) else None
        if keeps_best and self.theta is not None:
            weights, intercept = result.model.weights, result.model.intercept
            theta = np.concatenate([weights.ravel(), intercept])[: len(self.theta)]
            theta.setflags(write=False)
            self.theta, self.shown_iteration = theta, reached.iteration

    def model(self) -> Model | None:
        """The model of the shown iterate."""
        if self.theta is None:
            return None
        k = logit_rows(self.recipe, len(self.class_names))
        d = self.features.count
        weights = self.theta[: k * d].reshape(k, d)
        has_intercept = len(self.theta) > k * d
        intercept = self.theta[k * d :] if has_intercept else np.zeros(k, self.theta.dtype)
        about = f"Run {self.number}, iteration {self.shown_iteration:,}, on {self.data_name}."
        return Model(self.features, weights, intercept, self.class_names, self.recipe, about)

    def figure(self, column: str) -> float:
        """A column's value at the shown iterate, or where it was last measured before."""
        return self.history.last(column, self.shown_iteration)

    def test_accuracy(self) -> float | None:
        """Of the finished run's kept iterate, else of the newest row it was measured at."""
        if self.sealed_test is not None:
            return self.sealed_test
        accuracy = self.figure("test_accuracy")
        return accuracy if math.isfinite(accuracy) else None


class RunStore:
    """Runs in the order they began; only those that made an update are kept when another begins."""

    def __init__(self) -> None:
        self._runs: list[RunRecord] = []
        self._keys = 0

    def __iter__(self) -> Iterator[RunRecord]:
        return iter(self._runs)

    def __len__(self) -> int:
        return len(self._runs)

    @property
    def current(self) -> RunRecord | None:
        return self._runs[-1] if self._runs else None

    def add(self, recipe: Recipe, rows: Rows, training: Training) -> RunRecord:
        """Begin a run's record."""
        return self.append(
            RunRecord(
                key=0,
                number=0,
                recipe=recipe,
                features=rows.features,
                class_names=rows.class_names,
                data_name=rows.dataset.name,
                rows=rows,
                training=training,
                objective=recipe.objective,
            )
        )

    def append(self, run: RunRecord) -> RunRecord:
        """Make `run` the current one, with a key and a number of its own."""
        if self._runs and not self._runs[-1].updates:
            self._runs.pop()
        if self._runs:
            # Only the shown run needs its rows; an earlier one would keep its whole data alive.
            self._runs[-1].rows = self._runs[-1].result = None
        self._keys += 1
        run.key = self._keys
        run.number = self._runs[-1].number + 1 if self._runs else 1
        self._runs.append(run)
        return run

    def find(self, number: int) -> RunRecord | None:
        return next((run for run in self._runs if run.number == number), None)
