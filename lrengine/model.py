"""What training leaves: features and weights that read inputs, saved without pickle."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.familiarity import Familiarity, familiarity_from_arrays
from lrengine.features import Features, Standardised, features_from_arrays, same_features
from lrengine.losses import (
    DoubleSigmoid,
    DoubleSoftmax,
    Logistic,
    Loss,
    Softmax,
    SquaredSigmoid,
    SquaredSoftmax,
)
from lrengine.recipe import Recipe
from lrengine.recipe_files import from_toml, to_toml, write_whole
from lrengine.settings import change

Array = NDArray[Any]

FORMAT = "logit-lab model 2"
# Models of pixels only, whose scale stands in the recipe.
FIRST_FORMAT = "logit-lab model 1"
_PREFIX = "features_"
_FAMILIAR = "familiarity_"


@dataclass(frozen=True, eq=False)
class Model:
    """z = W φ(x) + b and what it says about the classes.

    weights      (k, d); k is 1 for the binary task, whose positive class is the second
    intercept    (k,), zeros where the recipe has none
    class_names  the classes in label order
    trained_on   one sentence: which rows, and what it reached
    temperature  T of p(z/T), fitted on held-out rows; 1 leaves probabilities as trained
    familiarity  how like its training images an image is; None where that was not fitted
    """

    features: Features
    weights: Array
    intercept: Array
    class_names: tuple[str, ...]
    recipe: Recipe
    trained_on: str = ""
    temperature: float = 1.0
    familiarity: Familiarity | None = None

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
        return self.probabilities_of(self.logits(inputs))

    def probabilities_of(self, logits: Array) -> Array:
        """(n, classes) from logits (n, k) that are at hand."""
        if self.temperature != 1.0:
            logits = logits / logits.dtype.type(self.temperature)
        return self.loss.probabilities(logits.T).T

    def predict(self, inputs: Array) -> NDArray[np.int64]:
        """(n,) index into `class_names`."""
        return self.loss.predict(self.logits(inputs).T)

    def unstandardised(self) -> Model:
        """The same answers from weights on the features as they were before they were standardised."""
        if not isinstance(self.features, Standardised):
            return self
        weights, intercept = self.features.on_inner(self.weights, self.intercept)
        plain = change(self.recipe, {"features.standardise": False})
        return replace(self, features=self.features.inner, weights=weights, intercept=intercept, recipe=plain)

    def difference(self, other: Model) -> Model:
        """This model's weights and intercept minus another's, as a classifier of their second classes.

        Both are binary with the same first class, the negative one. If this one scores 3 rather than 2
        and the other 8 rather than 2, then z = z₃ − z₈ is positive where 3 is likelier than 8. So the
        result's classes are ("8", "3"): as in every binary model the second is the positive one.
        Standardised features are brought back to what they were, because each model has its own.

        Raises LabError for models of other tasks, classes or features.
        Source: "Logistic and Softmax Regression for Handwritten Digits Classification", S. Zhu and
        Y. Guo, on the weights of 2 v 3 and 2 v 8.
        """
        one, another = self.unstandardised(), other.unstandardised()
        if len(one.weights) != 1 or len(another.weights) != 1:
            raise LabError("Only models of two classes have a difference: set task.kind to binary for both.")
        (first, positive), (other_first, negative) = one.class_names, another.class_names
        if first != other_first or positive == negative:
            raise LabError(
                f"{' v '.join(one.class_names)} and {' v '.join(another.class_names)} have no difference "
                "that tells classes apart: give both the same first class and each another second one."
            )
        if not same_features(one.features, another.features):
            raise LabError(
                "The two models read other inputs or features: train both on the same data and features."
            )
        return Model(
            one.features,
            one.weights - another.weights,
            one.intercept - another.intercept,
            (negative, positive),
            change(one.recipe, {"task.classes": (negative, positive)}),
            f"Weights of {positive} rather than {first} minus weights of {negative} rather than {first}.",
        )

    def save(self, path: str | Path) -> Path:
        """Write an .npz, completely or not at all; the ending is added where it is missing."""
        path = Path(path)
        path = path if path.suffix == ".npz" or not path.name else path.with_name(path.name + ".npz")
        write_whole(path, self.to_bytes())
        return path

    def to_bytes(self) -> bytes:
        """The content of its file."""
        arrays: dict[str, Array] = {
            "format": np.array(FORMAT),
            "weights": self.weights,
            "intercept": self.intercept,
            "class_names": np.array(self.class_names),
            "recipe": np.array(to_toml(self.recipe)),
            "trained_on": np.array(self.trained_on),
        }
        arrays |= {_PREFIX + name: array for name, array in self.features.to_arrays().items()}
        if self.temperature != 1.0:
            arrays["temperature"] = np.array(self.temperature)
        if self.familiarity is not None:
            arrays |= {_FAMILIAR + name: array for name, array in self.familiarity.to_arrays().items()}
        content = io.BytesIO()
        np.savez_compressed(content, **arrays)  # type: ignore[arg-type]
        return content.getvalue()


def load_model(path: str | Path) -> Model:
    """Read a saved model; anything but a whole and valid one is a LabError."""
    try:
        # numpy.load given a path leaves the file open when it is broken.
        with Path(path).open("rb") as content:
            return read_model(content)
    except FileNotFoundError:
        raise LabError(f"There is no file {path}: choose a saved model (.npz).") from None
    except LabError as error:
        raise LabError(f"{path} is not a model that can be read ({error}): choose another file.") from None
    except Exception as error:
        # A damaged archive fails in a dozen ways of zipfile, zlib, NumPy and the lookups above; what
        # NumPy says of a file of another kind, that it may be pickled, leads astray.
        reason = "" if isinstance(error, ValueError) else f" ({str(error) or type(error).__name__})"
        raise LabError(
            f"{path} is not a whole Logit Lab model{reason}: choose another file, or save it again."
        ) from None


def read_model(content: BinaryIO) -> Model:
    """The model of a file's content; raises LabError or whatever a damaged archive makes NumPy raise."""
    with np.load(content, allow_pickle=False) as file:
        return _checked({name: file[name] for name in file.files})


def may_be_model(path: str | Path) -> bool:
    """False only for a whole archive of something else, such as data."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "weights.npy" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return True


def loss_of(recipe: Recipe) -> Loss:
    """The loss a recipe's task is trained with; softmax's for all classes at once, else the sigmoid's."""
    at_once = recipe.task.kind == "softmax"
    match recipe.objective.loss:
        case "log-loss":
            return Softmax() if at_once else Logistic()
        case "double-softmax":
            return DoubleSoftmax() if at_once else DoubleSigmoid()
        case "squared-error":
            return SquaredSoftmax() if at_once else SquaredSigmoid()


def logit_rows(recipe: Recipe, classes: int) -> int:
    """k: how many rows of weights the task has."""
    return 1 if recipe.task.kind == "binary" else classes


def _checked(stored: dict[str, Array]) -> Model:
    made_by = str(stored["format"])
    if made_by not in (FORMAT, FIRST_FORMAT):
        raise LabError("its format is not known")
    recipe = from_toml(str(stored["recipe"]), "its recipe")
    names = tuple(str(name) for name in stored["class_names"])
    weights, intercept = stored["weights"], stored["intercept"]
    k = logit_rows(recipe, len(names))
    if weights.dtype.kind != "f" or intercept.dtype.kind != "f":
        raise LabError("its weights are not decimals")
    if made_by == FIRST_FORMAT:
        features = features_from_arrays(stored | {"scale": np.array(recipe.data.scale)})
    else:
        features = features_from_arrays(
            {name.removeprefix(_PREFIX): stored[name] for name in stored if name.startswith(_PREFIX)}
        )
    if len(names) < 2:
        raise LabError("its classes or its shape make no sense")
    if len(names) != 2 and recipe.task.kind == "binary":
        raise LabError("a task of two classes has just two names")
    if weights.shape != (k, features.count) or intercept.shape != (k,):
        raise LabError("its weights do not fit its classes and inputs")
    if not (np.isfinite(weights).all() and np.isfinite(intercept).all()):
        raise LabError("some weights are not finite")
    temperature = float(stored.get("temperature", 1.0))
    if not 0 < temperature < np.inf:
        raise LabError("its temperature makes no sense")
    known = {name.removeprefix(_FAMILIAR): stored[name] for name in stored if name.startswith(_FAMILIAR)}
    familiarity = familiarity_from_arrays(known) if known else None
    if familiarity is not None and familiarity.shape != features.shape:
        raise LabError("its measure of familiarity makes no sense")
    return Model(
        features, weights, intercept, names, recipe, str(stored["trained_on"]), temperature, familiarity
    )
