"""The trained model that comes with the program and reads a drawing from the first second."""

from __future__ import annotations

import importlib.resources

from lrengine.model import Model, load_model

# Made by `logitlab run softmax-histograms-ready --save resources/models/softmax-histograms.npz`.
BUNDLED_MODEL = "softmax-histograms.npz"


def bundled_model() -> Model:
    """Softmax regression on directions of strokes, (28, 28), classes "0" to "9".

    Trained on MNIST and generated digits, calibrated, and aware of what its training images are like.
    """
    stored = importlib.resources.files("resources") / "models" / BUNDLED_MODEL
    with importlib.resources.as_file(stored) as path:
        return load_model(path)
