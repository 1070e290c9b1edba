"""Precision, recall and F1 as curves of as many points as a plot can show."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lrengine.judging import Curves

Line = tuple[NDArray[np.float64], NDArray[np.float64]]

# The three curves over the threshold, each with its dash and gap in pixels.
DASHES: dict[str, tuple[float, float] | None] = {"precision": None, "recall": (6.0, 3.5), "F1": (1.5, 3.0)}
POINTS = 501


def over_threshold(curves: Curves) -> dict[str, Line]:
    """Exact values at evenly spaced thresholds; NaN where no row scores as much."""
    thresholds = np.linspace(0, 1, POINTS)
    hits = len(curves.positives) - np.searchsorted(curves.positives, thresholds)
    wrong = len(curves.negatives) - np.searchsorted(curves.negatives, thresholds)
    own = len(curves.positives)
    with np.errstate(invalid="ignore"):
        return {
            "precision": (thresholds, hits / (hits + wrong)),
            "recall": (thresholds, hits / np.float64(own)),
            "F1": (thresholds, 2 * hits / (hits + wrong + own) if own else np.full(POINTS, np.nan)),
        }


def over_recall(curves: Curves) -> Line:
    """Precision over recall, the highest and the lowest of each of `POINTS` columns; none is lost."""
    made = curves.precision_recall
    recall, precision = made.recall[::-1], made.precision[::-1]
    if np.isnan(recall).any() or not len(recall):
        return np.empty(0), np.empty(0)
    column = np.floor(recall * (POINTS - 1)).astype(np.int64)
    # Within a column by rising precision: its first is the lowest, its last the highest.
    order = np.lexsort((precision, column))
    first = np.flatnonzero(np.diff(column[order], prepend=-1))
    last = np.append(first[1:], len(order)) - 1
    kept = np.unique(order[np.concatenate([first, last])])
    return recall[kept], precision[kept]


def nearest_threshold(curves: Curves, recall: float) -> float:
    """The threshold whose recall comes nearest."""
    made = curves.precision_recall
    return float(made.thresholds[int(np.argmin(np.abs(made.recall - recall)))])
