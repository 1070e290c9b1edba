"""The window and the command line give the same histories for one recipe, bit for bit but for the clock;
compiled loops and BLAS give the same to rounding."""

import msgspec
import numpy as np
import pytest

from app.main_window import MainWindow
from lrengine.byte_rows import ByteRows
from lrengine.experiment import load_dataset, prepare, run
from lrengine.history import COLUMNS
from lrengine.recipe import Axis, Recipe, Sweep
from lrengine.settings import change
from lrengine.sweep import run_cells

# One thread: the count of threads decides the last bits.
SMALL = change(
    Recipe(),
    {"data.name": "digits8", "stopping.iterations": 40, "run.threads": 1, "solver.learning_rate": 0.1},
)
RECIPES = {
    "binary": {"task.kind": "binary", "task.classes": [3, 5], "objective.l2": 0.01},
    "mini-batch": {"solver.batch_size": 32, "solver.start": "normal", "evaluation.every": 7},
    "adam": {"solver.name": "adam", "solver.batch_size": 50, "evaluation.reveal_test": True},
    "polynomial": {
        "data.name": "moons", "data.points": 80, "features.kind": "polynomial", "run.dtype": "float64",
    },
}  # fmt: skip


@pytest.fixture
def window(qtbot):
    window = MainWindow(defer_plots=True)
    qtbot.addWidget(window)
    yield window
    window.close()


def columns(history):
    """Everything but the clock."""
    return [name for name in COLUMNS if name != "seconds"], [
        history.column(name) for name in COLUMNS if name != "seconds"
    ]


def assert_same(one, another):
    assert len(one) == len(another) > 1
    for name, mine, theirs in zip(columns(one)[0], columns(one)[1], columns(another)[1], strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=name)


@pytest.mark.parametrize("name", RECIPES)
def test_one_run(qtbot, window, name):
    recipe = change(SMALL, RECIPES[name])
    window.session.open_recipe(recipe)
    qtbot.waitUntil(lambda: window.session.rows is not None, timeout=20000)
    with qtbot.waitSignal(window.session.run_ended, timeout=20000):
        window.actions_["train_action"].trigger()
    shown, expected = window.session.run, run(recipe)
    assert_same(shown.history, expected.history)
    np.testing.assert_array_equal(shown.model().weights, expected.model.weights)
    assert shown.test_accuracy() == expected.final.test_accuracy


def test_halting_and_going_on_changes_nothing(qtbot, window):
    recipe = change(SMALL, RECIPES["mini-batch"])
    window.session.open_recipe(recipe)
    qtbot.waitUntil(lambda: window.session.rows is not None, timeout=20000)
    window.session.step(5)
    qtbot.waitUntil(lambda: window.session.run.updates == 5)
    window.session.rewind(2)
    window.session.step(3)
    qtbot.waitUntil(lambda: window.session.run.updates == 8)
    with qtbot.waitSignal(window.session.run_ended):
        window.actions_["train_action"].trigger()
    assert_same(window.session.run.history, run(recipe).history)


def test_a_sweep_and_the_run_it_chooses(qtbot, window):
    sweep = Sweep(vary=(Axis("solver.learning_rate", (0.01, 0.1, 0.5)),), repeats=2)
    recipe = msgspec.structs.replace(SMALL, sweep=sweep)
    window.session.open_recipe(recipe)
    qtbot.waitUntil(lambda: window.session.rows is not None, timeout=20000)
    with qtbot.waitSignal(window.session.sweep.ended, timeout=20000):
        window.actions_["train_action"].trigger()
    shown, expected = window.session.sweep.results, run_cells(recipe, jobs=2)
    assert shown.chosen == expected.chosen is not None
    for mine, theirs in zip(shown.items, expected.items, strict=True):
        assert_same(mine.history, theirs.history)
        np.testing.assert_array_equal(mine.model.weights, theirs.model.weights)
    assert_same(window.session.run.history, expected.items[expected.chosen].history)


# -- what multiplies the rows ------------------------------------------------------------------

# Gradients of one iterate differ by rounding, and each step carries that on.
APART = {"float32": (1e-6, 1e-4), "float64": (1e-12, 1e-10)}
PRODUCTS = {
    "softmax": {},
    "binary": {"task.kind": "binary", "task.classes": [3, 5], "objective.l2": 0.01},
    "one-vs-rest": {"task.kind": "one-vs-rest", "task.intercept": False},
    "mini-batches": {"solver.batch_size": 100, "solver.start": "normal"},
    "newton": {"solver.name": "newton", "objective.l2": 0.01, "stopping.iterations": 4},
    "lbfgs": {"solver.name": "lbfgs", "objective.l2": 0.01, "stopping.iterations": 6},
    "row by row": {"solver.gradient": "per-sample", "data.train": 100},
    "normalised": {"data.scale": "normalised", "solver.learning_rate": 0.01},
    "raw": {"data.scale": "raw", "solver.learning_rate": 1e-3},
}


@pytest.fixture(scope="module")
def digits8():
    return load_dataset(SMALL)


@pytest.fixture(params=APART)
def product_recipe(request):
    """A maker of short runs with this precision and one way of products."""

    def make(products, changes):
        fixed = {"run.dtype": request.param, "run.products": products, "stopping.iterations": 15}
        return change(SMALL, {**fixed, **changes})

    return make


@pytest.mark.parametrize("name", PRODUCTS)
def test_bytes_and_numbers_give_the_same_run_to_rounding(digits8, product_recipe, name):
    recipes = [product_recipe(products, PRODUCTS[name]) for products in ("auto", "blas")]
    rows = [prepare(recipe, digits8).train for recipe in recipes]
    assert [type(one) for one in rows] == [ByteRows, np.ndarray]
    one, other = (run(recipe, digits8) for recipe in recipes)
    in_risk, in_theta = APART[recipes[0].run.dtype]
    assert len(one.history) == len(other.history) > 4
    for part in ("train", "test"):
        found, expected = (getattr(result.final, f"{part}_risk") for result in (one, other))
        assert found == pytest.approx(expected, rel=in_risk)
        read, others = (getattr(result.final, f"{part}_accuracy") for result in (one, other))
        assert read == pytest.approx(others, abs=0.003)
    np.testing.assert_allclose(
        one.history.column("train_risk"), other.history.column("train_risk"), rtol=10 * in_risk
    )
    size = np.abs(other.model.weights).max()
    np.testing.assert_allclose(one.model.weights, other.model.weights, rtol=0, atol=in_theta * size)
    np.testing.assert_allclose(one.model.intercept, other.model.intercept, rtol=0, atol=in_theta * size)


def test_runs_that_advance_together_do_so_as_well(digits8, product_recipe):
    sweep = Sweep(vary=(Axis("solver.learning_rate", (0.01, 0.1, 0.5)),))
    found = []
    for products in ("auto", "blas"):
        recipe = msgspec.structs.replace(product_recipe(products, {}), sweep=sweep)
        found.append(run_cells(recipe, dataset=digits8, jobs=1))
    in_risk, in_theta = APART[recipe.run.dtype]
    assert found[0].chosen == found[1].chosen
    for one, other in zip(found[0].items, found[1].items, strict=True):
        assert one.final.train_risk == pytest.approx(other.final.train_risk, rel=in_risk)
        size = np.abs(other.model.weights).max()
        np.testing.assert_allclose(one.model.weights, other.model.weights, rtol=0, atol=in_theta * size)


@pytest.mark.parametrize("name", PRODUCTS)
def test_the_numbers_of_bytes_do_not_depend_on_the_threads(digits8, product_recipe, name):
    recipe = product_recipe("auto", PRODUCTS[name])
    one, two = (run(change(recipe, {"run.threads": threads}), digits8) for threads in (1, 3))
    assert_same(one.history, two.history)
    np.testing.assert_array_equal(one.model.weights, two.model.weights)
