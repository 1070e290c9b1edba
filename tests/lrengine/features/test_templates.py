"""Weights of directions as strokes: in the right place and of the right direction."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.generated import generate
from lrengine.features import Histograms, Standardised
from lrengine.features.histogram_parts import DIRECTIONS, histogram_count
from lrengine.features.histograms import histograms
from lrengine.features.templates import templates

SIDE = 98


def test_a_stroke_is_drawn_where_it_lies():
    """The template of what is seen of one stroke is that stroke."""
    for rows, columns in ((slice(4, 24), slice(12, 15)), (slice(20, 23), slice(4, 24))):
        image = np.zeros((1, 28, 28), np.float32)
        image[0, rows, columns] = 1
        picture = templates(histograms(image))[0]
        assert picture.shape == (SIDE, SIDE)
        y, x = np.nonzero(picture > 0.6 * picture.max())
        scale = 28 / SIDE
        middle = (rows.start + rows.stop) / 2, (columns.start + columns.stop) / 2
        assert (y.mean() * scale, x.mean() * scale) == pytest.approx(middle, abs=1.2)
        tall = rows.stop - rows.start > columns.stop - columns.start
        assert (np.ptp(y) > 1.5 * np.ptp(x)) == tall


def test_they_are_linear_in_the_weights_and_nothing_is_white():
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=(2, 3, histogram_count())).astype(np.float32)
    np.testing.assert_allclose(
        templates(2 * one - other), 2 * templates(one) - templates(other), rtol=1e-4, atol=1e-4
    )
    assert not templates(np.zeros((1, histogram_count()))).any()
    assert DIRECTIONS % 2 == 0


def test_class_means_of_digits_look_like_the_digits():
    """Read the templates of the class means by the images' own class means: most find their digit."""
    images, labels = generate(400, 3)
    rows = Histograms(255.0, (28, 28)).transform(images)
    means = np.stack([rows[labels == digit].mean(axis=0) for digit in range(10)])
    drawn = templates(means - means.mean(axis=0)).reshape(10, 14, 7, 14, 7).mean(axis=(2, 4))
    plain = np.stack([images[labels == digit].mean(axis=0) for digit in range(10)])
    plain = (plain - plain.mean(axis=0)).reshape(10, 14, 2, 14, 2).mean(axis=(2, 4))
    alike = np.corrcoef(drawn.reshape(10, -1), plain.reshape(10, -1))[:10, 10:]
    assert (alike.argmax(axis=1) == np.arange(10)).sum() >= 7


def test_features_weigh_them_by_what_varies():
    images, _ = generate(60, 4)
    features = Histograms.fit(255.0, (28, 28), images)
    weights = np.random.default_rng(2).normal(size=(2, 1272)).astype(np.float32)
    pictures = features.weight_pictures(weights)
    assert pictures.shape == (2, SIDE, SIDE) and pictures.dtype == np.float32
    np.testing.assert_allclose(pictures, templates(weights * features.deviation), rtol=1e-5)
    standard = Standardised.fit(features, images)
    assert standard.weight_pictures(weights).shape == (2, SIDE, SIDE)
