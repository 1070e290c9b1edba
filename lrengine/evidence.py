"""Why a model reads an image as it does: shares of its ink that add up exactly to the logit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.features import Deskewed, Histograms, Pixels, Standardised
from lrengine.features.base import size_in_words
from lrengine.features.deskewed import deskew, spread_back
from lrengine.features.histogram_parts import DIRECTIONS, GRIDS
from lrengine.features.histograms import cell_norms, direction_maps, windows_of
from lrengine.model import Model

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Side:
    """What speaks for one logit, or for one class rather than another.

    picture   (h, w), each pixel's share, positive for the class
    constant  what is there without any ink
    total     Σ picture + constant: the logit, or the difference of two
    cells     the same shares by cell, (9, 9) and (5, 5), for directions of strokes; else None
    """

    picture: Array
    constant: float
    total: float
    cells: tuple[Array, ...] | None = None


@dataclass(frozen=True, eq=False)
class Evidence:
    """z = c + Σ shares over the pixels of the image the model was given; float64.

    With φ₀ the features of empty paper, a feature's share is w (φ − φ₀) and c = b + w·φ₀, so paper says
    nothing. Shares of features that are not pixels are put back on the ink they come from: see `evidence`.

    shares     (k, h, w)
    constants  (k,)
    cells      ((k, 9, 9), (k, 5, 5)) sums over the directions of a cell, or None
    """

    shares: Array
    constants: Array
    cells: tuple[Array, ...] | None = None

    @property
    def logits(self) -> Array:
        """(k,) what all adds up to."""
        return self.shares.sum(axis=(1, 2)) + self.constants

    def of(self, label: int) -> Side:
        """For a class; the only logit of two classes speaks for the second, and against the first."""
        if len(self.shares) == 1:
            return self._side(np.array([1.0 if label else -1.0]))
        return self._side(np.eye(len(self.shares))[label])

    def contrast(self, label: int, other: int) -> Side:
        """For `label` rather than `other`: (w_label − w_other)·φ, the log of their odds for softmax."""
        if len(self.shares) == 1:
            return self.of(label)
        return self._side(np.eye(len(self.shares))[label] - np.eye(len(self.shares))[other])

    def _side(self, mix: Array) -> Side:
        picture, constant = np.tensordot(mix, self.shares, axes=1), float(mix @ self.constants)
        cells = None
        if self.cells is not None:
            cells = tuple(np.tensordot(mix, grid, axes=1) for grid in self.cells)
        return Side(picture, constant, float(picture.sum()) + constant, cells)


def evidence(model: Model, image: Array) -> Evidence | None:
    """The evidence of one image (h, w) on the scale of the model's inputs, for every logit.

    Pixels       w·x where the ink is
    Upright      likewise on the upright image, and from there back to the pixels it was read from
    Directions   a cell's share goes to the gradients that were counted in it, by what each contributed;
                 from a gradient to the ink of the 3×3 pixels around it, by ink; and back from upright

    None for features that have no place in the image (waves, polynomials). Raises LabError for an image
    of another size.
    """
    return _evidence(model, image, model.weights.astype(np.float64), model.intercept.astype(np.float64))


def side_of(model: Model, image: Array, label: int, other: int | None = None) -> Side | None:
    """Just one side of the evidence, in a fraction of the time: what follows a pen asks for this."""
    names = len(model.weights)
    if names == 1:
        mix = np.array([1.0 if label else -1.0])
    else:
        mix = np.eye(names)[label] - (0 if other is None else np.eye(names)[other])
    mixed = _evidence(model, image, (mix @ model.weights)[np.newaxis], np.array([mix @ model.intercept]))
    return None if mixed is None else mixed.of(1)


def _evidence(model: Model, image: Array, weights: Array, constants: Array) -> Evidence | None:
    features = model.features
    if image.shape != features.shape:
        raise LabError(
            f"The drawing is {size_in_words(image.shape)}, but the model reads "
            f"{size_in_words(features.shape)}: prepare it anew."
        )
    if isinstance(features, Standardised):
        weights = weights / features.deviation
        constants = constants - weights @ features.mean
        features = features.inner
    if isinstance(features, Histograms):
        return _of_histograms(features, weights, constants, image)
    if not isinstance(features, Pixels | Deskewed) or len(features.shape) != 2:
        return None
    inked, paper = features.transform(np.stack([image, np.zeros_like(image)]), np.float64)
    shares = (weights * (inked - paper)).reshape(-1, *features.shape)
    if isinstance(features, Deskewed):
        shares = spread_back(shares, image, features.full_scale)
    return Evidence(shares, constants + weights @ paper)


def _of_histograms(features: Histograms, weights: Array, constants: Array, image: Array) -> Evidence:
    k, (height, width) = len(weights), image.shape
    upright = deskew(image[np.newaxis], features.full_scale)
    maps = direction_maps(upright)[0].astype(np.float64)
    gradients = np.zeros((k, height, width))
    cells, cut = [], 0
    for count in GRIDS:
        down, across = windows_of(count, height), windows_of(count, width)
        sums = down @ maps @ across.T
        counted = np.sqrt(sums / cell_norms(sums[np.newaxis], down, height)[0])
        size = DIRECTIONS * count * count
        own = weights[:, cut : cut + size].reshape(k, DIRECTIONS, count, count) * counted
        cut += size
        cells.append(own.sum(axis=1))
        each = np.divide(own, sums, out=np.zeros_like(own), where=sums > 0)
        gradients += ((down.T @ each @ across) * maps).sum(axis=1)
    ink = upright[0].astype(np.float64)
    near = _boxed(ink[np.newaxis])[0]
    # Wherever there is a gradient, there is ink beside it.
    per_ink = np.divide(gradients, near, out=np.zeros_like(gradients), where=near > 0)
    shares = spread_back(_boxed(per_ink) * ink, image, features.full_scale)
    return Evidence(shares, constants - weights @ features.mean, tuple(cells))


def _boxed(pictures: Array) -> Array:
    """(k, h, w) sums over the 3×3 pixels around each."""
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    rows = padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]
    boxed: Array = rows[:, :, :-2] + rows[:, :, 1:-1] + rows[:, :, 2:]
    return boxed
