"""Runs keep their numbers; one is on view, and what is deleted can be put back."""

import pytest

from app.runs import run_store
from app.runs.run_store import RunStore
from lrengine.experiment import start
from lrengine.settings import change
from lrengine.training import Training


@pytest.fixture
def begin(small_recipe, small_rows):
    def begin(store, updates=2):
        training: Training = start(small_recipe, small_rows)
        run = store.add(small_recipe, small_rows, training)
        steps = training.steps()
        taken = tuple(next(steps) for _ in range(updates + 1))
        run.extend(taken, training.theta.copy(), None)
        return run

    return begin


def test_a_run_without_updates_gives_its_number_back(begin):
    store = RunStore()
    first, second = begin(store, updates=0), begin(store)
    assert (first.number, second.number) == (1, 1) and first.key != second.key
    assert list(store) == [second] and store.find(1) is second


def test_only_the_run_on_view_keeps_its_rows(begin):
    store = RunStore()
    first, second = begin(store), begin(store)
    assert store.current is second and second.rows is not None
    first.finish("stopped", "", None)
    second.finish("stopped", "", None)
    store.show(first)
    assert store.current is first and second.rows is None


def test_an_active_run_keeps_its_rows_for_when_it_goes_on(begin):
    store = RunStore()
    first, second = begin(store), begin(store)
    first.finish("stopped", "", None)
    store.show(first)
    assert second.is_active and second.rows is not None


def test_deleted_runs_lie_in_the_bin_and_come_back_under_their_numbers(begin):
    store = RunStore()
    runs = [begin(store) for _ in range(3)]
    for run in runs:
        run.finish("stopped", "", None)
    assert store.delete((2, 3)) == runs[1:] and list(store) == runs[:1] and store.current is runs[0]
    assert store.restore((3,)) == [runs[2]]
    assert [run.number for run in store] == [1, 3] and store.bin == [runs[1]]
    assert begin(store).number == 4, "numbers are not given twice"


def test_an_emptied_bin_gives_no_number_back(begin):
    store = RunStore()
    for _ in range(3):
        begin(store).finish("stopped", "", None)
    store.delete((2, 3))
    assert store.empty_bin() == 2 and not store.bin and store.empty_bin() == 0
    assert store.restore((3,)) == [] and begin(store).number == 4


def test_a_run_that_trains_is_not_deleted(begin):
    store = RunStore()
    run = begin(store)
    run.state = "running"
    assert store.delete((1,)) == [] and list(store) == [run]


def test_a_saved_list_takes_the_place_of_the_runs_there_are(begin, small_recipe):
    other, store = RunStore(), RunStore()
    saved = [begin(other) for _ in range(3)]
    saved[1].group = 7
    begin(store)
    store.load(saved, 1, (2,))
    assert [run.number for run in store] == [1, 3] and store.current is saved[0]
    assert store.bin == [saved[1]] and store.new_group() == 8
    assert begin(store).number == 4


def test_a_run_can_be_listed_without_being_shown(begin, small_recipe, small_rows):
    store = RunStore()
    shown = begin(store)
    hidden = begin(RunStore())
    hidden.recipe = change(small_recipe, {"run.seed": 5})
    store.append(hidden, show=False)
    assert store.current is shown and hidden.number == 2 and len(store) == 2


def test_a_number_given_back_is_not_one_that_another_has(begin):
    store = RunStore()
    begin(store), begin(store, updates=0)
    store.append(begin(RunStore()), show=False)
    assert [run.number for run in store] == [1, 2, 3]
    begin(store)
    numbers = [run.number for run in store]
    assert len(set(numbers)) == len(numbers) == 3


def test_nothing_may_be_on_view(begin):
    store = RunStore()
    run = begin(store)
    run.finish("stopped", "", None)
    store.show(None)
    assert store.current is None and run.rows is None and list(store) == [run]


def test_all_pasts_together_keep_to_their_budget(begin, monkeypatch):
    store, runs = RunStore(), []
    for _ in range(4):
        run = begin(store)
        run.finish("stopped", "", None)
        run.snapshots.extend((k, run.theta) for k in range(64))
        runs.append(run)
    size = runs[0].theta.nbytes
    monkeypatch.setattr(run_store, "EARLIER_BYTES", 4 * 16 * size)
    store.show(runs[3])
    assert len(runs[3].snapshots) == 64, "that on view keeps its past"
    assert all(0 < run.snapshots.nbytes <= 16 * size for run in runs[:3])


def test_a_run_that_never_moved_is_not_worth_the_bin(begin):
    store = RunStore()
    begin(store, updates=0)
    assert len(store.delete((1,))) == 1 and not store.bin and store.current is None


def test_a_discarded_run_is_gone_and_its_number_free(begin):
    store = RunStore()
    run = begin(store)
    store.discard(run)
    assert store.current is None and not len(store) and begin(store).number == 1


def test_lessons_of_lessons_still_belong_to_the_ready_model(begin):
    store = RunStore()
    first, second, third = (begin(store) for _ in range(3))
    for run in (second, third):
        run.is_taught, run.parent = True, (run.number - 1, 2)
    assert not store.is_of_ready_model(first) and not store.is_of_ready_model(third)
    first.is_taught = True
    assert store.is_of_ready_model(first) and store.is_of_ready_model(third)
    for run in (first, second, third):
        run.finish("stopped", "", None)
    store.delete([second.number])
    assert store.is_of_ready_model(third)
    store.empty_bin()
    assert not store.is_of_ready_model(third)


def test_a_lesson_that_names_itself_as_its_parent_ends_the_search(begin):
    store = RunStore()
    run = begin(store)
    run.is_taught, run.parent = True, (run.number, 0)
    assert not store.is_of_ready_model(run)


def test_a_lesson_without_updates_keeps_its_number(begin):
    store = RunStore()
    lesson = begin(store, updates=0)
    lesson.is_taught = True
    assert begin(store).number == lesson.number + 1
