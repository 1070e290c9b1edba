"""Sweeps whose outcomes are made up, so that pictures and tables can be tested without training."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from app.sweep.sweep_book import SweepBook
from lrengine.features import Pixels
from lrengine.history import History, Step
from lrengine.model import Model
from lrengine.recipe import Axis, Recipe, Sweep, Variant
from lrengine.settings import change
from lrengine.sweep import CellOutcome, cells_of

RATES = Axis(setting="solver.learning_rate", values=(0.01, 0.1, 1.0))
PENALTIES = Axis(setting="objective.l2", values=(0.0, 0.1))
VARIANTS = (
    Variant(name="plain"),
    Variant(name="Adam", set={"solver.name": "adam"}),
    Variant(name="momentum with a name that is far too long for any row", set={"solver.name": "momentum"}),
)


def _recipe(*vary, **keys):
    """A recipe for the small images of 6×6 pixels."""
    recipe = change(
        Recipe(), {"data.name": "digits8", "stopping.iterations": 30, "solver.learning_rate": 0.1}
    )
    return msgspec.structs.replace(recipe, sweep=Sweep(vary=vary, **keys))


def _history(rows, accuracy=0.9, risk=0.3):
    """Rows that near these figures."""
    history = History()
    history.extend(
        Step(
            k,
            float(k),
            k * 1e-3,
            train_risk=risk + math.exp(-k / 5),
            train_accuracy=accuracy * (1 - 0.5 ** (k + 1)),
            validation_risk=1.1 * risk + math.exp(-k / 5),
            validation_accuracy=0.98 * accuracy * (1 - 0.5 ** (k + 1)),
            weight_norm=0.1 * k,
        )
        for k in range(rows)
    )
    return history


def _step(accuracy, risk=0.3):
    return Step(
        30,
        30.0,
        0.5,
        train_risk=risk,
        train_accuracy=accuracy,
        validation_risk=1.1 * risk,
        validation_accuracy=accuracy,
        test_risk=1.2 * risk,
        test_accuracy=accuracy - 0.01,
        weight_norm=3.0,
    )


def _outcome(cell, accuracy=0.9, *, reason="iterations", classes=3, risk=0.3):
    """A cell's outcome with this validation accuracy."""
    if reason == "failed":
        return CellOutcome(cell, "failed", "This cannot be run: choose something else.")
    weights = np.zeros((1 if classes == 2 else classes, 36), np.float32)
    weights[:, : 9 + cell.index] = 1.0 + cell.index
    names = tuple(map(str, range(classes)))
    model = Model(
        Pixels("unit", 255.0, (6, 6)), weights, np.zeros(len(weights), np.float32), names, cell.recipe
    )
    step = _step(accuracy, risk)
    return CellOutcome(
        cell, reason, f"Because of {reason}.", step, step, _history(31, accuracy, risk), model, 0.5
    )


@pytest.fixture
def make_book():
    """A book of a sweep; `accuracies` by cell, or a reason such as "failed" or "diverged"."""

    def make(recipe, accuracies=()):
        book = SweepBook(recipe, cells_of(recipe))
        for cell, figure in zip(book.cells, accuracies, strict=False):
            if isinstance(figure, str):
                book.note_outcome(_outcome(cell, 0.1, reason=figure, risk=50.0))
            elif figure is not None:
                book.note_outcome(_outcome(cell, figure))
        return book

    return make


@pytest.fixture
def sweep_recipe():
    """A maker of recipes: axes, then the sweep's other keys."""
    return _recipe


@pytest.fixture
def rates():
    """Three learning rates."""
    return _recipe(RATES)


@pytest.fixture
def pairs():
    """Three learning rates against two penalties."""
    return _recipe(RATES, PENALTIES)


@pytest.fixture
def variants():
    """Three variants with two seeds each."""
    return _recipe(variants=VARIANTS, repeats=2)


@pytest.fixture
def history_of():
    return _history


@pytest.fixture
def outcome_of():
    return _outcome


@pytest.fixture
def shown(qtbot):
    """Put a widget on screen; returns it."""

    def show(widget, width=420, height=260):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    return show
