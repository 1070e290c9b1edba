"""What begins, halts and goes on: settings that move, points that are placed, runs that wait."""

import msgspec
import numpy as np
import pytest

from app.run_control import RunControl
from lrengine.recipe import About, Recipe
from lrengine.settings import change

POINTS = ((0.0, 0.0, "a"), (1.0, 0.2, "b"), (0.1, 0.3, "a"), (0.9, 0.1, "b"))
PLANE = change(Recipe(), {"data.name": "points", "data.placed": POINTS, "data.test": 0, "data.validation": 0})
ENDLESS = {"stopping.iterations": 0, "stopping.epochs": 0.0}


@pytest.fixture
def control(qapp):
    control = RunControl()
    yield control
    control.several.close()
    control.run_desk.close()
    control.settings.close()


@pytest.fixture
def plane(qtbot, control):
    control.open_recipe(change(PLANE, ENDLESS))
    qtbot.waitUntil(lambda: control.rows is not None)
    return control


def moves(control, key=None):
    run = control.run
    return run is not None and run.key != key and run.updates > 2


def test_points_placed_while_it_trains_are_learnt_at_once(qtbot, plane):
    plane.train()
    qtbot.waitUntil(lambda: moves(plane))
    key = plane.run.key
    plane.place_points((*POINTS, (0.5, 0.5, "a")))
    qtbot.waitUntil(lambda: moves(plane, key))
    assert len(plane.rows.split.train) == 5 and plane.run.rows is plane.rows


def test_a_drag_of_many_edits_leaves_one_run_behind_not_many(qtbot, plane):
    plane.train()
    qtbot.waitUntil(lambda: moves(plane))
    for place in range(6):
        key = plane.run.key
        plane.place_points((*POINTS, (0.5, place / 10, "a")))
        qtbot.waitUntil(lambda key=key: moves(plane, key))
    assert [run.number for run in plane.runs] == [1, 2]
    plane.pause()
    plane.place_points((*POINTS, (0.7, 0.7, "b")))
    qtbot.waitUntil(lambda: plane.run.state == "ready")
    assert [run.number for run in plane.runs] == [1, 2, 3], "the last edit's run is kept"


def test_one_class_waits_and_training_goes_on_when_the_second_comes(qtbot, plane):
    plane.train()
    qtbot.waitUntil(lambda: moves(plane))
    key = plane.run.key
    with qtbot.waitSignal(plane.said) as caught:
        plane.place_points(POINTS[:1])
    assert "two classes" in caught.args[0] and plane.recipe.data.placed == POINTS[:1]
    assert plane.rows is None and plane.run.key == key
    plane.place_points(POINTS)
    qtbot.waitUntil(lambda: moves(plane, key))


def test_train_with_one_class_waits_for_the_second(qtbot, control):
    control.place_points(POINTS[:1])
    control.train()
    assert control.waits_to_train and control.run is None
    control.place_points(POINTS)
    qtbot.waitUntil(lambda: control.run is not None and control.run.state in ("running", "finished"))


def test_a_branch_given_up_is_not_taken_up_by_the_next_run(qtbot, plane, monkeypatch):
    plane.step(3)
    qtbot.waitUntil(lambda: plane.run.updates == 3)
    run = plane.run
    monkeypatch.setattr("app.data.data_work.load_dataset", refuse)
    plane.change_settings({"data.placed": POINTS[:2], "data.name": "points"})
    plane.branch()
    assert plane.waits_to_train
    qtbot.waitUntil(lambda: not plane.waits_to_train)
    plane.reset()
    assert plane.run is not run and plane.run.parent is None


def refuse(recipe, progress=None, cancelled=None):
    from lrengine.errors import LabError

    raise LabError("There is no such data: choose another.")


def test_settings_moved_while_another_run_was_on_view_act_when_it_goes_on(qtbot, plane):
    plane.change_settings({"stopping.iterations": 4})
    plane.train()
    qtbot.waitUntil(lambda: plane.run.state == "finished")
    first = plane.run
    plane.change_settings(ENDLESS)
    plane.train()
    qtbot.waitUntil(lambda: moves(plane, first.key))
    second = plane.run
    plane.run_list.show(first)
    assert second.state == "paused"
    plane.change_settings({"solver.learning_rate": 0.003})
    plane.run_list.show(second)
    plane.train()
    assert plane.run is second
    # What it made before it halted may still be on its way.
    qtbot.waitUntil(lambda: second.history.column("step_size")[-1] == 0.003)
    assert second.changed_live


def test_a_run_of_a_sweep_recipe_is_no_sweep_itself(qtbot, plane):
    import msgspec

    from lrengine.recipe import Axis, Sweep

    swept = msgspec.structs.replace(plane.recipe, sweep=Sweep(vary=(Axis("run.seed", (1, 2)),)))
    plane.open_recipe(swept)
    plane.step(1)
    qtbot.waitUntil(lambda: plane.run.updates == 1)
    assert not plane.run.recipe.sweep.has_several and np.isfinite(plane.run.figure("train_risk"))


def test_another_recipe_never_goes_on_with_a_paused_run(qtbot, plane):
    plane.train()
    qtbot.waitUntil(lambda: moves(plane))
    plane.pause()
    paused = plane.run
    plane.change_settings({"solver.batch_size": 2})
    plane.train()
    assert plane.run is paused, "a changed setting waits for the next start"
    plane.pause()
    plane.open_recipe(msgspec.structs.replace(plane.recipe, about=About(title="Another")))
    plane.train()
    qtbot.waitUntil(lambda: moves(plane, paused.key))
    assert plane.run.title == "Another" and plane.run.recipe == plane.recipe
    assert [run.number for run in plane.runs] == [paused.number, plane.run.number]
