"""How like the training images an image is: near a class, and unlike training images that were spoilt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import Cancelled, LabError
from lrengine.features.blockwise import in_blocks
from lrengine.features.deskewed import deskew
from lrengine.features.histograms import histograms

Array = NDArray[Any]
Stored = dict[str, NDArray[Any]]

# The coarse grid alone: shapes as a whole, and an eighth of the numbers.
_GRIDS = (5,)
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
    features the model has, and is saved in single and half precision (80 kB). See `fit_familiarity`.

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
        described = described_by(images, self.full_scale, self.shape)
        distances = distances_of(described, self.mean, self.axes, self.centres, self.whiteners)
        return strangeness_of(described - self.mean, distances, self.against, self.apart)

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
        and len(mean) == described_by(np.zeros((1, 8, 8), np.uint8), 1.0, (8, 8)).shape[1]
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


def described_by(
    images: Array,
    full_scale: float,
    shape: tuple[int, ...],
    cancelled: Callable[[], bool] | None = None,
) -> Array:
    """h of images (n, h, w), (n, 300)."""
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


def distances_of(described: Array, mean: Array, axes: Array, centres: Array, whiteners: Array) -> Array:
    """d of what images are described by, (n,)."""
    along = (described - mean) @ axes.T
    best: Array = np.full(len(along), np.inf, np.float32)
    for centre, whitener in zip(centres, whiteners, strict=True):
        apart = (along - centre) @ whitener.T
        np.minimum(best, np.einsum("nd,nd->n", apart, apart), out=best)
    return np.sqrt(best)


def strangeness_of(described: Array, distances: Array, against: Array, apart: float) -> Array:
    """s of h − m and d, (n,)."""
    return described @ against + np.float32(apart) * distances
