"""Judged rows of a model that reads noisy bright pixels, well but not perfectly."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.splits import Part
from lrengine.features import Pixels
from lrengine.judging import Judged, judge
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change


@pytest.fixture(scope="session")
def make_judged():
    """A maker of Judged: a moment of a run over the same rows for each `moment`; points if `images` is False.

    sharpness  how large the weights are; 0 reads everything as the first class
    """
    kept = {}

    def make(classes=3, rows=90, *, moment=0, part="validation", images=True, sharpness=4.0, names=None):
        key = classes, rows, images
        if key not in kept:
            rng = np.random.default_rng(1)
            labels = rng.permutation(np.arange(rows) % classes)
            shape = (6, 5) if images else (classes,)
            inputs = rng.integers(0, 200, (rows, *shape)).astype(np.uint8 if images else np.float32)
            inputs.reshape(rows, -1)[np.arange(rows), labels] += 55
            kept[key] = Part(inputs, labels)
        rows_ = kept[key]
        rng = np.random.default_rng(moment)
        weights = np.zeros((classes, int(np.prod(rows_.inputs.shape[1:]))), np.float32)
        weights[np.arange(classes), np.arange(classes)] = sharpness
        weights += 0.3 * (sharpness > 0) * rng.standard_normal(weights.shape).astype(np.float32)
        recipe = change(Recipe(), {"task.kind": "softmax"})
        features = Pixels("unit", 255.0, rows_.inputs.shape[1:])
        names = names or tuple(str(index) for index in range(classes))
        model = Model(features, weights, np.zeros(classes, np.float32), names, recipe)
        return judge(model, rows_, None, part)

    return make


@pytest.fixture
def judged(make_judged) -> Judged:
    return make_judged()


@pytest.fixture
def show(qtbot):
    """Shows a widget in a size; pytest-qt closes it."""

    def shown(widget, width=300, height=240):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    return shown
