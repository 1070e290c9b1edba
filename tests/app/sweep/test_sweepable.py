"""Which settings can be varied."""

from app.sweep.sweepable import can_be_varied, sweepable_settings
from lrengine.recipe import Recipe
from lrengine.settings import change, find_setting


def keys(recipe, *also):
    return [s.key for settings in sweepable_settings(recipe, *also).values() for s in settings]


def test_settings_that_matter_are_offered_by_section():
    offered = sweepable_settings(Recipe())
    assert "Solver" in offered and "Penalty" in offered
    assert {"solver.learning_rate", "objective.l2", "run.seed", "data.train", "task.intercept"} <= set(
        keys(Recipe())
    )


def test_those_without_effect_are_not():
    assert "solver.learning_rate" not in keys(change(Recipe(), {"solver.name": "lbfgs"}))
    assert not {"run.threads", "run.products", "evaluation.reveal_test", "data.path", "task.classes"} & set(
        keys(Recipe())
    )
    assert not can_be_varied(find_setting("data.placed"))


def test_what_is_varied_already_is_offered_anyway():
    recipe = change(Recipe(), {"solver.name": "lbfgs"})
    assert "solver.momentum" in keys(recipe, "solver.momentum")
