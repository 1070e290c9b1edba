"""Recipes are told apart by what decides their numbers."""

from app.settings.differing import changed_titles, differing, same_numbers
from lrengine.recipe import Axis, Recipe, Sweep
from lrengine.settings import change


def test_the_keys_of_what_differs_are_named():
    other = change(Recipe(), {"solver.learning_rate": 0.7, "run.threads": 3})
    assert differing(Recipe(), other) == {"solver.learning_rate", "run.threads"}
    assert not differing(Recipe(), Recipe())


def test_titles_of_what_has_changed_stand_in_the_recipes_order():
    other = change(Recipe(), {"solver.learning_rate": 0.7, "data.name": "moons", "run.threads": 3})
    assert changed_titles(other, Recipe()) == ("Data", "Learning rate")
    swept = Recipe(sweep=Sweep(vary=(Axis("run.seed", (1, 2)),)))
    assert changed_titles(swept, Recipe()) == ("Sweep",) and not changed_titles(swept, swept)


def test_what_changes_no_number_leaves_two_recipes_the_same():
    shown = change(Recipe(), {"evaluation.reveal_test": True, "run.threads": 3, "run.products": "blas"})
    assert same_numbers(Recipe(), shown)
    assert same_numbers(Recipe(), Recipe(sweep=Sweep(vary=(Axis("run.seed", (1, 2)),))))
    assert not same_numbers(Recipe(), change(Recipe(), {"run.seed": 1}))
