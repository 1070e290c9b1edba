"""Generated digits that join the training rows of other data, and no other rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lrengine.data.dataset import Dataset
from lrengine.data.generated import generate
from lrengine.data.handwriting import SHAPE
from lrengine.data.splits import Part, Split
from lrengine.errors import LabError

_DIGITS = tuple("0123456789")
# Generated data's own training and test parts are streams 0 and 1 of their seed.
_STREAM = 2


def with_generated(parts: Split, dataset: Dataset, count: int, seed: int) -> Split:
    """The split with `count` generated digits after its training rows, less those of classes not chosen.

    Raises LabError unless the data are 28×28 images whose classes are digits.
    """
    if dataset.input_shape != SHAPE or not set(parts.class_names) <= set(_DIGITS):
        raise LabError(
            f"Generated digits are 28×28 images of the classes 0 to 9, and {dataset.name} holds others: "
            "set data.added to 0."
        )
    images, digits = generate(count, np.random.SeedSequence((seed, _STREAM)))
    label = np.array([parts.class_names.index(name) if name in parts.class_names else -1 for name in _DIGITS])
    labels = label[digits]
    kept = labels >= 0
    inked = images[kept] * (dataset.full_scale / 255)
    own = parts.train
    joined = Part(
        np.concatenate([own.inputs, inked.astype(own.inputs.dtype)]),
        np.concatenate([own.labels, labels[kept]]),
    )
    flipped = np.concatenate([parts.flipped, np.zeros(len(joined) - len(own), bool)])
    return replace(parts, train=joined, flipped=flipped)
