"""Points of the plane as Datasets."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.toys import BLOB_CENTRES, load_blobs, load_classification, load_moons, load_placed
from lrengine.errors import LabError


def test_classification_is_that_of_the_source() -> None:
    from sklearn.datasets import make_classification

    X, y = make_classification(
        n_samples=300, n_features=2, n_redundant=0, n_informative=2, random_state=42, n_clusters_per_class=1
    )
    data = load_classification(300, 42)
    assert np.array_equal(data.inputs, X) and np.array_equal(data.labels, y)
    assert data.inputs.dtype == np.float64 and data.full_scale == 1.0 and data.test_inputs is None


def test_moons_are_scikit_learns() -> None:
    from sklearn.datasets import make_moons

    X, y = make_moons(100, noise=0.3, random_state=5)
    data = load_moons(100, 0.3, 5)
    assert np.array_equal(data.inputs, X) and np.array_equal(data.labels, y)


def test_blobs_lie_around_their_centres() -> None:
    data = load_blobs(3000, 0.2, 0)
    assert data.class_names == ("0", "1", "2")
    for label, centre in enumerate(BLOB_CENTRES):
        own = data.inputs[data.labels == label]
        np.testing.assert_allclose(own.mean(axis=0), centre, atol=0.03)
        np.testing.assert_allclose(own.std(axis=0), 0.2, atol=0.02)
    apart = np.linalg.norm(BLOB_CENTRES - np.roll(BLOB_CENTRES, 1, axis=0), axis=1)
    np.testing.assert_allclose(apart, np.sqrt(3))


@pytest.mark.parametrize("load", [
    lambda seed: load_blobs(2, 0.0, seed), lambda seed: load_moons(2, 10.0, seed),
    lambda seed: load_classification(2, seed),
])  # fmt: skip
def test_the_fewest_points_and_the_largest_seed(load) -> None:
    assert load(2**53).inputs.shape == (2, 2)


def test_placed_points_keep_their_order_and_number_their_classes() -> None:
    data = load_placed([(1.0, 2.0, "10"), (3.0, 4.0, "9"), (-5.0, 6.5, "10")])
    assert data.name == "points" and data.class_names == ("9", "10")
    assert data.labels.tolist() == [1, 0, 1]
    assert data.inputs.tolist() == [[1, 2], [3, 4], [-5, 6.5]] and data.full_scale == 1.0


@pytest.mark.parametrize(("placed", "words"), [
    ([], r"No points are placed yet: click in the 2-D lab, or set data\.placed"),
    ([(0.0, 0.0, "a"), (1.0, 1.0, "a")], "are of class a: place some of a second class"),
    ([(0.0, 0.0, "a"), (np.nan, 1.0, "b")], "not finite"),
    ([(0.0, -np.inf, "a"), (0.0, 1.0, "b")], "not finite"),
])  # fmt: skip
def test_points_that_cannot_be_learnt_from_are_one_sentence(placed, words) -> None:
    with pytest.raises(LabError, match=words):
        load_placed(placed)
