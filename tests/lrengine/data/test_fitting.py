from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.dataset import Dataset
from lrengine.data.fitting import rows_in_words, with_possible_rows
from lrengine.data.splits import split
from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.settings import change


def data(rows=100, test=20):
    images = np.zeros((rows + test, 4, 4), np.uint8)
    labels = np.arange(rows + test) % 2
    return Dataset(
        "small", images[:rows], labels[:rows], ("0", "1"),
        test_inputs=images[rows:], test_labels=labels[rows:],
    )  # fmt: skip


def asking(**rows):
    return change(Recipe(), {f"data.{key}": value for key, value in rows.items()})


def test_rows_that_can_be_had_stay():
    recipe = asking(train="first:80", validation=0.2, test=10, order="file")
    assert with_possible_rows(recipe, data()) is recipe
    assert rows_in_words(recipe, recipe) == ""


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"train": "first:20000"}, "This data cannot have Training rows first:20000: now 1.0."),
        ({"train": 95, "validation": 0.1}, "This data cannot have Training rows 95: now 1.0."),
        (
            {"train": "first:20000", "test": "last:2000", "validation": 0.2},
            "This data cannot have Training rows first:20000 and Test rows last:2000: now 1.0 and 1.0.",
        ),
        (
            {"order": "train_test_split", "test": 0.2},
            "This data cannot have Order train_test_split: now seeded.",
        ),
    ],
)
def test_as_few_as_will_do_become_the_defaults_and_are_named(rows, said):
    recipe = asking(**rows)
    served = with_possible_rows(recipe, data())
    assert rows_in_words(recipe, served) == said
    parts = split(data(), train=served.data.train, validation=served.data.validation, test=served.data.test)
    assert len(parts.train)


def test_what_no_default_mends_is_the_first_fault():
    recipe = change(asking(train="first:20000"), {"task.classes": [0, 7]})
    with pytest.raises(LabError, match="no class 7"):
        with_possible_rows(recipe, data())
