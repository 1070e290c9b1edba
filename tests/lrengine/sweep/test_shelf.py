from __future__ import annotations

import gc
import threading
import weakref

import pytest

from lrengine.errors import Cancelled
from lrengine.experiment import load_dataset
from lrengine.settings import change
from lrengine.sweep import shelf as module
from lrengine.sweep.shelf import Shelf


@pytest.fixture
def loads(monkeypatch):
    """The recipes whose data were loaded."""
    asked = []

    def load(recipe, **options):
        asked.append(recipe)
        return load_dataset(recipe, **options)

    monkeypatch.setattr(module, "load_dataset", load)
    return asked


def test_runs_that_may_share_rows_do(heaps, loads):
    shelf = Shelf()
    rows = shelf.rows(heaps)
    assert shelf.rows(change(heaps, {"solver.learning_rate": 3.0})) is rows
    other = shelf.rows(change(heaps, {"run.seed": 1}))
    assert other is not rows and other.dataset is rows.dataset
    assert len(loads) == 1


def test_threads_that_ask_at_once_get_the_same_rows(heaps, loads):
    shelf, found = Shelf(), []
    ready = threading.Barrier(4)

    def ask():
        ready.wait()
        found.append(shelf.rows(heaps))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1 and len(found) == 4 and len(set(map(id, found))) == 1


def test_rows_that_nobody_uses_are_let_go_when_the_next_come(heaps):
    shelf = Shelf()
    first = weakref.ref(shelf.rows(heaps))
    gc.collect()
    assert first() is not None
    second = weakref.ref(shelf.rows(change(heaps, {"run.seed": 1})))
    gc.collect()
    assert first() is None and second() is not None
    shelf.clear()
    gc.collect()
    assert second() is None


def test_data_that_are_given_are_not_loaded(heaps, loads):
    dataset = load_dataset(heaps)
    assert Shelf().rows(heaps, dataset).dataset is dataset and not loads


def test_loading_can_be_cancelled(heaps):
    with pytest.raises(Cancelled):
        Shelf().rows(heaps, cancelled=lambda: True)
