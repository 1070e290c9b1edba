"""What each step of the preparation is worth, and how steady a reading is when the drawing moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.features import Deskewed, Features, Fourier, Histograms, Standardised
from lrengine.features.deskewed import deskew
from lrengine.features.templates import templates
from lrengine.ink import resample
from lrengine.model import Model
from lrengine.stages import Stages, layout_for

Array = NDArray[Any]

REACH = 6
# So few images take less than half a millisecond: what goes on beside waits no longer.
_AT_ONCE = 4
SCALES = tuple(round(0.7 + 0.05 * step, 2) for step in range(13))


@dataclass(frozen=True, eq=False)
class LensStage:
    """One step on the drawing's way to the model, and what would be read if it were the last.

    picture        (h, w) ink 0 to 1, at the stage's own size
    probabilities  (classes,)
    """

    title: str
    about: str
    picture: Array
    probabilities: Array


@dataclass(frozen=True, eq=False)
class Steadiness:
    """What is read when the prepared drawing is moved by whole pixels, or resized about its middle.

    read          the class of the drawing as it is, an index into the model's class names
    shifts        (13,) pixels, −6 to 6, for both ways
    shift_labels  (13, 13) the class read; rows are moves down, columns moves to the right
    shift_shares  (13, 13) the probability of that class
    scales        (13,) times its size, .7 to 1.3
    scale_labels, scale_shares  (13,)
    """

    read: int
    shifts: NDArray[np.int64]
    shift_labels: NDArray[np.int64]
    shift_shares: Array
    scales: Array
    scale_labels: NDArray[np.int64]
    scale_shares: Array


@dataclass(frozen=True, eq=False)
class Lens:
    """All stages in order, and how steady the reading is."""

    stages: tuple[LensStage, ...]
    steadiness: Steadiness


def lens(model: Model, stages: Stages, rest: Callable[[], None] | None = None) -> Lens:
    """Read every stage and every move of a drawing, some 190 images.

    rest   called every half a millisecond or so of the work, to let go first what is more urgent
    """
    shape = stages.image.shape
    layout = layout_for(shape)
    ink = stages.image / np.float32(layout.full_scale)
    steps: list[tuple[str, str, Array, Array]] = [
        ("As drawn", "The whole canvas, made small.", stages.picture, _fitted(stages.picture, shape)),
        ("Cropped", "Its ink alone, with the data's pen.", stages.cropped, _fitted(stages.cropped, shape)),
        (
            f"{layout.box:.0f} pixels",
            "As large as the data's digits, in the middle of its frame.",
            stages.scaled,
            _fitted(stages.scaled, shape),
        ),
        ("Centred", "Placed as the data's digits are: what the model gets.", ink, ink),
    ]
    inner = model.features.inner if isinstance(model.features, Standardised) else model.features
    if isinstance(inner, Deskewed | Histograms) or (isinstance(inner, Fourier) and inner.upright):
        upright = deskew(ink[np.newaxis], 1.0)[0]
        steps.append(("Upright", "Sheared until it stands upright.", upright, upright))
    shifts = np.arange(-REACH, REACH + 1)
    moved = _moved(ink)
    sized = [_sized(ink, scale) for scale in SCALES]
    images = np.stack([image for *_, image in steps] + moved + sized)
    images *= np.float32(model.features.full_scale)
    read = []
    for begin in range(0, len(images), _AT_ONCE):
        if rest is not None:
            rest()
        read.append(model.probabilities(images[begin : begin + _AT_ONCE]))
    probabilities = np.concatenate(read)
    labels, shares = probabilities.argmax(axis=1), probabilities.max(axis=1)
    shown = [
        LensStage(title, about, picture, own)
        for (title, about, picture, _), own in zip(steps, probabilities, strict=False)
    ]
    picture = feature_picture(inner, ink)
    if picture is not None:
        title, about = "Directions", "Which way its strokes run, cell by cell: all the model sees."
        shown.append(LensStage(title, about, picture, probabilities[3]))
    first, last, square = len(steps), len(steps) + len(moved), (len(shifts), len(shifts))
    return Lens(
        tuple(shown),
        Steadiness(
            read=int(labels[3]),
            shifts=shifts,
            shift_labels=labels[first:last].reshape(square),
            shift_shares=shares[first:last].reshape(square),
            scales=np.array(SCALES),
            scale_labels=labels[last:],
            scale_shares=shares[last:],
        ),
    )


def feature_picture(features: Features, ink: Array) -> Array | None:
    """The strokes that histograms see in an image (h, w) of ink 0 to 1; None for other features."""
    if not isinstance(features, Histograms):
        return None
    seen = Histograms(1.0, features.shape).transform(ink[np.newaxis])
    strokes = templates(seen)[0]
    return np.clip(strokes / max(float(strokes.max()), 1e-9), 0, 1)


def _fitted(picture: Array, shape: tuple[int, ...]) -> Array:
    """The whole picture in the middle of a frame, averaged by area; smaller ones keep their size."""
    height, width = shape
    scale = min(height / picture.shape[0], width / picture.shape[1], 1.0)
    start = (picture.shape[0] - height / scale) / 2, (picture.shape[1] - width / scale) / 2
    return np.clip(resample(picture, (scale, scale), start, (height, width)), 0, 1)


def _moved(ink: Array) -> list[Array]:
    """Shifted by whole pixels, downwards and then to the right, paper coming in."""
    height, width = ink.shape
    wide = np.pad(ink, REACH)
    places = range(2 * REACH, -1, -1)
    return [wide[top : top + height, left : left + width] for top in places for left in places]


def _sized(ink: Array, scale: float) -> Array:
    """Resized about the middle of the frame."""
    height, width = ink.shape
    start = height / 2 * (1 - 1 / scale), width / 2 * (1 - 1 / scale)
    return np.clip(resample(ink, (scale, scale), start, (height, width)), 0, 1)
