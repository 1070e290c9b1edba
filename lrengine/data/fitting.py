"""Row settings that other data cannot have give way to the defaults, and that is said."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset
from lrengine.data.splits import split_for
from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.settings import change, find_setting, value_of

ROW_KEYS: Final = ("data.train", "data.validation", "data.test", "data.order")


def with_possible_rows(recipe: Recipe, dataset: Dataset) -> Recipe:
    """The recipe, or one with the defaults of as few row settings as will do where the data lack its rows.

    Raises LabError where not even the defaults can be had.
    """
    labels_only = _without_inputs(dataset)
    fault = _fault(recipe, labels_only)
    if fault is None:
        return recipe
    changed = [key for key in ROW_KEYS if value_of(recipe, key) != find_setting(key).default]
    for count in range(1, len(changed) + 1):
        for keys in combinations(changed, count):
            tried = change(recipe, {key: find_setting(key).default for key in keys})
            if _fault(tried, labels_only) is None:
                return tried
    raise fault


def rows_in_words(asked: Recipe, served: Recipe) -> str:
    """A sentence about the row settings in which the two differ, or ""."""
    keys = [key for key in ROW_KEYS if value_of(asked, key) != value_of(served, key)]
    if not keys:
        return ""
    were = " and ".join(f"{find_setting(key).title} {value_of(asked, key)}" for key in keys)
    are = " and ".join(str(value_of(served, key)) for key in keys)
    return f"This data cannot have {were}: now {are}."


def _fault(recipe: Recipe, dataset: Dataset) -> LabError | None:
    try:
        split_for(recipe, dataset)
    except LabError as error:
        return error
    return None


def _without_inputs(dataset: Dataset) -> Dataset:
    """The same labels on rows of no width, which cost nothing to share out."""

    def empty(inputs: NDArray[Any]) -> NDArray[Any]:
        return np.empty((len(inputs), 0))

    test = dataset.test_inputs
    return replace(dataset, inputs=empty(dataset.inputs), test_inputs=None if test is None else empty(test))
