"""From a recipe to the rows it is trained on: data chosen, split, and made into features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from lrengine.byte_rows import ByteRows
from lrengine.compiled import loops_for
from lrengine.data.catalog import load
from lrengine.data.dataset import Dataset
from lrengine.data.splits import Part, Split, split_for
from lrengine.data.stored import StoredImages
from lrengine.errors import LabError
from lrengine.features import Features, Pixels, make_features
from lrengine.recipe import Recipe
from lrengine.streamed import StreamedRows

Array = NDArray[Any]


@dataclass(frozen=True, eq=False, repr=False)
class Rows:
    """Everything of a run that depends on the data alone, so that runs may share it.

    train, validation, test  (n, d) features of each part: an array; ByteRows of pixels that stay bytes;
                             StreamedRows of images that stay on the disk
    added  how many of the training rows, the last ones, are generated digits that joined the data's own
    """

    settings: tuple[Any, ...]
    dataset: Dataset
    split: Split
    features: Features
    train: Array
    validation: Array
    test: Array
    added: int = 0

    def serve(self, recipe: Recipe) -> bool:
        """True if a run of `recipe` would be trained on just these rows."""
        return self.settings == row_settings(recipe)

    @property
    def class_names(self) -> tuple[str, ...]:
        return self.split.class_names


def load_dataset(
    recipe: Recipe,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Dataset:
    """The data a recipe names."""
    data = recipe.data
    return load(
        data.name,
        path=data.path,
        kept=data.kept,
        seed=recipe.run.seed,
        points=data.points,
        noise=data.noise,
        placed=data.placed,
        progress=progress,
        cancelled=cancelled,
    )


def source_settings(recipe: Recipe) -> tuple[Any, ...]:
    """The settings that decide which dataset is loaded; recipes equal in them may share it."""
    data, seed = recipe.data, recipe.run.seed
    match data.name:
        case "mnist" | "digits8":
            return (data.name,)
        case "generated":
            return data.name, seed
        case "blobs" | "moons":
            return data.name, seed, data.points, data.noise
        case "classification":
            return data.name, seed, data.points
        case "points":
            return data.name, data.placed
        case "file":
            return data.name, data.path, data.kept


def prepare(recipe: Recipe, dataset: Dataset, cancelled: Callable[[], bool] | None = None) -> Rows:
    """Split the data and turn it into features; raises LabError where recipe and data disagree.

    The first time on a machine its loops are compiled, which takes seconds: then Cancelled, too.
    """
    data, kind = recipe.data, recipe.task.kind
    parts = split_for(recipe, dataset)
    if kind == "binary" and len(parts.class_names) != 2:
        raise LabError(
            f"A task of two classes needs just two, not {len(parts.class_names)}: "
            "set task.classes, as in [3, 5]."
        )
    own = len(parts.train)
    if data.added and isinstance(dataset.inputs, StoredImages):
        raise LabError("Digits cannot be added to images on the disk: set data.added to 0.")
    if data.added:
        from lrengine.data.added import with_generated

        parts = with_generated(parts, dataset, data.added, recipe.run.seed)
    features = make_features(recipe, dataset, parts.train.inputs)
    dtype = np.dtype(recipe.run.dtype)
    may_stay_bytes = isinstance(features, Pixels) and parts.train.inputs.dtype == np.uint8
    loops = loops_for(dtype, cancelled) if may_stay_bytes and recipe.run.products == "auto" else None

    def rows(part: Part) -> Array:
        if isinstance(part.inputs, StoredImages):
            return cast(Array, StreamedRows(part.inputs, features, dtype, loops))
        if loops is not None and isinstance(features, Pixels) and part.inputs.dtype == np.uint8:
            return cast(Array, ByteRows(part.inputs, features, dtype, loops))
        return features.transform(part.inputs, dtype)

    return Rows(
        settings=row_settings(recipe),
        dataset=dataset,
        split=parts,
        features=features,
        train=rows(parts.train),
        validation=rows(parts.validation),
        test=rows(parts.test),
        added=len(parts.train) - own,
    )


def row_settings(recipe: Recipe) -> tuple[Any, ...]:
    """The settings that decide which rows a run learns from; recipes equal in them may share rows.

    The seed is one of them only where it draws the data, the rows, their wrong labels or features.
    """
    data, features = recipe.data, recipe.features
    draws = data.name in ("generated", "blobs", "moons", "classification") or features.kind == "fourier"
    is_seeded = draws or data.added > 0 or data.order != "file" or data.label_noise > 0
    # One row and a share of 1.0 are equal numbers, and different amounts.
    kinds = type(data.train), type(data.validation), type(data.test)
    run = recipe.run
    return data, kinds, recipe.task, features, run.seed if is_seeded else None, run.dtype, run.products
