"""The window and the command line give the same histories for one recipe, bit for bit but for the clock."""

import msgspec
import numpy as np
import pytest

from app.main_window import MainWindow
from lrengine.experiment import run
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
