"""Sweeps and repeats by Train and Pause: halted, gone on with, and listed once."""

import tempfile
from pathlib import Path

import numpy as np
import pytest

from app.autosave import take_snapshot
from app.session import Session
from app.session_file import load_archive, save_archive
from lrengine.recipe import Axis, Recipe, Sweep, Variant
from lrengine.settings import change

RATES = (0.01, 0.1, 0.3)
SHORT = change(Recipe(), {"data.name": "digits8", "stopping.iterations": 30, "solver.learning_rate": 0.1})
ENDLESS = {"stopping.iterations": 0}


def swept(recipe=SHORT, **extra):
    return Recipe(
        data=recipe.data, task=recipe.task, objective=recipe.objective, solver=recipe.solver,
        stopping=recipe.stopping, sweep=Sweep(vary=(Axis("solver.learning_rate", RATES),), **extra),
    )  # fmt: skip


def load_archive_of(saved):
    """The session as it comes back from a file."""
    with tempfile.TemporaryDirectory() as folder:
        save_archive(saved, Path(folder) / "a.lab")
        return load_archive(Path(folder) / "a.lab")


@pytest.fixture
def ready(qtbot, session):
    session.open_recipe(SHORT)
    qtbot.waitUntil(lambda: session.rows is not None)
    return session


def test_train_starts_a_recipe_of_several_runs_and_shows_the_chosen_one(qtbot, ready):
    ready.open_recipe(swept())
    with qtbot.waitSignal(ready.sweep.ended):
        ready.train()
        assert ready.is_busy
    run = ready.run
    assert run is not None and run.number == 1 and len(ready.runs) == 1 and not ready.is_busy
    chosen = ready.sweep.outcomes[ready.sweep.results.chosen]
    assert run.recipe == chosen.cell.recipe and run.sealed_test == chosen.final.test_accuracy


def test_pause_halts_a_sweep_and_train_goes_on_with_it(qtbot, ready):
    ready.open_recipe(swept(change(SHORT, ENDLESS)))
    ready.train()
    qtbot.waitUntil(lambda: bool(ready.sweep._live))
    with qtbot.waitSignal(ready.sweep.ended):
        ready.pause()
    assert not ready.is_busy and ready.run is None, "nothing was chosen of a sweep that is not over"
    ready.train()
    assert ready.sweep.is_running and ready.sweep.recipe == ready.recipe
    with qtbot.waitSignal(ready.sweep.ended):
        ready.pause()


def test_other_settings_start_a_halted_sweep_afresh(qtbot, ready):
    ready.open_recipe(swept(change(SHORT, ENDLESS)))
    ready.train()
    with qtbot.waitSignal(ready.sweep.ended):
        ready.pause()
    ready.change_settings({"stopping.iterations": 5})
    with qtbot.waitSignal(ready.sweep.ended):
        ready.train()
    assert ready.sweep.recipe.stopping.iterations == 5 and ready.run is not None


def test_a_sweep_from_the_form_leaves_the_settings_as_they_are(qtbot, ready):
    with qtbot.waitSignal(ready.sweep.ended):
        ready.sweep_over(swept().sweep)
    assert not ready.recipe.sweep.has_several and ready.run is not None
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    assert ready.run.number == 2, "Train trains one run again"


def test_a_sweep_that_cannot_be_is_said(qtbot, ready):
    with qtbot.waitSignal(ready.said) as caught:
        ready.sweep_over(Sweep(vary=(Axis("no.such", (1,)),)))
    assert "no.such" in caught.args[0] and not ready.is_busy


def test_five_seeds_join_the_list_as_a_group(qtbot, ready):
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    first = ready.run
    with qtbot.waitSignal(ready.sweep.ended):
        ready.repeat(first.number)
    group = [run for run in ready.runs if run.group is not None]
    assert len(group) == 5 and len({run.group for run in group}) == 1
    assert sorted(run.recipe.run.seed for run in group) == [0, 1, 2, 3, 4]
    assert ready.run is first, "the run that was repeated stays on view"
    repeated = next(run for run in group if run.recipe.run.seed == 0)
    np.testing.assert_array_equal(repeated.history.column("train_risk"), first.history.column("train_risk"))


def test_a_repeat_that_was_halted_goes_on_into_the_same_group(qtbot, ready):
    ready.change_settings({"stopping.iterations": 3000})
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    ready.repeat(1)
    qtbot.waitUntil(lambda: bool(ready.sweep._live))
    with qtbot.waitSignal(ready.sweep.ended):
        ready.pause()
    if len(ready.sweep.outcomes) < 5:
        with qtbot.waitSignal(ready.sweep.ended):
            ready.train()
    group = [run for run in ready.runs if run.group is not None]
    assert len(group) == 5 and len({run.group for run in group}) == 1


def test_a_cell_is_listed_once_however_often_it_is_opened(qtbot, ready):
    with qtbot.waitSignal(ready.sweep.ended):
        ready.sweep_over(swept().sweep)
    outcome = ready.sweep.outcomes[0]
    ready.several.open_cell(outcome)
    count, run = len(ready.runs), ready.run
    ready.several.open_cell(ready.sweep.outcomes[1])
    ready.several.open_cell(outcome)
    assert len(ready.runs) == count + 1 and ready.run is run


def test_a_failed_cell_says_why(qtbot, ready):
    ready.open_recipe(change(SHORT, {"solver.name": "lbfgs"}))
    with qtbot.waitSignal(ready.said) as caught:
        ready.sweep_over(Sweep(vary=(Axis("solver.batch_size", (10, 20)),)))
    assert "L-BFGS" in caught.args[0], "all of them failed"
    with qtbot.waitSignal(ready.said) as caught:
        ready.several.open_cell(ready.sweep.outcomes[0])
    assert "L-BFGS" in caught.args[0] and ready.run is None


def test_a_run_begun_meanwhile_stays_on_view(qtbot, ready):
    with qtbot.waitSignal(ready.sweep.ended):
        ready.sweep_over(swept().sweep)
    outcomes = ready.sweep.results
    ready.change_settings(ENDLESS)
    ready.train()
    mine = ready.run
    ready.sweep.restore(outcomes)
    assert ready.run is mine and mine.state == "running"


def test_two_runs_are_combined_into_a_model_on_view(qtbot, ready):
    pair = change(SHORT, {"task.kind": "binary", "task.classes": [2, 3]})
    names = ((2, 3), (2, 8))
    variants = tuple(Variant(f"{a} or {b}", {"task.classes": [a, b]}) for a, b in names)
    recipe = Recipe(
        data=pair.data, task=pair.task, solver=pair.solver, stopping=pair.stopping,
        sweep=Sweep(variants=variants, combine="difference"),
    )  # fmt: skip
    ready.open_recipe(recipe)
    qtbot.waitUntil(lambda: ready.rows is not None)
    with qtbot.waitSignal(ready.several.combined):
        ready.train()
    assert ready.run is None and ready.model.class_names == ("8", "3") and len(ready.runs) == 2
    assert ready.recipe.sweep == recipe.sweep, "Train makes it again"
    qtbot.waitUntil(lambda: ready.rows_on_view() is not None)
    assert ready.rows_on_view().class_names == ("8", "3")


def test_nothing_of_a_sweep_joins_another_session(qtbot, ready):
    saved = take_snapshot(ready)
    ready.open_recipe(swept(change(SHORT, ENDLESS)))
    ready.train()
    qtbot.waitUntil(lambda: bool(ready.sweep._live))
    with qtbot.waitSignal(ready.sweep.restored), qtbot.assertNotEmitted(ready.sweep.ended):
        ready.restore(saved)
    assert not len(ready.runs) and ready.run is None and not ready.is_busy


def test_a_kept_sweep_comes_back_and_its_listed_runs_are_known(qtbot, ready):
    ready.open_recipe(swept())
    with qtbot.waitSignal(ready.sweep.ended):
        ready.train()
    saved = load_archive_of(take_snapshot(ready))
    ready.restore(saved)
    assert ready.sweep.recipe is None and ready.several.opener.kept is saved.sweep
    with qtbot.waitSignal(ready.sweep.restored):
        ready.several.opener.open()
    assert ready.sweep.state.phase == "finished" and len(ready.runs) == 1
    for index in (ready.sweep.results.chosen, 0):
        ready.several.open_cell(ready.sweep.outcomes[index])
    assert len(ready.runs) == 2, "the chosen run was listed already"


def test_points_of_the_plane_can_be_swept_over(qtbot, qapp):
    session = Session()
    placed = [(k / 10, (k % 3) / 3, "ab"[k % 2]) for k in range(20)]
    points = {"data.name": "points", "data.placed": placed, "features.kind": "polynomial"}
    plane = change(SHORT, points)
    session.open_recipe(plane)
    qtbot.waitUntil(lambda: session.rows is not None, timeout=20000)
    with qtbot.waitSignal(session.sweep.ended, timeout=20000):
        session.sweep_over(Sweep(vary=(Axis("features.degree", (1, 2)),)))
    assert session.run is not None and session.model.input_shape == (2,)
    session.close()
