"""Points of the plane: drawn by scikit-learn's generators, or placed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset
from lrengine.data.tables import number_classes
from lrengine.declared.given import Point
from lrengine.errors import LabError

# Three at the same distance from each other and 1 from the middle, whatever the seed.
BLOB_CENTRES = np.array([(0.0, 1.0), (-np.sqrt(0.75), -0.5), (np.sqrt(0.75), -0.5)])


def load_blobs(points: int, noise: float, seed: int) -> Dataset:
    """Three classes of points, each drawn from a normal distribution of deviation `noise`."""
    from sklearn.datasets import make_blobs

    inputs, labels = make_blobs(
        n_samples=points, centers=BLOB_CENTRES, cluster_std=noise, random_state=_state(seed)
    )
    about = f"{points:,} points around three centres, deviation {noise:g}, from seed {seed}."
    return _points("blobs", inputs, labels, ("0", "1", "2"), about)


def load_moons(points: int, noise: float, seed: int) -> Dataset:
    """Two half circles that reach into each other, with normal noise: no line tells them apart.

    Source: "Logistic Regression from Scratch", exercise on polynomial features.
    """
    from sklearn.datasets import make_moons

    inputs, labels = make_moons(n_samples=points, noise=noise, random_state=_state(seed))
    about = f"{points:,} points on two half moons, noise {noise:g}, from seed {seed}."
    return _points("moons", inputs, labels, ("0", "1"), about)


def load_classification(points: int, seed: int) -> Dataset:
    """Two classes of one elongated cluster each.

    With 300 points and seed 42 the data of "Logistic Regression from Scratch".
    """
    from sklearn.datasets import make_classification

    inputs, labels = make_classification(
        n_samples=points,
        n_features=2,
        n_redundant=0,
        n_informative=2,
        random_state=_state(seed),
        n_clusters_per_class=1,
    )
    about = f"{points:,} points of two elongated clusters, from seed {seed}."
    return _points("classification", inputs, labels, ("0", "1"), about)


def load_placed(placed: Sequence[Point]) -> Dataset:
    """Points placed by hand, in the order they were placed; raises LabError below two classes."""
    if not placed:
        raise LabError(
            "No points are placed yet: click in the 2-D lab, or set data.placed, as in "
            '[[0.5, 1.2, "0"], [1.5, 0.3, "1"]].'
        )
    labels, names = number_classes([name for _, _, name in placed], "the placed points")
    if len(names) < 2:
        raise LabError(f"All placed points are of class {names[0]}: place some of a second class, too.")
    inputs = np.array([(x, y) for x, y, _ in placed], np.float64)
    if not np.isfinite(inputs).all():
        raise LabError("A placed point has a coordinate that is not finite: give it a number, or remove it.")
    about = f"{len(placed):,} points placed by hand."
    return _points("points", inputs, labels, names, about)


def _state(seed: int) -> int:
    """scikit-learn takes seeds of 32 bits."""
    return seed % 2**32


def _points(name: str, inputs: Any, labels: NDArray[Any], names: tuple[str, ...], about: str) -> Dataset:
    return Dataset(
        name=name,
        inputs=np.ascontiguousarray(inputs, np.float64),
        labels=labels.astype(np.int64),
        class_names=names,
        full_scale=1.0,
        about=about,
    )
