"""What two models of a sweep make together."""

from __future__ import annotations

import dataclasses

from lrengine.data.dataset import Dataset
from lrengine.experiment import load_dataset, prepare
from lrengine.judging import judge
from lrengine.model import Model
from lrengine.sweep.outcome import Outcomes


def combined_model(outcomes: Outcomes, dataset: Dataset | None = None) -> Model | None:
    """The first run's model minus the second's where the recipe asks for it and both ended well, else None.

    Its sentence says how well it reads the test rows of its own two classes.
    Source: "Logistic and Softmax Regression for Handwritten Digits Classification", S. Zhu and Y. Guo.
    """
    good = [item for item in outcomes.items if item.ended_well and item.model is not None]
    if outcomes.recipe.sweep.combine != "difference" or len(good) != 2:
        return None
    first, second = good[0].model, good[1].model
    assert first is not None and second is not None
    model = first.difference(second)
    test = prepare(model.recipe, dataset or load_dataset(model.recipe)).split.test
    if not len(test):
        return model
    judged = judge(model, test, part_name="test")
    said = f"{model.trained_on} It reads {judged.accuracy:.2%} of {len(test):,} test rows rightly."
    return dataclasses.replace(model, trained_on=said)
