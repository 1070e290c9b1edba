"""The recipes that come with the program: whole, explained, and doing what their text says."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lrengine.data.catalog import load
from lrengine.data.mnist import find_mnist
from lrengine.errors import LabError
from lrengine.experiment import make_solver, prepare, run, start
from lrengine.recipe import Recipe
from lrengine.recipe_files import bundled_recipes, find_recipe
from lrengine.settings import all_settings, change, value_of

RECIPES = bundled_recipes()
GENERATED = [name for name, recipe in RECIPES.items() if recipe.data.name == "generated"]
SOURCED = ("zero-vs-one-neuron", "three-vs-five-raw-pixels")


def has_mnist() -> bool:
    try:
        return bool(find_mnist())
    except LabError:
        return False


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOGITLAB_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield load("generated")


def test_the_recipes_that_the_program_leans_on_are_there():
    assert {"softmax", "three-vs-five", "softmax-mnist"} <= set(RECIPES)


@pytest.mark.parametrize("name", RECIPES)
def test_each_recipe_explains_itself(name):
    about = RECIPES[name].about
    assert about.title and not about.title.endswith(".") and len(about.title) < 60
    assert 2 <= about.text.count(". ") + 1 <= 4 and about.text.endswith(".")
    assert "\n" not in about.text
    assert bool(about.source) == (name in SOURCED)


@pytest.mark.parametrize("name", RECIPES)
def test_each_recipe_is_consistent_and_comes_to_an_end(name):
    recipe = RECIPES[name]
    make_solver(recipe)
    assert recipe.stopping.iterations or recipe.stopping.epochs
    assert len({key.key for key in all_settings() if value_of(recipe, key.key) != key.default}) > 0


@pytest.mark.parametrize("name", GENERATED)
def test_each_recipe_on_generated_digits_learns(name, generated):
    recipe = change(RECIPES[name], {"stopping.iterations": 30, "evaluation.every": 10})
    written = json.loads(json.dumps(run(recipe, generated).to_json(), allow_nan=False))
    if name == "too-large-a-step":
        assert written["stopped_because"] == "diverged"
        assert "2/L" in written["sentence"] and "try 0.0" in written["sentence"]
    else:
        risk = [value for value in written["history"]["train_risk"] if value is not None]
        assert risk[-1] < 0.8 * risk[0]


@pytest.mark.parametrize("name", ["three-vs-five", "softmax-full-batch"])
def test_full_batch_recipes_stay_below_the_largest_stable_step(name, generated):
    recipe = RECIPES[name]
    bound = start(recipe, prepare(recipe, generated)).objective.curvature_bound()
    assert 1 / bound < recipe.solver.learning_rate < 2 / bound
    short = change(recipe, {"stopping.iterations": 40})
    assert (np.diff(run(short, generated).history.column("train_objective")) < 0).all()


def test_the_step_that_is_too_large_works_at_the_advised_rate(generated):
    recipe = RECIPES["too-large-a-step"]
    sentence = run(recipe, generated).sentence
    rate = float(sentence.rpartition("try ")[2].rstrip("."))
    mended = change(recipe, {"solver.learning_rate": rate, "stopping.iterations": 40})
    assert (np.diff(run(mended, generated).history.column("train_objective")) < 0).all()


def test_the_neuron_reproduces_the_printed_costs():
    """Source: "Building Logistic Regression from Scratch: A Neural Network Perspective"."""
    result = run(RECIPES["zero-vs-one-neuron"])
    costs = result.history.column("train_risk")[:1000:100]
    printed = [0.6931, 0.1444, 0.0832, 0.0600, 0.0476, 0.0398, 0.0344, 0.0304, 0.0274, 0.0249]
    np.testing.assert_allclose(costs, printed, atol=5e-5)
    assert result.final.train_accuracy == result.final.test_accuracy == 1.0
    assert "288 rows" in result.model.trained_on


@pytest.mark.mnist
@pytest.mark.skipif(not has_mnist(), reason="MNIST is not on this computer (set LOGITLAB_DATA_DIR)")
@pytest.mark.parametrize(
    ("name", "train_risk", "validation_risk", "test_accuracy"),
    [("three-vs-five-raw-pixels", 0.095, 0.137, 0.96), ("three-vs-five-mnist", 0.099, 0.121, 0.96)],
)
def test_pairs_of_mnist_reach_their_figures(name, train_risk, validation_risk, test_accuracy):
    """The first: "Logistic Regression from Scratch on MNIST", whose own pair of digits is not told."""
    final = run(RECIPES[name]).final
    assert final.train_risk == pytest.approx(train_risk, abs=2e-3)
    assert final.validation_risk == pytest.approx(validation_risk, abs=2e-3)
    assert final.test_accuracy >= test_accuracy


def test_a_recipe_is_found_by_name_and_differs_from_the_plain_one():
    assert find_recipe("softmax") == RECIPES["softmax"] != Recipe()
