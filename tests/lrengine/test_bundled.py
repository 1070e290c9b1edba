from __future__ import annotations

import os

import numpy as np
import pytest
from msgspec.structs import replace

from lrengine.bundled import bundled_model
from lrengine.drawing import prepare
from lrengine.recipe_files import find_recipe


def test_the_ready_model_is_that_of_the_documented_recipe():
    model = bundled_model()
    documented = find_recipe("softmax-mnist")
    assert replace(model.recipe, about=documented.about) == documented
    assert model.class_names == tuple("0123456789")
    assert model.input_shape == (28, 28)
    assert model.weights.shape == (10, 784) and model.weights.dtype == np.float32
    assert "60,000 rows of mnist" in model.trained_on


def test_it_reads_a_drawn_one_and_a_drawn_zero():
    angles = np.linspace(0, 2 * np.pi, 40)
    strokes = {
        "1": [np.array([[0.5, 0.15], [0.49, 0.5], [0.48, 0.85]])],
        "0": [np.column_stack([0.5 + 0.22 * np.sin(angles), 0.5 - 0.35 * np.cos(angles)])],
    }
    model = bundled_model()
    for digit, drawing in strokes.items():
        stages = prepare(drawing)
        assert stages is not None
        probabilities = model.probabilities(stages.image[np.newaxis])[0]
        assert model.class_names[probabilities.argmax()] == digit
        assert probabilities.max() > 0.5


@pytest.mark.mnist
@pytest.mark.skipif(not os.environ.get("LOGITLAB_DATA_DIR"), reason="set LOGITLAB_DATA_DIR to MNIST's folder")
def test_it_reaches_on_mnist_what_it_says():
    from lrengine.data.mnist import load_mnist
    from lrengine.evaluation import evaluate

    model = bundled_model()
    evaluation = evaluate(model, load_mnist())
    assert evaluation.accuracy >= 0.925
    assert f"test {evaluation.accuracy:.2%}." in model.trained_on
