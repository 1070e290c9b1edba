"""The difference of two models reads the two classes that it was never shown together."""

import msgspec
import numpy as np
import pytest

from lrengine.recipe import Recipe, Sweep, Variant
from lrengine.settings import change
from lrengine.sweep import run_cells
from lrengine.sweep.combined import combined_model

PAIRS = (
    Variant(name="0 or 1", set={"task.classes": ["0", "1"]}),
    Variant(name="0 or 2", set={"task.classes": ["0", "2"]}),
)


@pytest.fixture
def recipe():
    base = Recipe(sweep=Sweep(variants=PAIRS, combine="difference"))
    settings = {
        "task.kind": "binary", "task.classes": ["0", "1"], "stopping.iterations": 60,
        "solver.learning_rate": 0.5, "run.dtype": "float64",
    }  # fmt: skip
    return change(base, settings)


def test_the_difference_reads_the_other_two_classes(recipe, digits_with_test):
    outcomes = run_cells(recipe, jobs=1, dataset=digits_with_test)
    model = combined_model(outcomes, digits_with_test)
    one, two = (item.model for item in outcomes.items)
    np.testing.assert_array_equal(model.weights, one.weights - two.weights)
    assert model.class_names == ("2", "1")
    rows = np.flatnonzero(digits_with_test.test_labels > 0)
    read = model.predict(digits_with_test.test_inputs[rows])
    share = np.mean(np.where(read == 1, 1, 2) == digits_with_test.test_labels[rows])
    assert share > 0.8 and f"{share:.2%} of {len(rows)}" in model.trained_on


def test_nothing_is_combined_unless_it_is_asked_for(recipe, digits_with_test):
    plain = msgspec.structs.replace(recipe, sweep=Sweep(variants=PAIRS))
    assert combined_model(run_cells(plain, jobs=1, dataset=digits_with_test), digits_with_test) is None
