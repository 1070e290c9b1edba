"""Evidence adds up to the logit, lies on ink only, and follows the weights."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.generated import generate
from lrengine.errors import LabError
from lrengine.evidence import evidence, side_of
from lrengine.features import Deskewed, Fourier, Histograms, Pixels, Polynomial, Standardised
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change

IMAGES, _ = generate(60, 21)
SHAPE = (28, 28)
KINDS = {
    "unit": Pixels("unit", 255.0, SHAPE),
    "raw": Pixels("raw", 255.0, SHAPE),
    "normalised": Pixels("normalised", 255.0, SHAPE),
    "deskewed": Deskewed(255.0, SHAPE),
    "histograms": Histograms.fit(255.0, SHAPE, IMAGES),
    "standard pixels": Standardised.fit(Pixels("unit", 255.0, SHAPE), IMAGES),
    "standard upright": Standardised.fit(Deskewed(255.0, SHAPE), IMAGES),
    "standard histograms": Standardised.fit(Histograms(255.0, SHAPE), IMAGES),
}


def a_model(features, k=10):
    rng = np.random.default_rng(2)
    names = tuple("0123456789") if k == 10 else ("3", "5")
    kind = "softmax" if k == 10 else "binary"
    weights = rng.normal(size=(k, features.count)) / np.sqrt(features.count)
    return Model(features, weights, rng.normal(size=k), names, change(Recipe(), {"task.kind": kind}))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("k", [1, 10])
def test_shares_and_constant_add_up_to_the_logit(kind, k):
    model = a_model(KINDS[kind], k)
    for image in IMAGES[:12]:
        found = evidence(model, image)
        logits = model.logits(image[np.newaxis])[0]
        scale = np.abs(found.shares).sum() + np.abs(found.constants).max()
        np.testing.assert_allclose(found.logits, logits, atol=2e-5 * scale)
        assert found.shares.shape == (k, 28, 28) and found.shares.dtype == np.float64
        assert not found.shares[:, image == 0].any()


@pytest.mark.parametrize("kind", ["histograms", "standard histograms"])
def test_cells_of_both_grids_add_up_as_well(kind):
    model = a_model(KINDS[kind])
    found = evidence(model, IMAGES[3])
    fine, coarse = found.cells
    assert fine.shape == (10, 9, 9) and coarse.shape == (10, 5, 5)
    total = fine.sum(axis=(1, 2)) + coarse.sum(axis=(1, 2)) + found.constants
    np.testing.assert_allclose(total, model.logits(IMAGES[[3]])[0], atol=1e-4)
    assert evidence(a_model(KINDS["unit"]), IMAGES[3]).cells is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_contrast_is_the_difference_of_two_logits(kind):
    model = a_model(KINDS[kind])
    found = evidence(model, IMAGES[5])
    for one, other in ((3, 8), (8, 3), (0, None)):
        side = found.of(one) if other is None else found.contrast(one, other)
        logits = found.logits
        assert side.total == pytest.approx(logits[one] - (0 if other is None else logits[other]))
        assert side.picture.sum() + side.constant == pytest.approx(side.total)
        quick = side_of(model, IMAGES[5], one, other)
        np.testing.assert_allclose(quick.picture, side.picture, atol=1e-10)
        assert quick.total == pytest.approx(side.total)
        assert (quick.cells is None) == (side.cells is None)


def test_the_one_logit_of_two_classes_speaks_for_the_second():
    model = a_model(KINDS["histograms"], 1)
    z = model.logits(IMAGES[[0]])[0, 0]
    found = evidence(model, IMAGES[0])
    assert found.of(1).total == pytest.approx(z, abs=1e-4)
    assert found.of(0).total == pytest.approx(-z, abs=1e-4)
    assert found.contrast(1, 0).total == pytest.approx(z, abs=1e-4)
    assert side_of(model, IMAGES[0], 0, 1).total == pytest.approx(-z, abs=1e-4)
    np.testing.assert_allclose(found.cells[0], side_of(model, IMAGES[0], 1).cells[0][np.newaxis], atol=1e-12)


def test_evidence_lies_where_the_weight_is():
    """Only what lies in the upper half counts, so the tint of a leaning stroke is in its upper half."""
    weights = np.zeros((10, 12 * 81 + 12 * 25))
    weights[3, : 12 * 81] = np.tile(np.repeat([1.0] * 3 + [0.0] * 6, 9), 12)
    model = a_model(KINDS["histograms"])
    model = Model(model.features, weights, model.intercept, model.class_names, model.recipe)
    image = np.zeros(SHAPE, np.uint8)
    for row in range(4, 24):
        image[row, 20 - row // 2 : 23 - row // 2] = 255
    shares = evidence(model, image).shares[3]
    assert (shares >= 0).all() and shares[4:12].sum() > 0.8 * shares.sum() > 0
    assert shares[20:].sum() == pytest.approx(0, abs=1e-9)


def test_paper_says_nothing():
    for features in KINDS.values():
        found = evidence(a_model(features), np.zeros(SHAPE, np.uint8))
        assert not found.shares.any()
        np.testing.assert_allclose(
            found.constants, a_model(features).logits(np.zeros((1, *SHAPE), np.uint8))[0], atol=1e-4
        )


def test_waves_and_points_have_no_place_and_another_size_no_answer():
    assert evidence(a_model(Fourier(40, 3.0, 0, True, 255.0, SHAPE)), IMAGES[0]) is None
    assert side_of(a_model(Polynomial(2, (2,)), 1), np.zeros(2), 1) is None
    assert evidence(a_model(Pixels("unit", 1.0, (2,)), 1), np.zeros(2)) is None
    with pytest.raises(LabError, match="drawing is 8×8 pixels, but the model reads 28×28"):
        evidence(a_model(KINDS["unit"]), np.zeros((8, 8)))
