"""A model learns the user's digits, and what that changed is made ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from app.reading.flips_strip import Flip
from lrengine.data.own_digits import OwnDigits
from lrengine.data.splits import Part
from lrengine.experiment import Rows
from lrengine.features import same_features
from lrengine.model import Model
from lrengine.teaching import Compared, Taught, teach

# Rows with other features than the model's are turned into its own first; so many take half a second.
_TRAINING_ROWS: Final = 5000
_COMPARED_ROWS: Final = 2000


@dataclass(frozen=True, eq=False)
class Lesson:
    """A model that has learned the user's digits.

    flips     images of a part that are read otherwise than before; None where there were none to compare on
    rows      how many were compared
    compared  "validation" while the test set is sealed, else "test"
    """

    taught: Taught
    flips: tuple[Flip, ...] | None
    rows: int
    compared: Compared


def give_lesson(model: Model, own: OwnDigits, rows: Rows | None, compared: Compared) -> Lesson:
    """Teach the model all the user's digits of its classes, among rows of the data where they are here."""
    known = None if rows is None else rows_for(model, rows)
    part = own.part(model.class_names, model.features.full_scale)
    taught = teach(model, part, known, compared=compared)
    if known is None or taught.flips is None:
        return Lesson(taught, None, 0, compared)
    return Lesson(taught, _flips(taught, known, compared), len(getattr(known, compared)), compared)


def rows_for(model: Model, rows: Rows) -> Rows | None:
    """The rows with the features of this model, some of them where they have others; None for others."""
    if rows.class_names != model.class_names or rows.features.shape != model.input_shape:
        return None
    if same_features(rows.features, model.features):
        return rows
    split = rows.split
    train = Part(split.train.inputs[:_TRAINING_ROWS], split.train.labels[:_TRAINING_ROWS])
    validation, test = (
        Part(part.inputs[:_COMPARED_ROWS], part.labels[:_COMPARED_ROWS])
        for part in (split.validation, split.test)
    )
    dtype = model.weights.dtype
    return replace(
        rows,
        features=model.features,
        split=replace(
            split, train=train, validation=validation, test=test, flipped=split.flipped[:_TRAINING_ROWS]
        ),
        train=model.features.transform(train.inputs, dtype),
        validation=model.features.transform(validation.inputs, dtype),
        test=model.features.transform(test.inputs, dtype),
    )


def _flips(taught: Taught, rows: Rows, compared: Compared) -> tuple[Flip, ...]:
    flips, names, part = taught.flips, rows.class_names, getattr(rows.split, compared)
    assert flips is not None
    scale = np.float32(rows.dataset.full_scale)
    return tuple(
        Flip(
            part.inputs[row] / scale,
            names[part.labels[row]],
            names[flips.before[row]],
            names[flips.after[row]],
        )
        for row in np.concatenate([flips.mended, flips.broken, flips.changed])
    )
