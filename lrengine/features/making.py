"""Features by a recipe's name for them, and again from what was saved."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.features.base import Features, Stored, size_in_words
from lrengine.features.deskewed import Deskewed
from lrengine.features.fourier import MOST_WAVES, Fourier
from lrengine.features.histogram_parts import histogram_count
from lrengine.features.histograms import Histograms
from lrengine.features.pixels import Pixels
from lrengine.features.polynomial import Polynomial
from lrengine.features.standardised import Standardised
from lrengine.recipe import Recipe

Array = NDArray[Any]


def make_features(recipe: Recipe, dataset: Dataset, training_inputs: Array) -> Features:
    """The features a recipe asks for, fitted on its training rows alone.

    Raises LabError where they cannot be made of such data.
    """
    made = _plain_features(recipe, dataset, training_inputs)
    return Standardised.fit(made, training_inputs) if recipe.features.standardise else made


def _plain_features(recipe: Recipe, dataset: Dataset, training_inputs: Array) -> Features:
    settings, full_scale, shape = recipe.features, dataset.full_scale, dataset.input_shape
    if settings.kind in ("deskewed", "histograms") and not dataset.has_images:
        what = "Upright pixels" if settings.kind == "deskewed" else "Directions of strokes"
        raise LabError(
            f"{what} are made of images, but {dataset.name} holds points: set features.kind to pixels, "
            "polynomial or fourier, or choose images."
        )
    match settings.kind:
        case "pixels":
            return Pixels(recipe.data.scale, full_scale, shape)
        case "deskewed":
            return Deskewed(full_scale, shape)
        case "histograms":
            return Histograms.fit(full_scale, shape, training_inputs)
        case "fourier":
            return Fourier.fit(
                settings.count, settings.bandwidth, recipe.run.seed, settings.upright,
                full_scale, shape, training_inputs,
            )  # fmt: skip
        case "polynomial":
            return _polynomial(recipe, dataset)


def _polynomial(recipe: Recipe, dataset: Dataset) -> Polynomial:
    if dataset.has_images:
        raise LabError(
            f"Polynomial features are made of points, but {dataset.name} holds images of "
            f"{size_in_words(dataset.input_shape)}: set features.kind to pixels, or choose 2-D data."
        )
    degree, dtype = recipe.features.degree, np.dtype(recipe.run.dtype)
    made = Polynomial(degree, dataset.input_shape)
    largest = float(np.abs(dataset.inputs).max())
    if largest > 1 and degree * np.log(largest) >= np.log(np.finfo(dtype).max):
        raise LabError(
            f"Products of degree {degree} of values as large as {largest:.3g} are too large for {dtype}: "
            "choose a lower degree (features.degree), or scale the points down."
        )
    return made


def features_from_arrays(stored: Stored) -> Features:
    """Make the features that `to_arrays` described.

    Without a kind they are pixels, on the unit scale unless there is a scale: models were saved so
    before there were other features. Raises LabError for what makes no sense, KeyError, TypeError or
    ValueError for what is not whole.
    """
    shape = tuple(int(side) for side in stored["shape"])
    full_scale = float(stored["full_scale"])
    if not shape or len(shape) > 2 or min(shape) < 1 or not 0 < full_scale < np.inf:
        raise LabError("its classes or its shape make no sense")
    made = _stored_features(str(stored.get("kind", "pixels")), stored, shape, full_scale)
    if "standard_mean" not in stored:
        return made
    mean, deviation = stored["standard_mean"], stored["standard_deviation"]
    for array in (mean, deviation):
        if array.dtype.kind != "f" or array.shape != (made.count,) or not np.isfinite(array).all():
            raise LabError("its means and deviations do not fit its features")
    if (deviation <= 0).any():
        raise LabError("its deviations are not positive")
    return Standardised(made, mean, deviation)


def _stored_features(kind: str, stored: Stored, shape: tuple[int, ...], full_scale: float) -> Features:
    if kind == "pixels":
        scale = str(stored.get("scale", "unit"))
        if scale not in ("unit", "raw", "normalised"):
            raise LabError(f"its pixels have an unknown scale ({scale})")
        return Pixels(scale, full_scale, shape)  # type: ignore[arg-type]
    if kind == "polynomial":
        degree = int(stored["degree"])
        if degree < 1 or len(shape) != 1:
            raise LabError("its polynomial makes no sense")
        return Polynomial(degree, shape)
    if kind == "fourier":
        return _stored_fourier(stored, shape, full_scale)
    if kind in ("deskewed", "histograms") and len(shape) != 2:
        raise LabError("its images have no height and width")
    if kind == "deskewed":
        return Deskewed(full_scale, shape)
    if kind == "histograms":
        mean, deviation = stored["mean"], stored["deviation"]
        for array in (mean, deviation):
            if array.dtype.kind != "f" or array.shape != (histogram_count(),) or not np.isfinite(array).all():
                raise LabError("its mean or deviation does not fit its features")
        return Histograms(full_scale, shape, mean, deviation)
    raise LabError(f"its features are of an unknown kind ({kind})")


def _stored_fourier(stored: Stored, shape: tuple[int, ...], full_scale: float) -> Fourier:
    count, seed, width = int(stored["count"]), int(stored["seed"]), float(stored["width"])
    if not 1 <= count <= MOST_WAVES or seed < 0 or not 0 < width < np.inf:
        raise LabError("its waves make no sense")
    return Fourier(count, width, seed, bool(stored["upright"]), full_scale, shape)
