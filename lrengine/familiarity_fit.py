"""Learns what a familiar image is: from training images, and from the same ones spoilt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.data.splits import Part
from lrengine.familiarity import STRANGE, Familiarity, described_by, distances_of, strangeness_of
from lrengine.spoilt import spoilt

Array = NDArray[Any]

AXES = 64
# So many images tell the classes' means and spreads well enough.
_MOST_ROWS = 20_000
_FEWEST_ROWS = 200
# A class's own spread counts by its rows, the mean of all classes' like so many.
_SHARED_ROWS = 500
# So many images and as many spoilt ones tell them apart.
_TOLD_APART = 12_000
_RIDGE = 40.0
_NEWTON_STEPS = 8


def fit_familiarity(
    train: Part,
    held_out: Part,
    full_scale: float,
    classes: int,
    cancelled: Callable[[], bool] | None = None,
) -> Familiarity | None:
    """Fit to at most 20,000 training images, and take what is usual from held-out ones.

    Without at least 200 held-out rows, a fifth of the images serve as such. None for points and for
    fewer than 200 images. Raises Cancelled soon after `cancelled` says so.
    """
    shape = train.inputs.shape[1:]
    if len(shape) != 2 or len(train) < _FEWEST_ROWS:
        return None
    order = np.random.default_rng(0).permutation(len(train))[:_MOST_ROWS]
    rows, labels = described_by(train.inputs[order], full_scale, shape, cancelled), train.labels[order]
    if len(held_out) >= _FEWEST_ROWS:
        apart = described_by(held_out.inputs[:_MOST_ROWS], full_scale, shape, cancelled)
    else:
        cut = len(rows) * 4 // 5
        rows, labels, apart = rows[:cut], labels[:cut], rows[cut:]
    mean = rows.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov((rows - mean).T.astype(np.float64)))
    kept = min(AXES, int((values > 1e-9 * values[-1]).sum()))
    axes = _halved(vectors[:, ::-1][:, :kept].T)
    centres, whiteners = _classes((rows - mean) @ axes.T, labels, classes)
    parts = mean, axes, centres, whiteners
    own, images = rows[:_TOLD_APART], train.inputs[order[: len(rows)][:_TOLD_APART]]
    strange = described_by(spoilt(images, np.random.default_rng(1)), full_scale, shape, cancelled)
    against, weight = _told_apart(
        own - mean, distances_of(own, *parts), strange - mean, distances_of(strange, *parts)
    )
    usual = strangeness_of(apart - mean, distances_of(apart, *parts), against, weight)
    typical = float(np.median(usual))
    limit = max(float(np.quantile(usual, 1 - STRANGE)), typical + 1e-3)
    return Familiarity(full_scale, shape, *parts, against, weight, typical, limit)


def _told_apart(own: Array, near: Array, strange: Array, far: Array) -> tuple[Array, float]:
    """v and a of the logistic regression, by Newton's method with a small ridge; a is at least .05."""
    rows = np.concatenate([np.column_stack([own, near]), np.column_stack([strange, far])]).astype(np.float64)
    rows = np.column_stack([rows, np.ones(len(rows))])
    target = np.repeat([0.0, 1.0], [len(own), len(strange)])
    ridge = np.full(rows.shape[1], _RIDGE)
    ridge[-1] = 1e-6
    theta = np.zeros(rows.shape[1])
    for _ in range(_NEWTON_STEPS):
        p = 1 / (1 + np.exp(-np.clip(rows @ theta, -30, 30)))
        curvature = (rows * (p * (1 - p))[:, None]).T @ rows + np.diag(ridge)
        theta -= np.linalg.solve(curvature, rows.T @ (p - target) + ridge * theta)
    return _halved(theta[:-2]), max(float(np.float16(theta[-2])), 0.05)


def _classes(along: Array, labels: NDArray[np.int64], classes: int) -> tuple[Array, Array]:
    """Means and whiteners; a class without rows is like all of them together."""
    wide = along.astype(np.float64)
    counts = np.bincount(labels, minlength=classes)
    scatters = np.zeros((classes, wide.shape[1], wide.shape[1]))
    centres = np.tile(wide.mean(axis=0), (classes, 1))
    for k in np.flatnonzero(counts):
        own = wide[labels == k]
        centres[k] = own.mean(axis=0)
        own = own - centres[k]
        scatters[k] = own.T @ own
    shared = scatters.sum(axis=0) / max(len(wide), 1)
    shared += 1e-3 * np.diag(np.diag(shared)) + 1e-9 * np.eye(len(shared))
    spread = (scatters + _SHARED_ROWS * shared) / (counts + _SHARED_ROWS)[:, None, None]
    whiteners = np.linalg.inv(np.linalg.cholesky(spread))
    return centres.astype(np.float32), _halved(whiteners)


def _halved(numbers: Array) -> Array:
    """Rounded to half precision, as they are saved, so that a saved measure says the very same."""
    return np.ascontiguousarray(numbers.astype(np.float16).astype(np.float32))
