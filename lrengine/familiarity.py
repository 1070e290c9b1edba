"""How like the training images an image is: its distance to the nearest class, in deviations."""

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
# The share of held-out images that is called unfamiliar.
STRANGE = 0.022
# Where a familiar image is told from others on the scale of 0 to 1.
LIMIT = 0.5


@dataclass(frozen=True, eq=False)
class Familiarity:
    """d(x) = min over classes of ‖Lₖ(A(h(x) − m) − cₖ)‖, and what is usual for it.

    h are the strengths of stroke directions in 5×5 cells of the upright image (300 numbers), A their 64
    main axes, cₖ a class's mean and LₖᵀLₖ the inverse of its covariance there. It asks of the image
    alone, whatever features the model has, and is saved in single and half precision (80 kB).

    mean       m, (300,)
    axes       A, (64, 300)
    centres    cₖ, (classes, 64)
    whiteners  Lₖ, (classes, 64, 64), lower triangles
    typical    the median d of held-out training images
    limit      the d that few of them exceed; farther is unfamiliar

    Source of the distance: "A Simple Unified Framework for Detecting Out-of-Distribution Samples and
    Adversarial Attacks", K. Lee, K. Lee, H. Lee and J. Shin.
    """

    full_scale: float
    shape: tuple[int, ...]
    mean: Array
    axes: Array
    centres: Array
    whiteners: Array
    typical: float
    limit: float

    def __post_init__(self) -> None:
        for array in (self.mean, self.axes, self.centres, self.whiteners):
            array.setflags(write=False)

    def distances(self, images: Array) -> Array:
        """(n,) float32, d of (n, h, w) images on the scale of the training images."""
        return _distances(
            _described(images, self.full_scale, self.shape),
            self.mean,
            self.axes,
            self.centres,
            self.whiteners,
        )

    def of(self, images: Array) -> Array:
        """(n,) from 0, like nothing seen, to 1, as usual; ½ at the limit.

        1/(1 + ((d − typical)/(limit − typical))²) beyond the typical distance, 1 within.
        """
        beyond = np.maximum(self.distances(images) - self.typical, 0) / (self.limit - self.typical)
        return 1 / (1 + beyond * beyond)

    def to_arrays(self) -> Stored:
        return {
            "full_scale": np.array(self.full_scale),
            "shape": np.array(self.shape),
            "mean": self.mean,
            "axes": self.axes.astype(np.float16),
            "centres": self.centres,
            "whiteners": self.whiteners.astype(np.float16),
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
    usual = _distances(apart, mean, axes, centres, whiteners)
    typical = float(np.median(usual))
    limit = max(float(np.quantile(usual, 1 - STRANGE)), typical * 1.01 + 1e-6)
    return Familiarity(full_scale, shape, mean, axes, centres, whiteners, typical, limit)


def familiarity_from_arrays(stored: Stored) -> Familiarity:
    """Make again what `to_arrays` described; LabError for what makes no sense."""
    mean, axes, centres, whiteners = (
        stored[name].astype(np.float32) for name in ("mean", "axes", "centres", "whiteners")
    )
    shape = tuple(int(side) for side in stored["shape"])
    full_scale, typical, limit = (float(stored[name]) for name in ("full_scale", "typical", "limit"))
    kept, classes = len(axes), len(centres)
    shapes_fit = (
        axes.shape == (kept, len(mean))
        and centres.shape == (classes, kept)
        and whiteners.shape == (classes, kept, kept)
        and len(mean) == _described(np.zeros((1, 8, 8), np.uint8), 1.0, (8, 8)).shape[1]
        and len(shape) == 2
        and min(shape) > 0
    )
    numbers = (
        full_scale,
        typical,
        limit,
        *(a.sum(dtype=np.float64) for a in (mean, axes, centres, whiteners)),
    )
    if not shapes_fit or not np.isfinite(numbers).all() or not (full_scale > 0 and limit > typical >= 0):
        raise LabError("its measure of familiarity makes no sense")
    return Familiarity(full_scale, shape, mean, axes, centres, whiteners, typical, limit)


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
