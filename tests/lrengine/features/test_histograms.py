"""Directions of strokes: what is counted where, and what does not change them."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.generated import generate
from lrengine.features import Histograms, features_from_arrays
from lrengine.features.histogram_parts import DIRECTIONS, GRIDS, histogram_count
from lrengine.features.histograms import direction_maps, histograms, windows_of
from lrengine.threads import Workers

IMAGES, LABELS = generate(300, 5)


def counted(images):
    fine = histograms(np.asarray(images, np.float32))[:, : DIRECTIONS * 81]
    return fine.reshape(-1, DIRECTIONS, 9, 9)


def test_there_are_as_many_as_promised():
    assert histogram_count() == 1272 == histograms(np.zeros((1, 28, 28), np.float32)).shape[1]


@pytest.mark.parametrize("turn", range(12))
def test_an_edge_counts_in_its_own_direction(turn):
    y, x = np.mgrid[:28, :28] - 13.5
    angle = 2 * np.pi * turn / DIRECTIONS
    edge = np.clip(0.5 + (np.cos(angle) * x + np.sin(angle) * y) / 8, 0, 1)
    edge *= np.hypot(x, y) < 11
    inner = counted(edge[np.newaxis])[0, :, 4, 4]
    assert inner.argmax() == turn and inner[turn] > 3 * np.delete(inner, turn).max()


def test_a_gradient_between_two_directions_is_shared_and_its_length_kept():
    y, x = np.mgrid[:28, :28]
    angle = 2 * np.pi * 2.25 / DIRECTIONS
    ramp = ((np.cos(angle) * x + np.sin(angle) * y) / 60).astype(np.float32)
    maps = direction_maps(ramp[np.newaxis])[0, :, 10, 10]
    assert maps[2] == pytest.approx(0.75 * 2 / 60, rel=1e-4)
    assert maps[3] == pytest.approx(0.25 * 2 / 60, rel=1e-3)
    assert np.flatnonzero(maps > 1e-6).tolist() == [2, 3]


def test_rows_of_cells_are_rows_of_the_image():
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 2:5, 18:26] = 1
    strength = counted(image)[0].sum(axis=0)
    rows, columns = np.nonzero(strength > 0.5 * strength.max())
    assert rows.max() <= 3 and columns.min() >= 4


def test_each_pixel_is_counted_with_about_the_same_weight():
    for cells in GRIDS:
        total = windows_of(cells, 28).sum(axis=0)
        assert total[9:19] == pytest.approx(total[9:19].mean(), rel=0.1)


@pytest.mark.parametrize("strength", [0.4, 0.7])
def test_fainter_ink_counts_nearly_as_much(strength):
    full, faint = (
        histograms(IMAGES[:20] / np.float32(255)),
        histograms(IMAGES[:20] * np.float32(strength / 255)),
    )
    assert np.abs(full - faint).mean() < 0.12 * full.mean()


def test_place_and_slant_matter_little():
    features = Histograms(255.0, (28, 28))
    rows = features.transform(IMAGES[:50])
    has_room = ~IMAGES[:50, -2:].any(axis=(1, 2)) & ~IMAGES[:50, :, :3].any(axis=(1, 2))
    assert has_room.sum() > 20
    moved = np.where(has_room[:, None], features.transform(np.roll(IMAGES[:50], (2, -3), (1, 2))), rows)
    assert np.linalg.norm(moved - rows, axis=1).max() < 1e-3
    y = np.arange(28)
    sheared = np.stack([
        np.stack([np.roll(row, round(0.3 * (13.5 - i))) for i, row in zip(y, image, strict=True)])
        for image in IMAGES[:50]
    ])  # fmt: skip
    apart = np.linalg.norm(features.transform(sheared) - rows, axis=1)
    others = np.linalg.norm(rows[:25] - rows[25:], axis=1)
    assert np.median(apart) < 0.5 * np.median(others)


def test_the_mean_is_that_of_training_rows_spread_over_all_of_them():
    inputs = np.concatenate([IMAGES] * 20)
    features = Histograms.fit(255.0, (28, 28), inputs)
    plain = Histograms(255.0, (28, 28)).transform(inputs)
    np.testing.assert_allclose(features.mean, plain.mean(axis=0), atol=1e-5)
    np.testing.assert_allclose(features.deviation, plain.std(axis=0), atol=1e-5)
    assert abs(features.transform(inputs).mean(axis=0)).max() < 1e-5
    assert not features.mean.flags.writeable and not features.deviation.flags.writeable


def test_the_number_of_threads_changes_nothing(monkeypatch):
    features = Histograms.fit(255.0, (28, 28), IMAGES)
    both = features.transform(IMAGES)
    monkeypatch.setattr("lrengine.features.blockwise.Workers", lambda count: Workers(1))
    np.testing.assert_array_equal(features.transform(IMAGES), both)
    assert features.transform(IMAGES[:3], np.float64).dtype == np.float64


@pytest.mark.parametrize("shape", [(8, 8), (6, 5), (40, 28)])
def test_images_of_every_size_have_the_same_numbers(shape):
    images = np.random.default_rng(1).integers(0, 17, (4, *shape))
    features = Histograms.fit(16.0, shape, images)
    assert features.transform(images).shape == (4, 1272)
    assert np.isfinite(features.transform(images)).all()


def test_they_tell_generated_digits_apart_by_the_nearest_mean():
    rows = Histograms.fit(255.0, (28, 28), IMAGES).transform(IMAGES)
    means = np.stack([rows[:200][LABELS[:200] == digit].mean(axis=0) for digit in range(10)])
    read = ((rows[200:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert (read == LABELS[200:]).mean() > 0.85


def test_they_come_back_whole_or_not_at_all():
    features = Histograms.fit(255.0, (28, 28), IMAGES)
    stored = features.to_arrays()
    again = features_from_arrays(stored)
    np.testing.assert_array_equal(again.transform(IMAGES[:3]), features.transform(IMAGES[:3]))
    np.testing.assert_array_equal(again.deviation, features.deviation)
    from lrengine.errors import LabError

    with pytest.raises(LabError, match="does not fit its features"):
        features_from_arrays(stored | {"mean": np.zeros(7)})
    with pytest.raises(LabError, match="no height and width"):
        features_from_arrays(stored | {"shape": np.array([784])})
