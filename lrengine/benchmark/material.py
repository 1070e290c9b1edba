"""The rows that all contestants work on, in single precision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.benchmark.effort import Effort
from lrengine.data.dataset import Dataset
from lrengine.data.generated import load_generated
from lrengine.data.mnist import find_mnist, load_mnist
from lrengine.errors import LabError
from lrengine.experiment import Rows, prepare
from lrengine.recipe import Recipe
from lrengine.settings import change
from lrengine.threads import one_blas_thread

Array = NDArray[Any]
Labels = NDArray[np.int64]

# Generated digits are as many as the task needs, up to so many.
MOST_GENERATED = 10_000

# Test rows that are read at a time.
LOOKED_AT = 250

TEN = {"data.validation": 0, "data.order": "file", "stopping.iterations": 0}
PAIR = TEN | {
    "data.scale": "raw", "data.test": 0,
    "task.kind": "binary", "task.classes": (3, 5), "task.intercept": False,
}  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Material:
    """What is computed on.

    ten, ten_recipe    ten classes, pixels 0 to 1, with an intercept
    pair, pair_recipe  3 v 5, raw pixels, no intercept
    goal               test accuracy to reach in the ten-class task
    about              what the rows are, in a sentence
    """

    ten: Rows
    ten_recipe: Recipe
    pair: Rows
    pair_recipe: Recipe
    goal: float
    about: str

    @cached_property
    def X(self) -> Array:  # noqa: N802 - the field's own name
        """(n, d) training rows of the ten-class task as numbers, which the others are given."""
        return np.asarray(self.ten.train)

    @cached_property
    def X_pair(self) -> Array:  # noqa: N802
        """Training rows of the pair as numbers."""
        return np.asarray(self.pair.train)

    @property
    def labels(self) -> Labels:
        return self.ten.split.train.labels

    @property
    def k(self) -> int:
        return len(self.ten.class_names)

    def test_accuracy(self, weights: Array, intercept: Array) -> float:
        """Share of the test rows read correctly by weights (k, d) and intercepts (k,)."""
        labels, hits = self.ten.split.test.labels, 0
        # Threads of NumPy's BLAS would spin on into the next contestant's time, and all rows at once
        # would take the cache from him.
        with one_blas_thread():
            for begin in range(0, len(labels), LOOKED_AT):
                rows = slice(begin, begin + LOOKED_AT)
                logits = self.ten.test[rows] @ weights.T + intercept
                hits += int(np.count_nonzero(logits.argmax(axis=1) == labels[rows]))
        return hits / len(labels)


def load_material(effort: Effort, progress: Callable[[float], None] | None = None) -> Material:
    """MNIST, or generated digits where it is not on this computer; nothing is fetched."""
    try:
        find_mnist()
    except LabError:
        train, test = min(effort.rows, MOST_GENERATED), min(effort.test_rows, MOST_GENERATED // 5)
        return material_of(load_generated(0, train, test, progress=progress), effort)
    return material_of(load_mnist(progress), effort)


def material_of(dataset: Dataset, effort: Effort) -> Material:
    """The tasks made of a dataset that has test rows of its own."""
    assert dataset.test_inputs is not None
    own, own_test = len(dataset.inputs), len(dataset.test_inputs)
    is_mnist = dataset.name == "mnist"
    sizes = {"data.train": min(effort.rows, own), "data.test": min(effort.test_rows, own_test)}
    pairs = int(np.isin(dataset.labels, [dataset.class_names.index(name) for name in "35"]).sum())
    ten = change(Recipe(), TEN | sizes)
    pair = change(Recipe(), PAIR | {"data.train": min(effort.pair_rows, pairs)})
    about = f"{sizes['data.train']:,} training and {sizes['data.test']:,} test images of "
    about += "MNIST." if is_mnist else (
        "generated digits, because MNIST is not on this computer (`logitlab data get mnist`): "
        "the accuracies are not MNIST's."
    )  # fmt: skip
    return Material(
        prepare(ten, dataset), ten, prepare(pair, dataset), pair, effort.goals[0 if is_mnist else 1], about
    )
