"""What a model would read at each stage of a drawing, and when the drawing is moved or resized."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.reading.shown_lens import ShownLens, ShownStage, Steadiness
from lrengine.evaluation import rescale
from lrengine.features import Deskewed, Features, Fourier, Histograms, Standardised
from lrengine.features.deskewed import deskew
from lrengine.ink import resample
from lrengine.model import Model
from lrengine.stages import Stages, layout_for

Array = NDArray[Any]

# In pixels of 28, and in times its own size.
REACH: Final = 6
SCALES: Final = tuple(round(0.7 + 0.05 * step, 2) for step in range(13))


def lens_of(model: Model, stages: Stages) -> ShownLens:
    """All stages and the map; costs one pass of the model over some 190 images."""
    shape = stages.image.shape
    layout = layout_for(shape)
    full_scale = layout.full_scale
    ink = stages.image / np.float32(full_scale)
    pictures: list[tuple[str, Array]] = [
        ("drawn", stages.picture),
        ("cropped", stages.cropped),
        (f"{layout.box:.0f} px", stages.scaled),
    ]
    shown: list[tuple[str, Array, Array]] = [
        (title, picture, _fitted(picture, shape)) for title, picture in pictures
    ]
    shown.append(("centred", ink, ink))
    upright = deskew(stages.image[np.newaxis], float(full_scale))[0]
    inner = model.features.inner if isinstance(model.features, Standardised) else model.features
    if isinstance(inner, Deskewed | Histograms) or (isinstance(inner, Fourier) and inner.upright):
        shown.append(("upright", upright, upright))
    shifts = np.arange(-REACH, REACH + 1)
    moved = [_moved(ink, int(down), int(across)) for down in shifts for across in shifts]
    sized = [_sized(ink, scale) for scale in SCALES]
    images = np.stack([image for _, _, image in shown] + moved + sized)
    images = np.rint(images * full_scale).astype(np.uint8)
    probabilities = model.probabilities(rescale(images, full_scale, model))
    read, share = probabilities.argmax(axis=1), probabilities.max(axis=1)
    own = int(read[3])
    result = [
        ShownStage(title, picture, model.class_names[read[i]], float(share[i]), int(read[i]) != own)
        for i, (title, picture, _) in enumerate(shown)
    ]
    picture = feature_picture(inner, stages.image)
    if picture is not None:
        result.append(ShownStage("features", picture, model.class_names[own], float(share[3]), False))
    first, last = len(shown), len(shown) + len(moved)
    square = (len(shifts), len(shifts))
    steadiness = Steadiness(
        model.class_names, own, shifts, read[first:last].reshape(square), share[first:last].reshape(square),
        np.array(SCALES), read[last:], share[last:],
    )  # fmt: skip
    return ShownLens(tuple(result), steadiness)


def feature_picture(features: Features, image: Array) -> Array | None:
    """What histograms see of an image: their strokes, 0 to 1; None for features that are pixels or waves."""
    if not isinstance(features, Histograms):
        return None
    seen = features.transform(np.stack([image, np.zeros_like(image)]))
    # The picture of the difference to an empty image; a deviation of one keeps strengths as they are.
    plain = Histograms(features.full_scale, features.shape)
    strokes = plain.weight_pictures(seen[:1] - seen[1:])[0]
    return np.clip(strokes / max(float(strokes.max()), 1e-9), 0, 1)


def _fitted(picture: Array, shape: tuple[int, int]) -> Array:
    """The picture whole in a frame of `shape`, averaged by area, its proportions kept."""
    scale = min(shape[0] / picture.shape[0], shape[1] / picture.shape[1], 1.0)
    start = tuple((have - want / scale) / 2 for have, want in zip(picture.shape, shape, strict=True))
    return np.clip(resample(picture, (scale, scale), (start[0], start[1]), shape), 0, 1)


def _moved(ink: Array, down: int, across: int) -> Array:
    """The image shifted by whole pixels, paper coming in from outside."""
    height, width = ink.shape
    moved = np.zeros_like(ink)
    if abs(down) < height and abs(across) < width:
        moved[max(down, 0) : height + min(down, 0), max(across, 0) : width + min(across, 0)] = ink[
            max(-down, 0) : height + min(-down, 0), max(-across, 0) : width + min(-across, 0)
        ]
    return moved


def _sized(ink: Array, scale: float) -> Array:
    """The image enlarged or reduced about its middle."""
    height, width = ink.shape
    start = height / 2 * (1 - 1 / scale), width / 2 * (1 - 1 / scale)
    return np.clip(resample(ink, (scale, scale), start, (height, width)), 0, 1)
