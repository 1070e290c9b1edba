"""How cells lie to each other."""

import math

import pytest

from app.sweep.arrangement import arranged
from lrengine.recipe import Axis
from lrengine.sweep import cells_of


def arrange(recipe):
    return arranged(cells_of(recipe), recipe.sweep)


def test_a_number_lies_where_its_logarithm_is(rates):
    (dimension,), combos = arrange(rates)
    assert dimension.title == "Learning rate" and dimension.texts == ("0.01", "0.1", "1") and dimension.log
    assert dimension.places == pytest.approx((-2, -1, 0))
    assert [combo.name for combo in combos] == ["0.01", "0.1", "1"]
    assert [combo.cells for combo in combos] == [(0,), (1,), (2,)]


def test_zero_stands_left_of_the_least(sweep_recipe):
    (dimension,), _ = arrange(sweep_recipe(Axis(setting="objective.l2", values=(0.1, 0.0, 0.01))))
    assert dimension.places == pytest.approx((-1, -3, -2))


def test_two_settings_make_pairs(pairs):
    dimensions, combos = arrange(pairs)
    assert [len(dimension.texts) for dimension in dimensions] == [3, 2]
    assert combos[3].at == (1, 1) and combos[3].name == "0.1 · 0.1"


def test_repeats_are_one_combination(variants):
    (dimension,), combos = arrange(variants)
    assert dimension.key == "" and dimension.texts[:2] == ("plain", "Adam") and not dimension.places
    assert [combo.cells for combo in combos] == [(0, 1), (2, 3), (4, 5)]


def test_words_and_mixed_amounts_have_no_places(sweep_recipe):
    (names,), _ = arrange(sweep_recipe(Axis(setting="solver.name", values=("adam", "lbfgs"))))
    assert names.texts == ("Adam", "L-BFGS") and names.places == ()
    (amounts,), combos = arrange(sweep_recipe(Axis(setting="data.train", values=(1, 1.0, "first:9"))))
    assert amounts.places == () and len(combos) == 3
    (shares,), _ = arrange(sweep_recipe(Axis(setting="data.train", values=(0.5, 1.0))))
    assert shares.places == (0.5, 1.0) and all(map(math.isfinite, shares.places))


def test_seeds_alone_are_one_combination(sweep_recipe):
    dimensions, (combo,) = arrange(sweep_recipe(repeats=3))
    assert dimensions == () and combo.cells == (0, 1, 2) and combo.name
