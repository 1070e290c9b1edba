"""What a familiar image is: fitted to whatever there is, and soon given up when told to."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.generated import generate
from lrengine.data.splits import Part
from lrengine.errors import Cancelled
from lrengine.familiarity import LIMIT
from lrengine.familiarity_fit import fit_familiarity

IMAGES, LABELS = generate(3000, 11)
NOBODY = Part(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64))


def test_without_held_out_rows_a_fifth_of_the_training_rows_serves():
    known = fit_familiarity(Part(IMAGES[:1500], LABELS[:1500]), NOBODY, 255.0, 10)
    assert (known.of(IMAGES[1500:]) < LIMIT).mean() < 0.08


def test_two_classes_missing_classes_and_other_sizes_will_do():
    pair = np.isin(LABELS, (3, 5))
    known = fit_familiarity(Part(IMAGES[pair], (LABELS[pair] == 5).astype(np.int64)), NOBODY, 255.0, 3)
    assert known.centres.shape == (3, 64)
    assert np.median(known.of(IMAGES[LABELS == 0])) < np.median(known.of(IMAGES[pair]))
    small = np.random.default_rng(1).integers(0, 17, (300, 8, 8)).astype(np.uint8)
    other = fit_familiarity(Part(small, np.arange(300) % 2), NOBODY, 16.0, 2)
    assert other.shape == (8, 8) and np.isfinite(other.strangeness(small)).all()


def test_points_and_a_handful_of_images_have_none():
    points = np.random.default_rng(1).normal(size=(500, 2))
    assert fit_familiarity(Part(points, np.arange(500) % 2), NOBODY, 1.0, 2) is None
    assert fit_familiarity(Part(IMAGES[:150], LABELS[:150]), NOBODY, 255.0, 10) is None


def test_a_fit_ends_when_it_is_told_to():
    asked = []

    def told():
        asked.append(None)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        fit_familiarity(Part(IMAGES, LABELS), NOBODY, 255.0, 10, told)
    assert len(asked) < 8
