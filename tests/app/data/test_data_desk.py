"""Rows arrive for the newest request only, and 2/L and the optimum belong to them."""

import threading

import pytest

from app.data.data_desk import DataDesk
from lrengine.compiled import under_way
from lrengine.recipe import Recipe
from lrengine.settings import change


@pytest.fixture
def desk(qapp, small_data):
    desk = DataDesk()
    yield desk
    desk.close()


def test_rows_arrive_and_serve_their_recipe_alone(qtbot, desk):
    with qtbot.waitSignal(desk.prepared):
        desk.prepare(Recipe())
    assert desk.rows_for(Recipe()) is desk.data.rows
    assert desk.rows_for(change(Recipe(), {"run.seed": 1})) is None
    assert desk.rows_for(change(Recipe(), {"solver.learning_rate": 1.0})) is desk.data.rows


def test_the_newest_request_wins(qtbot, desk):
    arrived = []
    desk.prepared.connect(arrived.append)
    for seed in range(4):
        desk.prepare(change(Recipe(), {"run.seed": seed}))
    qtbot.waitUntil(lambda: desk.rows_for(change(Recipe(), {"run.seed": 3})) is not None)
    assert not desk.is_loading and arrived[-1].recipe.run.seed == 3


def test_a_failure_is_said_and_the_old_rows_are_kept(qtbot, desk):
    with qtbot.waitSignal(desk.prepared):
        desk.prepare(Recipe())
    with qtbot.waitSignal(desk.failed) as caught:
        desk.prepare(change(Recipe(), {"data.name": "file"}))
    assert "choose another" in caught.args[0]
    assert desk.rows_for(Recipe()) is not None and not desk.is_loading


def test_the_stable_step_is_known_before_the_optimum(qtbot, desk):
    recipe = change(Recipe(), {"objective.l2": 0.01})
    with qtbot.waitSignal(desk.prepared):
        desk.prepare(recipe)
    found = []
    desk.optimum_found.connect(found.append)
    assert desk.stable_step(recipe) is None
    desk.analyse(recipe)
    qtbot.waitUntil(lambda: desk.stable_step(recipe) is not None)
    qtbot.waitUntil(lambda: bool(found) and found[-1] is not None)
    stronger = change(recipe, {"objective.l2": 1.0})
    assert desk.stable_step(stronger) < desk.stable_step(recipe)


def test_another_penalty_has_another_optimum(qtbot, desk):
    weak, strong = (change(Recipe(), {"objective.l2": l2}) for l2 in (0.01, 0.1))
    with qtbot.waitSignal(desk.prepared):
        desk.prepare(weak)
    found = []
    desk.optimum_found.connect(found.append)
    desk.analyse(weak)
    qtbot.waitUntil(lambda: bool(found) and found[-1] is not None)
    low = found[-1]
    desk.analyse(strong)
    assert found[-1] is None, "the old line goes at once"
    qtbot.waitUntil(lambda: found[-1] is not None)
    assert found[-1] > low


def test_another_loss_takes_the_stable_step_away_and_gives_it_back(qtbot, desk):
    recipe = change(Recipe(), {"objective.l2": 0.1})
    with qtbot.waitSignal(desk.prepared):
        desk.prepare(recipe)
    wrong = change(recipe, {"objective.loss": "squared-error"})
    desk.analyse(wrong)
    qtbot.waitUntil(lambda: desk.optimum is not None)
    assert desk.stable_step(wrong) is None and desk.optimum.value is None
    desk.analyse(recipe)
    qtbot.waitUntil(lambda: desk.stable_step(recipe) is not None)


def test_other_rows_take_the_optimum_away(qtbot, desk):
    recipe = change(Recipe(), {"objective.l2": 0.1})
    with qtbot.waitSignal(desk.prepared):
        desk.prepare(recipe)
    desk.analyse(recipe)
    qtbot.waitUntil(lambda: desk.optimum is not None and desk.optimum.value is not None)
    desk.prepare(change(recipe, {"run.seed": 1}))
    assert desk.optimum is None and desk.stable_step(recipe) is None


def test_loops_that_are_compiled_in_any_thread_are_told_of_here(qtbot, desk):
    def compile_them():
        with under_way.compiling():
            pass

    told = []
    desk.compiling_changed.connect(told.append)
    thread = threading.Thread(target=compile_them)
    thread.start()
    qtbot.waitUntil(lambda: told == [True, False])
    thread.join()
