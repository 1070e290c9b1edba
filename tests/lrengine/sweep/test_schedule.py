from __future__ import annotations

import threading

import msgspec
import numpy as np
import pytest

from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.experiment import load_dataset, run
from lrengine.recipe import Variant
from lrengine.settings import change
from lrengine.sweep import schedule
from lrengine.sweep.cells import cells_of
from lrengine.sweep.schedule import run_cells

RATES = {"solver.learning_rate": (0.1, 0.5, 2.0)}


def weights(outcomes):
    return [item.model.weights.tobytes() for item in outcomes.items]


def curves(outcomes):
    return [item.history.column("train_risk").tobytes() for item in outcomes.items]


@pytest.fixture
def mixed(swept):
    """Runs that may advance together, runs that may not, and rows of two seeds."""
    recipe = swept({"solver.learning_rate": (0.1, 0.5)}, repeats=2)
    variants = (
        Variant(name="Plain"),
        Variant(name="L-BFGS", set={"solver.name": "lbfgs"}),
        Variant(name="Batches", set={"solver.batch_size": 32, "stopping.iterations": 30}),
    )
    return msgspec.structs.replace(recipe, sweep=msgspec.structs.replace(recipe.sweep, variants=variants))


@pytest.fixture
def alone(mixed):
    return run_cells(mixed, jobs=1)


@pytest.mark.parametrize("jobs", [2, 3, 8])
def test_the_numbers_do_not_depend_on_the_number_of_jobs(mixed, alone, jobs):
    several = run_cells(mixed, jobs=jobs)
    assert weights(several) == weights(alone) and curves(several) == curves(alone)
    assert several.chosen == alone.chosen


def test_a_cell_is_the_run_of_its_recipe(swept):
    recipe = swept(repeats=2)
    for item in run_cells(recipe).items:
        result = run(item.cell.recipe)
        np.testing.assert_array_equal(item.model.weights, result.model.weights)
        assert item.final.test_accuracy == result.final.test_accuracy
        assert (item.reason, item.sentence) == (result.reason, result.sentence)


def test_outcomes_are_in_the_cells_order_whatever_ends_first(swept):
    recipe = swept({"stopping.iterations": (400, 3, 50)})
    ended = []
    outcomes = run_cells(recipe, jobs=3, on_outcome=lambda outcome: ended.append(outcome.cell.index))
    assert [item.final.iteration for item in outcomes.items] == [400, 3, 50]
    assert sorted(ended) == [0, 1, 2]


def test_every_row_is_told_once_and_in_order_before_the_outcome(swept):
    recipe = swept(RATES)
    told = {0: [], 1: [], 2: []}
    ended = {}
    run_cells(
        recipe,
        jobs=2,
        on_advance=lambda index, steps: told[index].extend(step.iteration for step in steps),
        on_outcome=lambda outcome: ended.update({outcome.cell.index: len(told[outcome.cell.index])}),
    )
    assert all(rows == list(range(21)) for rows in told.values()) and set(ended.values()) == {21}


def test_a_cell_that_fails_or_diverges_is_an_outcome_and_the_others_go_on(swept):
    failing = run_cells(swept({"task.classes": ([0, 1], [0, 7])}))
    assert [item.reason for item in failing.items] == ["iterations", "failed"]
    assert "no class 7" in failing.items[1].sentence and failing.items[1].final is None
    wild = run_cells(change(swept({"solver.learning_rate": (0.1, 1e4)}), {"objective.l2": 1.0}))
    assert [item.reason for item in wild.items] == ["iterations", "diverged"]
    assert "try " in wild.items[1].sentence and wild.chosen == 0
    pair = run_cells(swept({"objective.l1": (0.0, 0.1), "solver.name": ("lbfgs",)}))
    assert [item.failed for item in pair.items] == [False, True]
    assert "L1" in pair.items[1].sentence


@pytest.mark.parametrize(
    ("error", "said"), [(MemoryError(), "not enough memory"), (ZeroDivisionError("x"), "unforeseen")]
)
def test_whatever_goes_wrong_is_a_sentence(swept, monkeypatch, error, said):
    def refuse(*_):
        raise error

    monkeypatch.setattr("lrengine.sweep.group.conclude", refuse)
    outcomes = run_cells(swept(RATES))
    assert all(item.failed and said in item.sentence for item in outcomes.items)


def test_cancelling_keeps_what_is_done_and_marks_the_rest(swept):
    recipe = swept({"run.seed": (0, 1, 2, 3)})
    ended = []
    outcomes = run_cells(recipe, jobs=1, on_outcome=ended.append, cancelled=lambda: len(ended) == 2)
    assert [item.reason for item in outcomes.items] == ["iterations"] * 2 + ["cancelled"] * 2
    assert outcomes.items[3].final is None and not outcomes.is_whole
    assert [item.cell.index for item in ended] == [0, 1]


def test_cancelling_stops_within_a_run(swept):
    stop = threading.Event()
    recipe = change(swept(RATES), {"stopping.iterations": 10_000_000})
    outcomes = run_cells(recipe, on_advance=lambda *_: stop.set(), cancelled=stop.is_set)
    assert {item.reason for item in outcomes.items} == {"cancelled"}


def test_known_outcomes_are_taken_over_and_failures_are_tried_again(swept):
    recipe = swept({"task.classes": ([0, 1], [0, 7])})
    done = run_cells(recipe).items
    again = []
    outcomes = run_cells(recipe, done=done, on_outcome=again.append)
    assert outcomes.items[0] is done[0] and [item.cell.index for item in again] == [1]
    with pytest.raises(LabError, match="another sweep"):
        run_cells(swept(RATES), done=done)


def test_data_are_loaded_once_or_not_at_all(swept, monkeypatch):
    recipe = swept(RATES | {"run.seed": (0, 1)})
    dataset = load_dataset(recipe)
    loaded = []

    def load(*_, **__) -> Dataset:
        loaded.append(1)
        return dataset

    monkeypatch.setattr("lrengine.sweep.shelf.load_dataset", load)
    given = run_cells(recipe, jobs=2, dataset=dataset)
    assert not loaded
    assert weights(run_cells(recipe, jobs=2)) == weights(given) and len(loaded) == 1


def test_a_listener_that_fails_ends_the_sweep(swept):
    def refuse(_):
        raise LabError("The disk is full.")

    with pytest.raises(LabError, match="disk is full"):
        run_cells(swept({"run.seed": (0, 1, 2)}), jobs=2, on_outcome=refuse)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"backend": "fast"}, "threads, processes, dask"),
        ({"scheduler": "tcp://x:1"}, "Only the backend dask"),
        ({"jobs": -1}, "0 or more"),
    ],
)
def test_what_cannot_be_used_is_a_sentence(swept, options, said):
    with pytest.raises(LabError, match=said):
        run_cells(swept(RATES), **options)


def test_threads_are_shared_out_over_the_groups():
    assert schedule._threads([None] * 3, 2, 2) == (2, 1)
    assert schedule._threads([None], 4, 4) == (1, 4)
    assert schedule._threads([None] * 2, 5, 5) == (2, 2)
    assert schedule._threads([None], 16, 2) == (1, 2)


def test_a_recipe_without_a_sweep_is_one_run(heaps):
    outcomes = run_cells(heaps)
    assert [item.cell for item in outcomes.items] == list(cells_of(heaps)) and outcomes.chosen == 0
