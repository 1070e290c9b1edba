"""The recipes that come with the program: whole, explained, and doing what their text says."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from lrengine.data.catalog import load
from lrengine.data.mnist import find_mnist
from lrengine.errors import LabError
from lrengine.experiment import make_solver, prepare, run, start
from lrengine.recipe import Recipe
from lrengine.recipe_files import bundled_recipes, find_recipe, in_order
from lrengine.settings import all_settings, change, value_of
from lrengine.steepness import curvature_bound
from lrengine.sweep import cells_of, run_cells

RECIPES = bundled_recipes()
GENERATED = [name for name, recipe in RECIPES.items() if recipe.data.name == "generated"]
# Recipes with features that take seconds to compute have tests of their own.
MNIST = [
    name
    for name, recipe in RECIPES.items()
    if recipe.data.name == "mnist" and recipe.features.kind == "pixels"
]
# What the issue promised, by source.
PROMISED = {
    "Building Logistic Regression from Scratch: A Neural Network Perspective": {"zero-vs-one-neuron"},
    "Logistic Regression from Scratch": {
        "decision-boundary", "decision-boundary-l2", "one-vs-rest", "precision-recall", "moons-linear",
        "moons-polynomial",
    },
    "Logistic Regression from Scratch on MNIST": {"learning-rate-sweep", "per-sample-gradient"},
    "Logistic and Softmax Regression for Handwritten Digits Classification, S. Zhu and Y. Guo": {
        "two-vs-three-batch", "two-vs-three-minibatch", "two-vs-eight-batch", "two-vs-eight-minibatch",
        "classifier-difference", "l1-sweep", "l2-sweep", "softmax-annealed", "softmax-l2-search",
        "softmax-l1-l2-search",
    },
    "Logistic Regression for MNIST": {
        "softmax-sgd", "softmax-adam", "sgd-vs-adam", "l1-vs-l2", "training-size", "label-noise",
        "gradient-clipping", "poor-convergence", "overfitting", "batch-size", "common-mistakes",
    },
}  # fmt: skip
MEANT_TO_DIVERGE = {"Raw pixels, rate .1", "Rate 100", "Raw pixels"}


def has_mnist() -> bool:
    try:
        return bool(find_mnist())
    except LabError:
        return False


needs_mnist = pytest.mark.skipif(
    not has_mnist(), reason="MNIST is not on this computer (set LOGITLAB_DATA_DIR)"
)


def shortened(recipe, iterations, **sweep):
    """The recipe with a few iterations, and its sweep changed."""
    changes = {"stopping.iterations": iterations, "stopping.epochs": 0.0, "evaluation.every": iterations}
    short = change(recipe, changes)
    return msgspec.structs.replace(short, sweep=msgspec.structs.replace(short.sweep, **sweep))


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOGITLAB_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield load("generated")


@pytest.fixture(scope="module")
def some_of_mnist():
    """The first 20,000 and the last 2,000 images, enough for every recipe."""
    whole = load("mnist")
    return replace(
        whole,
        inputs=whole.inputs[:20_000], labels=whole.labels[:20_000],
        test_inputs=whole.test_inputs[-2_000:], test_labels=whole.test_labels[-2_000:],
    )  # fmt: skip


def test_the_recipes_that_the_program_leans_on_are_there():
    assert {"softmax", "three-vs-five", "softmax-mnist"} <= set(RECIPES)


def test_every_experiment_of_the_sources_is_there():
    sourced = {
        source: {name for name, recipe in RECIPES.items() if recipe.about.source == source}
        for source in {recipe.about.source for recipe in RECIPES.values()} - {""}
    }
    assert sourced == PROMISED


@pytest.mark.parametrize("name", RECIPES)
def test_each_recipe_explains_itself(name):
    about = RECIPES[name].about
    assert about.title and not about.title.endswith(".") and len(about.title) <= 60
    assert 2 <= about.text.count(". ") + 1 <= 4 and about.text.endswith(".")
    assert bool(about.source) == bool(about.reports)
    assert not about.reports or about.reports.endswith(".")
    for text in (about.text, about.reports):
        assert "\n" not in text and "  " not in text
    assert about.chapter and about.position


def test_chapters_follow_each_other_and_begin_without_mnist():
    ordered = in_order(RECIPES)
    chapters = [chapter for chapter, _ in itertools.groupby(ordered, lambda item: item[1].about.chapter)]
    assert len(set(chapters)) == len(chapters) == 6 and chapters[0] == "Start here"
    positions = [recipe.about.position for _, recipe in ordered]
    assert len(set(positions)) == len(positions)
    assert ordered[0][0] == "softmax"


@pytest.mark.parametrize("name", RECIPES)
def test_each_recipe_is_consistent_and_comes_to_an_end(name):
    for cell in cells_of(RECIPES[name]):
        recipe = cell.recipe
        make_solver(recipe)
        assert recipe.stopping.iterations or recipe.stopping.epochs
    assert len({key.key for key in all_settings() if value_of(RECIPES[name], key.key) != key.default}) > 0


@pytest.mark.parametrize("name", RECIPES)
def test_the_runs_of_a_sweep_have_names_of_their_own(name):
    cells = cells_of(RECIPES[name])
    assert len({cell.name for cell in cells}) == len(cells)
    assert (len(cells) > 1) == RECIPES[name].sweep.has_several


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
    bound = curvature_bound(start(recipe, prepare(recipe, generated)).objective)
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


def test_a_line_fails_on_the_moons_and_products_bend_it():
    line, bent = (run(RECIPES[f"moons-{kind}"]).final for kind in ("linear", "polynomial"))
    assert line.train_accuracy < 0.9 and line.train_risk > 0.25
    assert bent.train_accuracy > 0.95 and bent.test_accuracy > line.test_accuracy
    two = run(change(RECIPES["moons-polynomial"], {"features.degree": 2})).final
    assert two.train_accuracy < 0.9


def test_a_penalty_shortens_w_and_keeps_the_line():
    outcomes = run_cells(RECIPES["decision-boundary-l2"])
    lengths = [item.final.weight_norm for item in outcomes.items]
    assert lengths == sorted(lengths, reverse=True) and lengths[0] > 4 * lengths[-1]
    turned = [np.arctan2(*item.model.weights[0]) for item in (outcomes.items[0], outcomes.items[-1])]
    assert abs(np.degrees(turned[1] - turned[0])) < 10


def test_one_against_the_rest_comes_close_to_softmax():
    recipe = shortened(RECIPES["one-vs-rest"], 100, repeats=2)
    together, apart = (group.final["test_accuracy"].mean for group in run_cells(recipe).groups())
    assert together > 0.9 and apart > 0.9


@pytest.mark.parametrize(
    "name", [name for name in MNIST if not str(RECIPES[name].data.train).startswith("f")]
)
def test_recipes_for_mnist_run_on_generated_digits_too(name, generated):
    """Whoever has no MNIST changes the data and keeps the rest; ends of MNIST's file are the exception."""
    recipe = msgspec.structs.replace(
        RECIPES[name], data=change(RECIPES[name], {"data.name": "generated"}).data
    )
    first = cells_of(shortened(recipe, 2, repeats=1))[0].recipe
    result = run(first, generated)
    assert len(result.history) == 3 and result.reason == "iterations"


@pytest.mark.mnist
@needs_mnist
@pytest.mark.parametrize("name", MNIST)
def test_each_recipe_for_mnist_runs_briefly(name, some_of_mnist):
    recipe = shortened(RECIPES[name], 4, repeats=1)
    outcomes = run_cells(recipe, dataset=some_of_mnist)
    for item in outcomes.items:
        if item.cell.variant in MEANT_TO_DIVERGE:
            assert item.reason == "diverged" and "try " in item.sentence
        else:
            assert item.reason == "iterations", item.sentence
            assert np.isfinite(item.final.train_risk) and len(item.history) == 5


@pytest.mark.mnist
@needs_mnist
def test_the_leftover_of_two_models_tells_three_from_eight(some_of_mnist):
    """Source: "Logistic and Softmax Regression for Handwritten Digits Classification", S. Zhu and Y. Guo."""
    outcomes = run_cells(shortened(RECIPES["classifier-difference"], 200), dataset=some_of_mnist)
    three, eight = (item.model for item in outcomes.items)
    difference = three.difference(eight)
    assert difference.class_names == ("8", "3")
    rows = np.isin(some_of_mnist.test_labels, (3, 8))
    positive = difference.logits(some_of_mnist.test_inputs[rows])[:, 0] > 0
    assert np.mean(positive == (some_of_mnist.test_labels[rows] == 3)) > 0.9


@pytest.mark.mnist
@needs_mnist
def test_the_chosen_rate_has_the_risks_of_the_table():
    """Source: "Logistic Regression from Scratch on MNIST"; half of the sevens and nines, 1,000 steps."""
    recipe = change(RECIPES["learning-rate-sweep"], {"evaluation.every": 100})
    result = run(recipe)
    assert "6,107 rows" in result.model.trained_on
    assert result.final.train_risk == pytest.approx(0.1033, rel=0.03)
    assert result.final.validation_risk == pytest.approx(0.1260, rel=0.03)
    assert result.final.test_risk == pytest.approx(0.119, rel=0.03)


@pytest.mark.mnist
@needs_mnist
def test_three_or_five_of_mnist_reach_their_figures():
    final = run(RECIPES["three-vs-five-mnist"]).final
    assert final.train_risk == pytest.approx(0.099, abs=2e-3)
    assert final.validation_risk == pytest.approx(0.121, abs=2e-3)
    assert final.test_accuracy >= 0.96


def test_a_recipe_is_found_by_name_and_differs_from_the_plain_one():
    assert find_recipe("softmax") == RECIPES["softmax"] != Recipe()
