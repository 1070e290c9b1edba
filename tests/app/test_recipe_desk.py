"""Settings lead to rows, wait for them, or give way to those of the rows at hand."""

import pytest

from app.recipe_desk import RecipeDesk, what_lacks
from lrengine.recipe import Recipe
from lrengine.settings import change

ONE, BOTH = ((0.5, 1.0, "a"),), ((0.5, 1.0, "a"), (1.5, 0.0, "b"))


@pytest.fixture
def desk(qapp):
    desk = RecipeDesk()
    yield desk
    desk.close()


@pytest.fixture
def ready(qtbot, desk, small_data):
    with qtbot.waitSignal(desk.served):
        desk.open(change(Recipe(), {"run.seed": 2}))
    return desk


def test_points_of_one_class_wait_for_those_of_a_second():
    recipe = change(Recipe(), {"data.name": "points"})
    assert "No points" in what_lacks(recipe)
    assert "class a" in what_lacks(change(recipe, {"data.placed": ONE}))
    assert not what_lacks(change(recipe, {"data.placed": BOTH})) and not what_lacks(Recipe())


def test_waiting_points_are_kept_and_served_once_there_are_two_classes(qtbot, desk):
    with qtbot.waitSignal(desk.said) as caught:
        desk.open(desk.with_points(ONE))
    assert caught.args[0].endswith("until there are two classes.")
    assert not desk.data.is_loading and desk.recipe.data.placed == ONE
    with qtbot.waitSignal(desk.served):
        desk.open(desk.with_points(BOTH))
    assert len(desk.rows.split.train) == 2


@pytest.mark.parametrize(("given", "chosen"), [("polynomial", "pixels"), ("fourier", "fourier")])
def test_features_that_the_data_cannot_have_go_back_to_plain_values(qtbot, desk, small_data, given, chosen):
    said = []
    desk.said.connect(said.append)
    with qtbot.waitSignal(desk.served):
        desk.open(change(Recipe(), {"features.kind": given, "features.count": 5}))
    assert desk.recipe.features.kind == chosen and desk.rows is not None
    assert [bool("Polynomial" in sentence) for sentence in said] == ([True] if given != chosen else [])


def test_classes_of_other_data_give_way_and_that_is_said(qtbot, desk, small_data):
    with qtbot.waitSignal(desk.said) as caught:
        desk.open(change(Recipe(), {"task.kind": "binary", "task.classes": ["cat", "dog"]}))
    assert desk.recipe.task.classes == ("0", "1") and desk.rows is not None
    assert "other classes" in caught.args[0]


def test_data_that_cannot_be_read_leave_the_rows_at_hand(qtbot, ready):
    with qtbot.waitSignals([ready.given_up, ready.said]):
        ready.open(
            change(
                ready.recipe, {"data.name": "file", "run.seed": 9, "run.products": "blas", "run.threads": 1}
            )
        )
    assert ready.recipe.data.name == "generated" and ready.recipe.run.seed == 2 and ready.rows is not None
    assert ready.recipe.run.products == "auto" and ready.recipe.run.threads == 1


def test_a_wrong_value_is_said_and_changes_nothing(qtbot, ready):
    before = ready.recipe
    with qtbot.waitSignals([ready.changed, ready.said]):
        assert ready.changed_by({"solver.learning_rate": -1.0}) is None
    assert ready.recipe is before


def test_lbfgs_takes_all_rows_and_no_corners(desk):
    desk.recipe = change(Recipe(), {"solver.batch_size": 20, "objective.l1": 0.1})
    recipe = desk.changed_by({"solver.name": "lbfgs"})
    assert (recipe.solver.batch_size, recipe.objective.l1) == (0, 0.0)
