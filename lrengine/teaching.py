"""Teaching a model a user's own drawings: a short fit from where it stands, and what that changed."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lrengine.calibration import calibrated
from lrengine.data.splits import Part
from lrengine.errors import LabError
from lrengine.experiment import Rows
from lrengine.history import History
from lrengine.model import Model
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.plan import Controls, Plan
from lrengine.rows import logits_of_rows
from lrengine.schedules import schedule
from lrengine.solvers import Adam
from lrengine.stopping import Reason, Stopping
from lrengine.threads import Workers
from lrengine.training import Training

Array = NDArray[Any]
Labels = NDArray[np.int64]
Compared = Literal["validation", "test"]

# So many rows stand for all the others, so that what was learned before is not forgotten.
_REMEMBERED = 20_000
# Each drawing counts like so many rows, and all of them like at most a quarter of the rest.
_WEIGHT = 30
_SHARE = 0.25
_EPOCHS = 4.0
_BATCH = 250
# In weights per step, for features whose typical length is one.
_RATE = 0.0007
# Without any rows there is only the drawing: small steps, no more than it takes to read it surely.
_STEPS_ALONE = 400
_RISK_ALONE = 0.1


@dataclass(frozen=True, eq=False)
class Flips:
    """Rows of a part, test or validation, that are read otherwise than before; indices into that part.

    mended   read wrongly before and rightly now
    broken   read rightly before and wrongly now
    changed  read wrongly both times, but as another class
    before   (n,) the classes read before, and `after` those read now
    """

    mended: Labels
    broken: Labels
    changed: Labels
    before: Labels
    after: Labels


@dataclass(frozen=True, eq=False)
class Taught:
    """What a lesson came to.

    model        the model as it is now
    read_before  (m,) how the drawings were read, in the order of those whose class the model knows
    read_after   (m,) how they are read now
    labels       (m,) what they are
    flips        what changed among the rows compared; None without any
    history      the fit's own curves: its training rows are the drawings among those remembered
    """

    model: Model
    read_before: Labels
    read_after: Labels
    labels: Labels
    flips: Flips | None
    seconds: float
    history: History
    reason: Reason

    @property
    def sentence(self) -> str:
        """The lesson in words."""
        right, count = int((self.read_after == self.labels).sum()), len(self.labels)
        if count == 1:
            name = self.model.class_names[self.labels[0]]
            return (
                f"Now read as {name}." if right else f"Still read otherwise than {name}: teach it once more."
            )
        return f"{right} of your {count} drawings are read rightly now."


def teach(
    model: Model, own: Part, rows: Rows | None = None, *, compared: Compared = "test", seed: int = 0
) -> Taught:
    """Go on from the model's weights with the user's drawings among at most 20,000 training rows.

    own       images (m, h, w) on the model's scale and labels as indices into the model's classes, see
              `OwnDigits.part`
    rows      what the model was trained on, or other rows with the same features and classes; without
              them only the drawings are learned, in small steps
    compared  the part whose readings are compared: a test set that is sealed stays so

    Adam over four epochs of the recipe's own loss and penalty, the rate falling to 0. The taught model is
    calibrated anew on the validation rows; without any it keeps its temperature. Raises LabError where
    there is nothing to learn or the rows do not fit the model.
    """
    began = time.perf_counter()
    if not len(own):
        raise LabError("There is no drawing of a class that this model knows: teach one first.")
    dtype = model.weights.dtype
    lesson = model.features.transform(own.inputs, dtype)
    if rows is not None and (
        rows.class_names != model.class_names or rows.train.shape[1] != model.features.count
    ):
        raise LabError(
            "These rows have other classes or features than the model: choose the data it was for."
        )
    before = _read(model, lesson)
    features, labels = lesson, own.labels
    if rows is not None:
        features, labels = _among_others(lesson, own.labels, rows, seed)
    taught, training = _fit(model, features, labels, seed, rows)
    if rows is not None:
        taught = calibrated(taught, rows.split.validation, rows.validation)
    after = _read(taught, lesson)
    flips = None
    if rows is not None and len(getattr(rows, compared)):
        flips = flips_between(model, taught, rows, compared)
    return Taught(
        taught, before, after, own.labels, flips, time.perf_counter() - began,
        training.history, training.reason or "stopped",
    )  # fmt: skip


def flips_between(before: Model, after: Model, rows: Rows, compared: Compared = "test") -> Flips:
    """Which rows of a part two models of the same features read otherwise."""
    features, labels = getattr(rows, compared), getattr(rows.split, compared).labels
    first, second = _read(before, features), _read(after, features)
    differ = first != second
    return Flips(
        mended=np.flatnonzero(differ & (second == labels)),
        broken=np.flatnonzero(differ & (first == labels)),
        changed=np.flatnonzero(differ & (first != labels) & (second != labels)),
        before=first,
        after=second,
    )


def _read(model: Model, features: Array) -> Labels:
    return model.loss.predict(logits_of_rows(model.weights, model.intercept, features))


def _among_others(lesson: Array, labels: Labels, rows: Rows, seed: int) -> tuple[Array, Labels]:
    """The drawings, repeated, after a sample of the training rows."""
    count = min(_REMEMBERED, len(rows.train))
    kept = np.random.default_rng([seed, 7]).choice(len(rows.train), count, replace=False)
    times = max(1, min(_WEIGHT, round(_SHARE * count / len(labels))))
    return (
        np.concatenate([rows.train[kept], np.tile(lesson, (times, 1))]),
        np.concatenate([rows.split.train.labels[kept], np.tile(labels, times)]),
    )


def _fit(
    model: Model, features: Array, labels: Labels, seed: int, rows: Rows | None
) -> tuple[Model, Training]:
    recipe, k, alone = model.recipe, len(model.weights), rows is None
    settings = recipe.objective
    workers = Workers(recipe.run.threads)
    has_intercept = recipe.task.intercept
    # Adam moves every weight by about the rate, so steps are measured against the features' size.
    size = float(np.sqrt(np.mean(np.square(features, dtype=np.float64)) * features.shape[1])) or 1.0
    rate = _RATE * 10 / max(size, 1e-6)
    epochs = float(_STEPS_ALONE) if alone else _EPOCHS
    held_out = None
    try:
        if rows is not None and len(rows.validation):
            held_out = Objective(
                rows.validation, rows.split.validation.labels, model.loss, k,
                intercept=has_intercept, workers=workers,
            )  # fmt: skip
        objective = Objective(
            features, labels, model.loss, k,
            penalty=Penalty(settings.l1, settings.l2, settings.l2_convention, len(features)),
            intercept=has_intercept,
            workers=workers,
        )  # fmt: skip
        theta = model.weights.ravel()
        theta = np.concatenate([theta, model.intercept]) if has_intercept else theta
        training = Training(
            objective,
            Adam(),
            theta,
            Controls(rate, settings.l1, settings.l2),
            Plan(
                batch_size=0 if alone else _BATCH,
                schedule=schedule("cosine", epochs),
                stopping=Stopping(epochs=epochs),
                evaluate_every=1_000_000,
            ),
            validation=held_out,
            rng=np.random.default_rng([seed, 8]),
        )
        for step in training.steps():
            if alone and step.train_risk < _RISK_ALONE:
                break
        weights, intercept = objective.unpack(training.theta)
    finally:
        workers.close()
    constant = model.intercept if intercept is None else intercept.copy()
    about = model.trained_on.rstrip(".") + (", then on drawings of your own." if model.trained_on else "")
    return replace(model, weights=weights.copy(), intercept=constant, trained_on=about), training
