"""One run of a session: what it was asked to do, every row it has made, and the iterate on view."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lrengine.experiment import Result, Rows
from lrengine.familiarity import Familiarity
from lrengine.features import Features
from lrengine.history import History, Step
from lrengine.model import Model, logit_rows
from lrengine.recipe import Objective, Recipe
from lrengine.snapshots import Snapshots, Taken
from lrengine.stopping import Reason
from lrengine.sweep import CellOutcome
from lrengine.training import Training

Array = NDArray[Any]
State = Literal["ready", "running", "paused", "finished"]


@dataclass(frozen=True, eq=False)
class Certainty:
    """How sure a run may be of its readings.

    iteration    the iterate whose probabilities the temperature calibrates; −1 for none
    temperature  1 leaves them as trained
    familiarity  of all iterates, as it asks what the training images are like; None where it is not known
    """

    iteration: int
    temperature: float = 1.0
    familiarity: Familiarity | None = None


@dataclass(eq=False)
class RunRecord:
    """One run as the window shows it; `theta` is the iterate of `shown_iteration`.

    That is the newest one, or once the run is over the one it keeps, or the snapshot that the
    time slider was drawn back to.

    key            tells this attempt from every other, so that a late message can be dropped
    number         what the user sees; a run reset before its first update keeps it
    title          the recipe, or the variant of a sweep, that it came from
    parent         (number, iteration) of the run it branched from
    group          runs of one group are repeats with seeds of their own
    rows           None for a run that is not on view, whose data may not be here
    objective      what was minimised of late: the recipe's, with the penalty as it was moved live
    changed_live   learning rate or penalty were moved while it ran
    revealed       the test figures have been shown, which can't be undone
    sealed_test    test accuracy of the finished run's kept iterate
    certainty      what was found out of it once it halted
    is_taught      a short fit to the user's own drawings, from the iterate of `parent` or a ready model
    """

    key: int
    number: int
    recipe: Recipe
    features: Features
    class_names: tuple[str, ...]
    data_name: str
    rows: Rows | None = None
    training: Training | None = None
    state: State = "ready"
    history: History = field(default_factory=History)
    reached_theta: Array | None = None
    reached_iteration: int = 0
    best_iteration: int | None = None
    reason: Reason | None = None
    sentence: str = ""
    sealed_test: float | None = None
    objective: Objective = field(default_factory=Objective)
    changed_live: bool = False
    revealed: bool = False
    title: str = ""
    parent: tuple[int, int] | None = None
    group: int | None = None
    snapshots: Snapshots = field(default_factory=Snapshots)
    rewound: tuple[int, Array] | None = None
    certainty: Certainty | None = None
    is_taught: bool = False

    # -- the iterate on view -------------------------------------------------------------------

    @property
    def theta(self) -> Array | None:
        return self.reached_theta if self.rewound is None else self.rewound[1]

    @property
    def shown_iteration(self) -> int:
        return self.reached_iteration if self.rewound is None else self.rewound[0]

    def rewind(self, iteration: int | None) -> None:
        """Show the kept iterate nearest to `iteration`, or again the one reached for None."""
        is_back = iteration is not None and len(self.snapshots) > 0
        self.rewound = self.snapshots.at(iteration) if is_back and iteration is not None else None

    @property
    def updates(self) -> int:
        """Updates made, which is the iteration of the newest row."""
        return max(len(self.history) - 1, 0)

    @property
    def is_active(self) -> bool:
        return self.state != "finished"

    def model(self) -> Model | None:
        """The model of the iterate on view."""
        return None if self.theta is None else self._model_at(self.theta, self.shown_iteration)

    def reached_model(self) -> Model | None:
        """The model of the iterate reached, wherever the time slider is."""
        theta = self.reached_theta
        return None if theta is None else self._model_at(theta, self.reached_iteration)

    @property
    def is_calibrated(self) -> bool:
        """Whether the iterate reached has a temperature of its own."""
        return self.certainty is not None and self.certainty.iteration == self.reached_iteration

    def _model_at(self, theta: Array, iteration: int) -> Model:
        k = logit_rows(self.recipe, len(self.class_names))
        d = self.features.count
        weights = theta[: k * d].reshape(k, d)
        intercept = theta[k * d :] if len(theta) > k * d else np.zeros(k, theta.dtype)
        about = f"Run {self.number}, iteration {iteration:,}, on {self.data_name}"
        about += ", then on drawings of your own." if self.is_taught else "."
        sure = self.certainty or Certainty(-1)
        temperature = sure.temperature if sure.iteration == iteration else 1.0
        return Model(
            self.features, weights, intercept, self.class_names, self.recipe, about,
            temperature, sure.familiarity,
        )  # fmt: skip

    def figure(self, column: str) -> float:
        """A column's value at the iterate on view, or where it was last measured before."""
        values = self.history.column(column)[: self.shown_iteration + 1]
        # From the end: a long run is asked thirty times a second.
        length, end = 64, len(values)
        while end > 0:
            measured = np.flatnonzero(np.isfinite(values[max(end - length, 0) : end]))
            if len(measured):
                return float(values[max(end - length, 0) + measured[-1]])
            end, length = end - length, 4 * length
        return math.nan

    def test_accuracy(self) -> float | None:
        """Of the finished run's kept iterate, else of the newest row it was measured at."""
        if self.sealed_test is not None and self.rewound is None:
            return self.sealed_test
        accuracy = self.figure("test_accuracy")
        return accuracy if math.isfinite(accuracy) else None

    # -- as it goes on -------------------------------------------------------------------------

    def extend(
        self,
        steps: tuple[Step, ...],
        theta: Array,
        best_iteration: int | None,
        kept: Taken | None = None,
    ) -> None:
        """Take over newer rows and the iterate of the newest."""
        self.history.extend(steps)
        if kept is not None:
            self.snapshots.extend(kept.items, kept.stride)
        self.reached_theta = theta
        self.reached_iteration = steps[-1].iteration
        self.best_iteration = best_iteration

    def finish(self, reason: Reason, sentence: str, result: Result | None) -> None:
        """The run is over; where patience keeps the best iterate, that is the one reached."""
        self.state, self.reason, self.sentence = "finished", reason, sentence
        self.training = None
        if result is None:
            return
        keeps_best = bool(self.recipe.stopping.patience)
        reached = result.best if keeps_best else result.final
        self.sealed_test = reached.test_accuracy if math.isfinite(reached.test_accuracy) else None
        if keeps_best and self.reached_theta is not None:
            theta = flat(result.model)[: len(self.reached_theta)]
            theta.setflags(write=False)
            self.reached_theta, self.reached_iteration = theta, reached.iteration


def record_of(outcome: CellOutcome) -> RunRecord | None:
    """A run of a sweep as a run of its own; None for one that failed."""
    model, recipe = outcome.model, outcome.cell.recipe
    reached, reason = outcome.kept, outcome.reason
    if model is None or reached is None or reason == "failed" or reason == "cancelled":
        return None
    theta = flat(model)
    theta = theta if recipe.task.intercept else theta[: model.weights.size]
    theta.setflags(write=False)
    test = reached.test_accuracy
    return RunRecord(
        key=0,
        number=0,
        recipe=recipe,
        features=model.features,
        class_names=model.class_names,
        data_name=recipe.data.name,
        state="finished",
        history=outcome.history,
        reached_theta=theta,
        reached_iteration=reached.iteration,
        best_iteration=outcome.best.iteration if outcome.best is not None else None,
        reason=reason,
        sentence=outcome.sentence,
        sealed_test=test if math.isfinite(test) else None,
        objective=recipe.objective,
        # What an axis or a seed makes of it stands in columns of their own.
        title=outcome.cell.variant or recipe.about.title,
    )


def is_record_of(run: RunRecord, outcome: CellOutcome) -> bool:
    """Whether a run came from this very outcome, or from its twin before a restart.

    The twins' rows agree even in their seconds.
    """
    if run.history is outcome.history:
        return True
    rows = len(outcome.history)
    if run.recipe != outcome.cell.recipe or len(run.history) != rows or not rows:
        return False
    return np.array_equal(run.history.table(), outcome.history.table(), equal_nan=True)


def flat(model: Model) -> Array:
    """A model's weights and intercepts as one vector, as `Objective.unpack` reads it."""
    return np.concatenate([model.weights.ravel(), model.intercept])
