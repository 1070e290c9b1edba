"""Data and rows that the cells of one process share."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import TypeVar
from weakref import WeakValueDictionary

from lrengine.data.dataset import Dataset
from lrengine.experiment import Rows, load_dataset, prepare, row_settings, source_settings
from lrengine.recipe import Recipe

_T = TypeVar("_T", Rows, Dataset)


class Shelf:
    """Each source is loaded once and each set of rows made once, however many threads ask for it.

    What a running cell uses stays, and so do the newest data and rows; anything else is let go, so
    that a sweep over seeds holds no more rows than it has runs under way.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._making: defaultdict[Hashable, threading.Lock] = defaultdict(threading.Lock)
        self._datasets: WeakValueDictionary[Hashable, Dataset] = WeakValueDictionary()
        self._rows: WeakValueDictionary[Hashable, Rows] = WeakValueDictionary()
        self._newest: dict[str, Rows | Dataset] = {}

    def rows(
        self,
        recipe: Recipe,
        dataset: Dataset | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Rows:
        """The rows of a recipe, made of `dataset` where it is given; raises LabError and Cancelled."""

        def make() -> Rows:
            given = dataset if dataset is not None else self._dataset(recipe, cancelled)
            return prepare(recipe, given, cancelled)

        return self._get("rows", self._rows, row_settings(recipe), make)

    def _dataset(self, recipe: Recipe, cancelled: Callable[[], bool] | None) -> Dataset:
        def load() -> Dataset:
            return load_dataset(recipe, cancelled=cancelled)

        return self._get("dataset", self._datasets, source_settings(recipe), load)

    def clear(self) -> None:
        with self._lock:
            self._newest.clear()

    def _get(
        self, kind: str, there: WeakValueDictionary[Hashable, _T], key: Hashable, make: Callable[[], _T]
    ) -> _T:
        with self._lock:
            making = self._making[kind, key]
        with making:
            found = there.get(key)
            if found is None:
                found = make()
            with self._lock:
                there[key] = found
                self._newest[kind] = found
            return found
