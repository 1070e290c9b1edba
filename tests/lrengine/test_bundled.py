from __future__ import annotations

import importlib.resources
import os

import numpy as np
import pytest
from msgspec.structs import replace

from lrengine.bundled import BUNDLED_MODEL, bundled_model
from lrengine.drawing import prepare
from lrengine.features import Histograms
from lrengine.recipe_files import find_recipe

needs_mnist = pytest.mark.skipif(
    not os.environ.get("LOGITLAB_DATA_DIR"), reason="set LOGITLAB_DATA_DIR to MNIST's folder"
)


def test_the_ready_model_is_that_of_the_documented_recipe():
    model = bundled_model()
    documented = find_recipe("softmax-histograms-ready")
    assert replace(model.recipe, about=documented.about) == documented
    assert BUNDLED_MODEL in documented.about.text
    assert model.class_names == tuple("0123456789")
    assert model.input_shape == (28, 28)
    assert isinstance(model.features, Histograms)
    assert model.weights.shape == (10, 1272) and model.weights.dtype == np.float32
    assert "55,000 rows of mnist and 30,000 generated digits" in model.trained_on
    assert model.familiarity is not None and 0.8 < model.temperature < 1.4


def test_it_is_the_only_model_that_comes_with_the_program_and_small():
    folder = importlib.resources.files("resources") / "models"
    (stored,) = (item for item in folder.iterdir() if item.name.endswith(".npz"))
    assert stored.name == BUNDLED_MODEL
    assert len(stored.read_bytes()) < 250_000


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
        assert probabilities.max() > 0.9


@pytest.mark.parametrize(("digit", "drawing"), [
    ("1", [[(0.3, 0.45), (0.45, 0.28), (0.6, 0.15), (0.6, 0.15), (0.57, 0.5), (0.55, 0.85)]]),
    ("7", [[(0.28, 0.2), (0.5, 0.17), (0.75, 0.17), (0.75, 0.17), (0.6, 0.5), (0.48, 0.85)],
           [(0.42, 0.5), (0.56, 0.5), (0.74, 0.49)]]),
])  # fmt: skip
def test_it_reads_ones_with_a_long_upstroke_and_barred_sevens(digit, drawing):
    model = bundled_model()
    stages = prepare([np.array(stroke) for stroke in drawing])
    assert model.class_names[model.predict(stages.image[np.newaxis])[0]] == digit


@pytest.mark.mnist
@needs_mnist
def test_it_reaches_on_mnist_what_it_says_and_is_right_as_often_as_it_is_sure():
    from lrengine.calibration import calibration_error
    from lrengine.data.mnist import load_mnist
    from lrengine.evaluation import evaluate
    from lrengine.familiarity import LIMIT
    from lrengine.verdict import CERTAIN

    model, data = bundled_model(), load_mnist()
    evaluation = evaluate(model, data)
    assert evaluation.accuracy >= 0.99
    assert f"test {evaluation.accuracy:.2%}." in model.trained_on
    probabilities = model.probabilities(data.test_inputs)
    assert calibration_error(probabilities, data.test_labels) <= 0.005
    flagged = (probabilities.max(axis=1) < CERTAIN) | (model.familiarity.of(data.test_inputs) < LIMIT)
    assert flagged.mean() <= 0.03
