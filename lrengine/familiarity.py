"""How like the training images an image is: near a class, and unlike training images that were spoilt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.data.splits import Part
from lrengine.errors import Cancelled, LabError
from lrengine.features.blockwise import in_blocks
from lrengine.features.deskewed import deskew
from lrengine.features.histograms import histograms
from lrengine.spoilt import spoilt

Array = NDArray[Any]
Stored = dict[str, NDArray[Any]]

# The coarse grid alone: shapes as a whole, and an eighth of the numbers.
_GRIDS = (5,)
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
# The share of held-out images that is called unfamiliar.
STRANGE = 0.022
# Where a familiar image is told from others on the scale of 0 to 1.
LIMIT = 0.5


@dataclass(frozen=True, eq=False)
class Familiarity:
    """s(x) = v·(h(x) − m) + a d(x), d(x) = min over classes of ‖Lₖ(A(h(x) − m) − cₖ)‖, and what is usual.

    h are the strengths of stroke directions in 5×5 cells of the upright image (300 numbers), A their 64
    main axes, cₖ a class's mean and LₖᵀLₖ the inverse of its covariance there. A logistic
    regression of h and d, told to tell training images from the same ones mirrored, turned, cut and mixed
    (`spoilt`), gives v and a: the stranger an image, the higher s. It asks of the image alone, whatever
    features the model has, and is saved in single and half precision (80 kB).

    mean       m, (300,)
    axes       A, (64, 300)
    centres    cₖ, (classes, 64)
    whiteners  Lₖ, (classes, 64, 64), lower triangles
    against    v, (300,)
    apart      a
    typical    the median s of held-out training images
    limit      the s that few of them exceed; beyond is unfamiliar

    Source of the distance: "A Simple Unified Framework for Detecting Out-of-Distribution Samples and
    Adversarial Attacks", K. Lee, K. Lee, H. Lee and J. Shin.
    """

    full_scale: float
    shape: tuple[int, ...]
    mean: Array
    axes: Array
    centres: Array
    whiteners: Array
    against: Array
    apart: float
    typical: float
    limit: float

    def __post_init__(self) -> None:
        for array in (self.mean, self.axes, self.centres, self.whiteners, self.against):
            array.setflags(write=False)

    def strangeness(self, images: Array) -> Array:
        """(n,) float32, s of (n, h, w) images on the scale of the training images."""
        described = _described(images, self.full_scale, self.shape)
        distances = _distances(described, self.mean, self.axes, self.centres, self.whiteners)
        return _strangeness(described - self.mean, distances, self.against, self.apart)

    def of(self, images: Array) -> Array:
        """(n,) from 0, like nothing seen, to 1, as usual; ½ at the limit.

        1/(1 + ((s − typical)/(limit − typical))²) beyond the typical strangeness, 1 within.
        """
        beyond = np.maximum(self.strangeness(images) - self.typical, 0) / (self.limit - self.typical)
        return 1 / (1 + beyond * beyond)

    def to_arrays(self) -> Stored:
        return {
            "full_scale": np.array(self.full_scale),
            "shape": np.array(self.shape),
            "mean": self.mean,
            "axes": self.axes.astype(np.float16),
            "centres": self.centres,
            "whiteners": self.whiteners.astype(np.float16),
            "against": self.against,
            "apart": np.array(self.apart),
            "typical": np.array(self.typical),
            "limit": np.array(self.limit),
        }


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
    rows, labels = _described(train.inputs[order], full_scale, shape, cancelled), train.labels[order]
    if len(held_out) >= _FEWEST_ROWS:
        apart = _described(held_out.inputs[:_MOST_ROWS], full_scale, shape, cancelled)
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
    strange = _described(spoilt(images, np.random.default_rng(1)), full_scale, shape, cancelled)
    against, weight = _told_apart(
        own - mean, _distances(own, *parts), strange - mean, _distances(strange, *parts)
    )
    usual = _strangeness(apart - mean, _distances(apart, *parts), against, weight)
    typical = float(np.median(usual))
    limit = max(float(np.quantile(usual, 1 - STRANGE)), typical + 1e-3)
    return Familiarity(full_scale, shape, *parts, against, weight, typical, limit)


def familiarity_from_arrays(stored: Stored) -> Familiarity | None:
    """Make again what `to_arrays` described; LabError for what makes no sense.

    None for the measure of earlier files, a distance alone: its limit would tell other images apart.
    """
    if "against" not in stored:
        return None
    mean, axes, centres, whiteners, against = (
        stored[name].astype(np.float32) for name in ("mean", "axes", "centres", "whiteners", "against")
    )
    shape = tuple(int(side) for side in stored["shape"])
    full_scale, apart, typical, limit = (
        float(stored[name]) for name in ("full_scale", "apart", "typical", "limit")
    )
    kept, classes = len(axes), len(centres)
    shapes_fit = (
        axes.shape == (kept, len(mean))
        and against.shape == mean.shape
        and centres.shape == (classes, kept)
        and whiteners.shape == (classes, kept, kept)
        and len(mean) == _described(np.zeros((1, 8, 8), np.uint8), 1.0, (8, 8)).shape[1]
        and len(shape) == 2
        and min(shape) > 0
    )
    numbers = (
        full_scale,
        apart,
        typical,
        limit,
        *(a.sum(dtype=np.float64) for a in (mean, axes, centres, whiteners, against)),
    )
    if (
        not shapes_fit
        or not np.isfinite(numbers).all()
        or not (full_scale > 0 and limit > typical and apart > 0)
    ):
        raise LabError("its measure of familiarity makes no sense")
    return Familiarity(full_scale, shape, mean, axes, centres, whiteners, against, apart, typical, limit)


def _described(
    images: Array,
    full_scale: float,
    shape: tuple[int, ...],
    cancelled: Callable[[], bool] | None = None,
) -> Array:
    """h, (n, 300)."""
    images = images.reshape(len(images), *shape)
    first = histograms(deskew(images[:1], full_scale), _GRIDS)
    made: Array = np.empty((len(images), first.shape[1]), np.float32)

    def block(rows: slice) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled
        made[rows] = histograms(deskew(images[rows], full_scale), _GRIDS)

    if len(images) == 1:
        return first
    in_blocks(block, len(images))
    return made


def _distances(described: Array, mean: Array, axes: Array, centres: Array, whiteners: Array) -> Array:
    along = (described - mean) @ axes.T
    best: Array = np.full(len(along), np.inf, np.float32)
    for centre, whitener in zip(centres, whiteners, strict=True):
        apart = (along - centre) @ whitener.T
        np.minimum(best, np.einsum("nd,nd->n", apart, apart), out=best)
    return np.sqrt(best)


def _strangeness(described: Array, distances: Array, against: Array, apart: float) -> Array:
    return described @ against + np.float32(apart) * distances


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
