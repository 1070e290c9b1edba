"""Counting what a model got right, what it took for what, and whether its probabilities can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

CALIBRATION_BINS = 15


def accuracy(labels: Counts, predicted: Counts) -> float:
    """Share of rows read correctly, 0 to 1."""
    return float(np.mean(labels == predicted))


def confusion(labels: Counts, predicted: Counts, classes: int) -> Counts:
    """(classes, classes) counts: row the true class, column the class read."""
    return np.bincount(labels * classes + predicted, minlength=classes * classes).reshape(classes, classes)


def confusion_rates(counts: Counts) -> Floats:
    """Each count as a share of its row, the true class; a class without rows has zeros."""
    rows = counts.sum(axis=1, keepdims=True)
    return counts / np.maximum(rows, 1)


@dataclass(frozen=True)
class ConfusedPair:
    """Two classes taken for each other `count` times, either way; `first` < `second`."""

    first: int
    second: int
    count: int


def most_confused(counts: Counts, most: int = 3) -> tuple[ConfusedPair, ...]:
    """At most so many pairs of classes that are taken for each other, the worst first."""
    first, second = np.triu_indices(len(counts), 1)
    both = (counts + counts.T)[first, second]
    worst = np.argsort(-both, kind="stable")[:most]
    return tuple(
        ConfusedPair(int(first[pair]), int(second[pair]), int(both[pair])) for pair in worst if both[pair]
    )


@dataclass(frozen=True, eq=False)
class ClassScores:
    """One class against the rest, each (classes,); NaN where nothing is divided by nothing.

    precision  TP/(TP + FP), of the rows read as the class the share that are
    recall     TP/(TP + FN), of the class's rows the share read as it
    f1         2TP/(2TP + FP + FN), their harmonic mean
    support    TP + FN, rows of the class
    """

    precision: Floats
    recall: Floats
    f1: Floats
    support: Counts


def class_scores(counts: Counts) -> ClassScores:
    """The scores of every class from a confusion matrix."""
    hits, support, read = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    return ClassScores(_share(hits, read), _share(hits, support), _share(2 * hits, support + read), support)


@dataclass(frozen=True, eq=False)
class PrecisionRecall:
    """Precision, recall and F1 of calling positive what scores at least a threshold; each (m,).

    thresholds         the m different scores, rising
    average_precision  Σ (Rᵢ − Rᵢ₊₁) Pᵢ, the area under precision over recall
    """

    thresholds: Floats
    precision: Floats
    recall: Floats
    f1: Floats
    average_precision: float

    @property
    def best(self) -> int | None:
        """Index of the greatest F1, the lowest such threshold; None without positive rows."""
        return None if np.isnan(self.f1).all() else int(np.nanargmax(self.f1))


def precision_recall(positive: NDArray[np.bool_], scores: Array) -> PrecisionRecall:
    """The trade between precision and recall over all thresholds.

    positive (n,) marks the rows of the class, scores (n,) are its probabilities. Without a positive
    row recall and F1 are NaN.

    Source: "Logistic Regression from Scratch", the exercise on precision and recall.
    """
    # scikit-learn's curve has these very numbers, and its import takes a second.
    thresholds, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    hits = _from_here_on(np.bincount(which, weights=positive, minlength=len(thresholds)))
    precision, recall = _share(hits, _from_here_on(counts)), _share(hits, positive.sum())
    area = float(-np.sum(np.diff(recall, append=0.0) * precision))
    f1 = _share(2 * precision * recall, precision + recall)
    return PrecisionRecall(thresholds.astype(np.float64), precision, recall, f1, area)


def _from_here_on(counts: Array) -> Array:
    """The sum of each count and all after it."""
    return counts[::-1].cumsum()[::-1]


@dataclass(frozen=True, eq=False)
class Reliability:
    """How often rows of about the same confidence are right, in B bins of equal width over 0 to 1.

    edges       (B + 1,)
    counts      (B,) rows of each bin
    confidence  (B,) their mean confidence, NaN in an empty bin
    accuracy    (B,) the share of them that is right, NaN in an empty bin
    error       expected calibration error, Σ (rows of the bin/rows)·|accuracy − confidence|

    Source: "On Calibration of Modern Neural Networks", C. Guo, G. Pleiss, Y. Sun and K. Weinberger.
    """

    edges: Floats
    counts: Counts
    confidence: Floats
    accuracy: Floats
    error: float


def reliability(confidence: Array, right: NDArray[np.bool_], bins: int = CALIBRATION_BINS) -> Reliability:
    """Confidence (n,) in 0 to 1 against whether the row was read right; a bin owns its upper edge."""
    edges = np.linspace(0, 1, bins + 1)
    # Half a float32 step below: a probability that means an edge belongs to the bin below it.
    places = np.ceil(confidence.astype(np.float64) * bins - 1e-6).astype(np.int64) - 1
    places = np.clip(places, 0, bins - 1)
    counts = np.bincount(places, minlength=bins)
    mean = _share(np.bincount(places, weights=confidence, minlength=bins), counts)
    share = _share(np.bincount(places, weights=right, minlength=bins), counts)
    error = float(np.nansum(counts * np.abs(share - mean)) / max(len(confidence), 1))
    return Reliability(edges, counts, mean, share, error)


def _share(part: Array, whole: Array) -> Floats:
    """part/whole, NaN where the whole is zero."""
    nothing = np.full(np.broadcast(part, whole).shape, np.nan)
    return np.divide(part, whole, out=nothing, where=np.asarray(whole) != 0)
