"""A model against labelled data: how often it is right, and what it takes for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.history import finite_or_none
from lrengine.metrics import accuracy, confusion
from lrengine.model import Model

Array = NDArray[Any]

_ROWS_AT_ONCE = 4096


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a model makes of some rows.

    risk       mean loss of a row, penalty excluded
    confusion  (classes, classes) counts: row the true class, column the class read
    left_out   rows of classes that the model does not know, which are not counted
    is_test    whether the rows are the data's own test part, not all it has
    """

    class_names: tuple[str, ...]
    rows: int
    accuracy: float
    risk: float
    confusion: NDArray[np.int64]
    left_out: int
    is_test: bool

    def to_json(self) -> dict[str, Any]:
        """The contract of `logitlab evaluate --json`."""
        return {
            "accuracy": self.accuracy,
            "risk": finite_or_none(self.risk),
            "confusion": self.confusion.tolist(),
            "classes": list(self.class_names),
        }


def evaluate(model: Model, dataset: Dataset) -> Evaluation:
    """Read the test part of the data, or all rows where it has none; classes are matched by name.

    Raises LabError when the inputs differ in shape or no row is of a class that the model knows.
    """
    if dataset.input_shape != model.input_shape:
        raise LabError(
            f"The model reads {_size(model.input_shape)}, but {dataset.name} holds "
            f"{_size(dataset.input_shape)}: choose other data or another model."
        )
    is_test = dataset.test_inputs is not None
    inputs = dataset.test_inputs if is_test else dataset.inputs
    given = dataset.test_labels if is_test else dataset.labels
    assert inputs is not None and given is not None
    number = {name: index for index, name in enumerate(model.class_names)}
    labels = np.array([number.get(name, -1) for name in dataset.class_names])[given]
    known = np.flatnonzero(labels >= 0)
    if not len(known):
        raise LabError(
            f"{dataset.name} has no row of the model's classes ({', '.join(model.class_names)}): "
            "choose other data or another model."
        )
    labels = labels[known]
    read = np.empty_like(labels)
    total = 0.0
    for begin in range(0, len(known), _ROWS_AT_ONCE):
        part = slice(begin, begin + _ROWS_AT_ONCE)
        chosen = rescale(inputs[known[part]], dataset.full_scale, model)
        logits = np.ascontiguousarray(model.logits(chosen).T)
        read[part] = model.loss.predict(logits)
        targets = model.loss.encode(labels[part], len(logits))
        total += model.loss.risk_and_residual(logits, targets)
    return Evaluation(
        class_names=model.class_names,
        rows=len(labels),
        accuracy=accuracy(labels, read),
        risk=total / len(labels),
        confusion=confusion(labels, read, len(model.class_names)),
        left_out=len(given) - len(known),
        is_test=is_test,
    )


def rescale(inputs: Array, full_scale: float, model: Model) -> Array:
    """Inputs whose full ink is `full_scale`, on the scale the model was trained on."""
    if full_scale == model.features.full_scale:
        return inputs
    return inputs * (model.features.full_scale / full_scale)


def _size(shape: tuple[int, ...]) -> str:
    return f"{shape[0]}×{shape[1]} images" if len(shape) == 2 else f"points of {shape[0]} numbers"
