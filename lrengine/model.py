"""What training leaves: features and weights that read inputs, saved without pickle."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.features import Pixels
from lrengine.losses import Logistic, Loss, Softmax
from lrengine.recipe import Recipe
from lrengine.recipe_files import from_toml, to_toml, write_whole

Array = NDArray[Any]

FORMAT = "logit-lab model 1"


@dataclass(frozen=True, eq=False)
class Model:
    """z = W φ(x) + b and what it says about the classes.

    weights      (k, d); k is 1 for the binary task, whose positive class is the second
    intercept    (k,), zeros where the recipe has none
    class_names  the classes in label order
    trained_on   one sentence: which rows, and what it reached
    """

    features: Pixels
    weights: Array
    intercept: Array
    class_names: tuple[str, ...]
    recipe: Recipe
    trained_on: str = ""

    @property
    def loss(self) -> Loss:
        return loss_of(self.recipe)

    @property
    def input_shape(self) -> tuple[int, ...]:
        return self.features.shape

    def logits(self, inputs: Array) -> Array:
        """(n, k) scores of (n, …) inputs."""
        return self.features.transform(inputs, self.weights.dtype) @ self.weights.T + self.intercept

    def probabilities(self, inputs: Array) -> Array:
        """(n, classes), each row adding up to one."""
        return self.loss.probabilities(self.logits(inputs).T).T

    def predict(self, inputs: Array) -> NDArray[np.int64]:
        """(n,) index into `class_names`."""
        return self.loss.predict(self.logits(inputs).T)

    def margin(self, inputs: Array) -> Array:
        """(n,) the winner's logit minus the runner-up's; for the binary task |z|, z being the only logit."""
        logits = self.logits(inputs)
        if logits.shape[1] == 1:
            return np.abs(logits[:, 0])
        best = np.sort(logits, axis=1)
        return best[:, -1] - best[:, -2]

    def save(self, path: str | Path) -> Path:
        """Write an .npz, completely or not at all; the ending is added where it is missing."""
        path = Path(path)
        path = path if path.suffix == ".npz" or not path.name else path.with_name(path.name + ".npz")
        content = io.BytesIO()
        np.savez_compressed(
            content,
            format=np.array(FORMAT),
            weights=self.weights,
            intercept=self.intercept,
            class_names=np.array(self.class_names),
            shape=np.array(self.features.shape),
            full_scale=np.array(self.features.full_scale),
            recipe=np.array(to_toml(self.recipe)),
            trained_on=np.array(self.trained_on),
        )
        write_whole(path, content.getvalue())
        return path


def load_model(path: str | Path) -> Model:
    """Read a saved model; anything but a whole and valid one is a LabError."""
    try:
        # numpy.load given a path leaves the file open when it is broken.
        with Path(path).open("rb") as content, np.load(content, allow_pickle=False) as file:
            return _checked({name: file[name] for name in file.files})
    except FileNotFoundError:
        raise LabError(f"There is no file {path}: choose a saved model (.npz).") from None
    except LabError as error:
        raise LabError(f"{path} is not a model that can be read ({error}): choose another file.") from None
    except Exception as error:
        # A damaged archive fails in a dozen ways of zipfile, zlib, NumPy and the lookups above.
        reason = str(error) or type(error).__name__
        raise LabError(
            f"{path} is not a whole Logit Lab model ({reason}): choose another file, or save it again."
        ) from None


def may_be_model(path: str | Path) -> bool:
    """False only for a whole archive of something else, such as data."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "weights.npy" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return True


def loss_of(recipe: Recipe) -> Loss:
    """The loss a recipe's task is trained with."""
    return Softmax() if recipe.task.kind == "softmax" else Logistic()


def logit_rows(recipe: Recipe, classes: int) -> int:
    """k: how many rows of weights the task has."""
    return 1 if recipe.task.kind == "binary" else classes


def _checked(stored: dict[str, Array]) -> Model:
    if str(stored["format"]) != FORMAT:
        raise LabError("its format is not known")
    recipe = from_toml(str(stored["recipe"]), "its recipe")
    names = tuple(str(name) for name in stored["class_names"])
    shape = tuple(int(side) for side in stored["shape"])
    weights, intercept = stored["weights"], stored["intercept"]
    k = logit_rows(recipe, len(names))
    full_scale = float(stored["full_scale"])
    if weights.dtype.kind != "f" or intercept.dtype.kind != "f":
        raise LabError("its weights are not decimals")
    if len(names) < 2 or not shape or min(shape) < 1 or not 0 < full_scale < np.inf:
        raise LabError("its classes or its shape make no sense")
    if len(names) != 2 and recipe.task.kind == "binary":
        raise LabError("a task of two classes has just two names")
    if weights.shape != (k, int(np.prod(shape))) or intercept.shape != (k,):
        raise LabError("its weights do not fit its classes and inputs")
    if not (np.isfinite(weights).all() and np.isfinite(intercept).all()):
        raise LabError("some weights are not finite")
    features = Pixels(recipe.data.scale, full_scale, shape)
    return Model(features, weights, intercept, names, recipe, str(stored["trained_on"]))
