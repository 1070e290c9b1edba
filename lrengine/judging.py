"""A model row by row on a part of the data: what it read, how surely, and at which loss.

Everything that takes time is done here, away from the window: see `curves_of` for the curves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine import metrics
from lrengine.data.splits import Part
from lrengine.errors import LabError
from lrengine.losses import Logistic, Softmax, shift_to_zero, wide_sum
from lrengine.metrics import PrecisionRecall, Reliability
from lrengine.model import Model
from lrengine.rows import RowSource, logits_of_rows

Array = NDArray[Any]
Labels = NDArray[np.int64]

_TITLES = {"train": "training", "validation": "validation", "test": "test"}


@dataclass(frozen=True, eq=False, repr=False)
class Judged:
    """What a model makes of the n rows of a part; arrays are read-only.

    part           "train", "validation" or "test"
    labels         (n,) the true classes
    predicted      (n,) the classes read
    probabilities  (n, classes) float32 as the model states them, at its temperature
    losses         (n,) loss of each row as trained, at temperature 1; −log p of the true class where the
                   loss has no such share
    worst_first    (n,) rows by falling loss
    inputs         (n, …) the rows themselves, shared with the data
    full_scale     the inputs' full ink
    risk           mean loss of a row, penalty excluded
    confusion      (classes, classes) counts: row the true class, column the class read
    temperature    the model's; 1 where its probabilities are as trained
    """

    part: str
    class_names: tuple[str, ...]
    labels: Labels
    predicted: Labels
    probabilities: NDArray[np.float32]
    losses: Array
    worst_first: Labels
    inputs: Array
    full_scale: float
    accuracy: float
    risk: float
    confusion: Labels
    temperature: float

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def has_images(self) -> bool:
        return self.inputs.ndim == 3

    def same_rows_as(self, other: Judged) -> bool:
        """True if both speak of the very same rows, be it of different moments."""
        mine, theirs = self.inputs, other.inputs
        return mine.shape == theirs.shape and mine.ctypes.data == theirs.ctypes.data

    def misread(self) -> Labels:
        """Rows read as another class, the worst first."""
        order = self.worst_first
        return order[self.labels[order] != self.predicted[order]]

    def behind(self, true: int, read: int) -> Labels:
        """Rows of one cell of the confusion matrix, the worst first."""
        order = self.worst_first
        return order[(self.labels[order] == true) & (self.predicted[order] == read)]


def judge(
    model: Model,
    part: Part,
    features: Array | RowSource | None = None,
    part_name: str = "validation",
    *,
    full_scale: float | None = None,
) -> Judged:
    """Read every row of a part; `features` (n, d) spare the transform where they are at hand.

    `full_scale` is the inputs' full ink, the model's own where it is not said. A part without rows is a
    LabError.
    """
    if not len(part):
        raise LabError(
            f"There are no {_TITLES[part_name]} rows to judge by: choose another part, or change the split."
        )
    if features is None:
        features = model.features.transform(part.inputs, model.weights.dtype)
    logits = logits_of_rows(model.weights, model.intercept, features)
    losses, probabilities, risk = _read(model, logits, part.labels)
    if model.temperature != 1.0:
        probabilities = model.probabilities_of(logits.T).T
    predicted = model.loss.predict(logits)
    classes = len(model.class_names)
    judged = Judged(
        part=part_name,
        class_names=model.class_names,
        labels=part.labels.view(),
        predicted=predicted,
        probabilities=np.ascontiguousarray(probabilities.T, np.float32),
        losses=losses,
        worst_first=np.argsort(-losses, kind="stable"),
        inputs=part.inputs.view(),
        full_scale=getattr(model.features, "full_scale", 1.0) if full_scale is None else full_scale,
        accuracy=metrics.accuracy(part.labels, predicted),
        risk=risk,
        confusion=metrics.confusion(part.labels, predicted, classes),
        temperature=model.temperature,
    )
    _freeze(judged)
    return judged


def _read(model: Model, logits: Array, labels: Labels) -> tuple[Array, Array, float]:
    """Losses (n,), probabilities (classes, n) and risk; the two true losses have a share of every row."""
    loss, rows = model.loss, np.arange(logits.shape[1])
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        # Not isinstance: a mistaken variant may well be built on the right one.
        if type(loss) is Softmax:
            p = logits.copy()
            shift_to_zero(p)
            own = p[labels, rows]
            np.exp(p, out=p)
            total = p.sum(axis=0)
            p /= total
            losses = np.log(total) - own
        elif type(loss) is Logistic:
            p = loss.probabilities(logits)
            margins = np.where(loss.encode(labels, len(logits)), logits, -logits)
            losses = np.logaddexp(0, -margins).sum(axis=0)
        else:
            p = loss.probabilities(logits)
            losses = -np.log(p[labels, rows])
            summed = loss.risk_and_residual(logits.copy(), loss.encode(labels, len(logits)))
            return losses, p, summed / len(rows)
    return losses, p, wide_sum(losses) / len(rows)


@dataclass(frozen=True)
class AtThreshold:
    """What a threshold makes of the rows: positive are those whose probability is at least as large."""

    threshold: float
    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int

    @property
    def precision(self) -> float:
        return _ratio(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float:
        return _ratio(self.true_positive, self.true_positive + self.false_negative)

    @property
    def f1(self) -> float:
        wrong = self.false_positive + self.false_negative
        return _ratio(2 * self.true_positive, 2 * self.true_positive + wrong)


@dataclass(frozen=True, eq=False, repr=False)
class Curves:
    """What thresholds and confidences make of a `Judged`; arrays are read-only.

    positive         the class that is told from the rest
    precision_recall of that class, over all thresholds
    reliability      of the class read, whichever it is
    positives        scores of the positive's own rows, rising
    negatives        scores of all other rows, rising
    """

    judged: Judged
    positive: int
    precision_recall: PrecisionRecall
    reliability: Reliability
    positives: Array
    negatives: Array

    @property
    def best_threshold(self) -> float | None:
        """Where F1 is greatest, or None without a row of the positive class."""
        best = self.precision_recall.best
        return None if best is None else float(self.precision_recall.thresholds[best])

    def at(self, threshold: float) -> AtThreshold:
        """The counts at a threshold; two binary searches."""
        missed = int(np.searchsorted(self.positives, threshold))
        passed = len(self.negatives) - int(np.searchsorted(self.negatives, threshold))
        return AtThreshold(
            threshold, len(self.positives) - missed, passed, missed, len(self.negatives) - passed
        )


def default_positive(classes: int) -> int:
    """The class told from the rest at first: the second of two, else the first."""
    return 1 if classes == 2 else 0


def curves_of(judged: Judged, positive: int) -> Curves:
    """The curves of a class against the rest.

    A number that is none of the classes, as a choice among other classes leaves it, means the default.
    """
    if not 0 <= positive < len(judged.class_names):
        positive = default_positive(len(judged.class_names))
    # A run on its way to infinity may have no probability to show; it counts as none.
    probabilities = np.nan_to_num(judged.probabilities.astype(np.float64))
    scores, own = probabilities[:, positive], judged.labels == positive
    confidence = probabilities[np.arange(len(judged)), judged.predicted]
    curves = Curves(
        judged=judged,
        positive=positive,
        precision_recall=metrics.precision_recall(own, scores),
        reliability=metrics.reliability(confidence, judged.labels == judged.predicted),
        positives=np.sort(scores[own]),
        negatives=np.sort(scores[~own]),
    )
    for record in (curves, curves.precision_recall, curves.reliability):
        _freeze(record)
    return curves


def _freeze(record: object) -> None:
    for value in vars(record).values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
