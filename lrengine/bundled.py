"""The trained model that comes with the program and reads a drawing from the first second."""

from __future__ import annotations

import importlib.resources

from lrengine.model import Model, load_model

# Made by `logitlab run softmax-mnist --save resources/models/softmax-mnist.npz`.
BUNDLED_MODEL = "softmax-mnist.npz"


def bundled_model() -> Model:
    """Softmax regression on the pixels of all 60,000 MNIST training images, (28, 28), classes "0" to "9"."""
    stored = importlib.resources.files("resources") / "models" / BUNDLED_MODEL
    with importlib.resources.as_file(stored) as path:
        return load_model(path)
