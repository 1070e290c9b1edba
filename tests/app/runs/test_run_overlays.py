"""Which curves are drawn beside the run on view: runs one by one, repeats as a mean."""

import pytest

from app.runs.run_overlays import overlays_of
from app.runs.run_rows import colour_of
from app.runs.run_store import RunStore
from lrengine.experiment import start
from lrengine.history import Step
from lrengine.settings import change


@pytest.fixture
def store(small_recipe, small_rows):
    made = RunStore()
    for changes in [{}, {"solver.learning_rate": 0.5}, {"run.seed": 1}, {"run.seed": 2}, {"run.seed": 3}]:
        recipe = change(small_recipe, changes)
        training = start(recipe, small_rows)
        run = made.add(recipe, small_rows, training)
        run.extend((Step(0, 0.0, 0.0), Step(1, 1.0, 0.0)), training.theta, None)
        run.group = 1 if "run.seed" in changes else None
    yield made


def test_single_runs_are_told_apart_by_what_differs(store):
    overlays, bands = overlays_of(store, (1, 2), None)
    assert bands == []
    assert [(o.number, o.label, o.colour) for o in overlays] == [
        (1, "rate 0.1", colour_of(1)), (2, "rate 0.5", colour_of(2)),
    ]  # fmt: skip
    assert overlays[0].history is store.find(1).history


def test_the_run_on_view_is_drawn_already(store):
    overlays, _ = overlays_of(store, (1, 2), store.find(2))
    assert [(o.number, o.label) for o in overlays] == [(1, "rate 0.1")]


def test_repeats_are_a_band_with_the_run_on_view_among_them(store):
    overlays, bands = overlays_of(store, (1, 3, 4, 5), store.find(5))
    assert [o.number for o in overlays] == [1]
    assert [(band.label, len(band.histories)) for band in bands] == [("3 seeds", 3)]


def test_one_of_a_group_is_a_single_run(store):
    overlays, bands = overlays_of(store, (3,), store.find(1))
    assert [o.label for o in overlays] == ["seed 1"] and bands == []


def test_a_run_that_differs_in_much_goes_by_its_parent_or_number(store, small_recipe):
    store.find(2).recipe = change(small_recipe, {"objective.l2": 0.1, "objective.l1": 0.1, "run.seed": 9})
    store.find(2).parent = (1, 40)
    overlays, _ = overlays_of(store, (2,), store.find(1))
    assert overlays[0].label == "branch of 1 at 40"
    assert overlays_of(store, (77,), None) == ([], [])
