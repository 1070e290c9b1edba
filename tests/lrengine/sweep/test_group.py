from __future__ import annotations

import itertools

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrengine.experiment import row_settings, run
from lrengine.recipe import Axis, Recipe, Sweep
from lrengine.settings import change
from lrengine.sweep.cells import cells_of
from lrengine.sweep.group import Group, Listener, failure, groups_of, run_group
from lrengine.sweep.shelf import Shelf

AXES = {
    "solver.learning_rate": (0.1, 0.2, 0.3),
    "solver.name": ("adam", "lbfgs"),
    "solver.gradient": ("vectorised", "per-sample"),
    "solver.batch_size": (0, 50),
    "objective.loss": ("log-loss", "squared-error"),
    "run.seed": (0, 1),
    "task.kind": ("binary", "softmax"),
    "data.train": (1, 1.0),
}


@settings(max_examples=40)
@given(st.lists(st.sampled_from(list(AXES)), unique=True, max_size=4))
def test_groups_share_rows_and_hold_each_cell_once(keys):
    sweep = Sweep(vary=tuple(Axis(setting=key, values=AXES[key]) for key in keys))
    cells = cells_of(msgspec.structs.replace(Recipe(), sweep=sweep))
    groups = groups_of(cells)
    assert sorted(cell.index for group in groups for cell in group) == list(range(len(cells)))
    for group in groups:
        assert len({row_settings(cell.recipe) for cell in group}) == 1
        assert len({cell.recipe.solver.batch_size for cell in group}) == 1
        alone = [cell.recipe.solver.name == "lbfgs" for cell in group]
        assert len(group) == 1 or not any(alone)
        assert [cell.index for cell in group] == sorted(cell.index for cell in group)
    rows = [row_settings(group[0].recipe) for group in groups]
    assert len(list(itertools.groupby(rows))) == len(set(rows))


def test_seeds_share_a_product_only_where_they_draw_nothing(swept):
    full = change(swept(repeats=3), {"data.order": "file", "solver.start": "normal"})
    assert [len(group) for group in groups_of(cells_of(full))] == [3]
    assert [len(group) for group in groups_of(cells_of(change(full, {"solver.batch_size": 8})))] == [1, 1, 1]
    assert [len(group) for group in groups_of(cells_of(change(full, {"data.order": "seeded"})))] == [1, 1, 1]


@pytest.mark.parametrize(
    ("classes", "kind", "sizes"),
    [((3, 5), "binary", [40]), ((), "softmax", [10, 10, 10, 10]), ((1, 2, 3), "softmax", [40])],
)
def test_a_stack_of_logits_is_not_taller_than_worth_it(classes, kind, sizes):
    recipe = change(Recipe(), {"task.classes": classes, "task.kind": kind})
    axis = Axis(setting="objective.l2", values=tuple(k / 100 for k in range(40)))
    recipe = msgspec.structs.replace(recipe, sweep=Sweep(vary=(axis,)))
    assert [len(group) for group in groups_of(cells_of(recipe))] == sizes


def run_all(cells, threads=1, wanted=None, **listening):
    group = Group(tuple(cells), frozenset(wanted if wanted is not None else range(len(cells))))
    return run_group(group, threads, Shelf(), None, Listener(**listening))


def test_cells_that_go_together_have_their_own_numbers_but_for_rounding(swept):
    cells = cells_of(change(swept({"solver.learning_rate": (0.1, 0.5, 3.0)}), {"run.dtype": "float64"}))
    for outcome in run_all(cells):
        alone = run(outcome.cell.recipe)
        np.testing.assert_allclose(outcome.model.weights, alone.model.weights, rtol=1e-10)
        assert outcome.final.test_accuracy == alone.final.test_accuracy
        assert not outcome.model.weights.flags.writeable


def test_only_the_wanted_are_told_and_their_numbers_stay(swept):
    cells = cells_of(swept({"solver.learning_rate": (0.1, 0.5, 3.0)}))
    everyone, one = run_all(cells), run_all(cells, wanted=[1])
    assert [outcome.cell.index for outcome in one] == [1]
    np.testing.assert_array_equal(one[0].model.weights, everyone[1].model.weights)


def test_one_that_ends_early_leaves_the_others_going(swept):
    cells = cells_of(swept({"stopping.iterations": (5, 1, 9)}))
    ended = run_all(cells)
    assert [(outcome.cell.index, outcome.final.iteration) for outcome in ended] == [(1, 1), (0, 5), (2, 9)]


def test_what_goes_wrong_on_the_way_fails_those_that_still_run(swept, monkeypatch):
    from lrengine.training import Training

    def fail_at_three(training):
        if len(training.history) == 3:
            raise MemoryError

    monkeypatch.setattr(Training, "_judge", lambda training, _: fail_at_three(training))
    cells = cells_of(swept({"stopping.iterations": (1, 9, 12)}))
    assert [outcome.reason for outcome in run_all(cells)] == ["iterations", "failed", "failed"]


def test_a_cancelled_group_tells_what_has_ended(swept):
    told = []
    cells = cells_of(swept({"stopping.iterations": (3, 10**7)}))
    ended = run_all(cells, on_outcome=told.append, cancelled=lambda: len(told) == 1)
    assert [outcome.cell.index for outcome in ended] == [0] and told == ended
    assert run_all(cells, cancelled=lambda: True) == []


def test_a_listener_that_fails_is_no_failure_of_the_cell(swept):
    def refuse(*_):
        raise KeyError("listener")

    cells = cells_of(swept({"stopping.iterations": (3, 4)}))
    for name in ("on_advance", "on_outcome"):
        with pytest.raises(KeyError, match="listener"):
            run_all(cells, **{name: refuse})


def test_a_failure_without_words_still_has_a_sentence(heaps):
    (cell,) = cells_of(heaps)
    assert "ValueError()" in failure(cell, ValueError()).sentence
