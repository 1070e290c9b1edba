"""Generated digits join the training rows, and no others."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.added import with_generated
from lrengine.data.dataset import Dataset
from lrengine.data.generated import generate
from lrengine.data.splits import split
from lrengine.errors import LabError
from lrengine.experiment import prepare, run
from lrengine.recipe import Recipe
from lrengine.settings import change

RNG = np.random.default_rng(1)


def images(names=tuple("0123456789"), shape=(28, 28), full_scale=255.0, dtype=np.uint8):
    inputs = (RNG.random((60, *shape)) * full_scale).astype(dtype)
    return Dataset("mine", inputs, np.arange(60) % len(names), names, full_scale)


def test_training_rows_grow_and_the_others_stay():
    data = images()
    before = split(data, seed=3)
    after = with_generated(before, data, 40, 3)
    assert len(after.train) == len(before.train) + 40 == len(after.flipped)
    np.testing.assert_array_equal(after.train.inputs[: len(before.train)], before.train.inputs)
    drawn, labels = generate(40, np.random.SeedSequence((3, 2)))
    np.testing.assert_array_equal(after.train.inputs[-40:], drawn)
    np.testing.assert_array_equal(after.train.labels[-40:], labels)
    assert after.validation is before.validation and after.test is before.test
    assert not after.flipped[-40:].any()


def test_only_classes_that_were_chosen_join_under_their_own_labels():
    data = images()
    parts = split(data, classes=(5, 3), seed=0)
    joined = with_generated(parts, data, 50, 0).train.labels[len(parts.train) :]
    assert np.bincount(joined).tolist() == [5, 5]
    _, digits = generate(50, np.random.SeedSequence((0, 2)))
    np.testing.assert_array_equal(joined, (digits[np.isin(digits, (3, 5))] == 3).astype(int))


def test_ink_is_brought_to_the_datas_scale():
    data = images(full_scale=1.0, dtype=np.float64)
    parts = split(data)
    added = with_generated(parts, data, 10, 0).train.inputs[len(parts.train) :]
    assert added.dtype == np.float64 and added.max() == 1


@pytest.mark.parametrize("data", [images(("a", "b")), images(shape=(8, 8))])
def test_other_data_are_refused(data):
    recipe = change(Recipe(), {"data.added": 5})
    with pytest.raises(LabError, match=r"28×28 images .* set data\.added to 0"):
        prepare(recipe, data)


def test_a_run_says_what_it_learned_from():
    recipe = change(Recipe(), {"data.added": 30, "data.validation": 0, "stopping.iterations": 2})
    rows = prepare(recipe, images())
    assert rows.added == 30 and len(rows.train) == 78
    assert rows.serve(recipe) and not rows.serve(change(recipe, {"data.added": 31}))
    assert not rows.serve(change(recipe, {"data.order": "file", "run.seed": 4}))
    about = run(recipe, images()).model.trained_on
    assert about.startswith("Trained on 48 rows of mine and 30 generated digits; test")
