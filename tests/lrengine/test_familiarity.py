"""Familiarity: digits are familiar, other marks are not, and what is saved says the same."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.generated import generate
from lrengine.data.splits import Part
from lrengine.drawing import prepare
from lrengine.errors import LabError
from lrengine.familiarity import LIMIT, STRANGE, familiarity_from_arrays
from lrengine.familiarity_fit import fit_familiarity
from lrengine.spoilt import spoilt

IMAGES, LABELS = generate(3000, 11)


@pytest.fixture(scope="module")
def known():
    return fit_familiarity(
        Part(IMAGES[:2000], LABELS[:2000]), Part(IMAGES[2000:2500], LABELS[2000:2500]), 255.0, 10
    )


def scribbles(count=40):
    rng = np.random.default_rng(3)
    drawings = [[rng.uniform(0.15, 0.85, (rng.integers(8, 16), 2))] for _ in range(count)]
    return np.stack([prepare(drawing).image for drawing in drawings])


def test_digits_are_familiar_and_scribbles_are_not(known):
    fresh = known.of(IMAGES[2500:])
    assert ((fresh >= 0) & (fresh <= 1)).all()
    assert (fresh < LIMIT).mean() < 3 * STRANGE
    assert np.median(fresh) > 0.9
    assert (known.of(scribbles()) < LIMIT).mean() > 0.85


def test_mirrored_and_mixed_digits_are_stranger(known):
    own = IMAGES[2500:]
    made = known.strangeness(spoilt(own, np.random.default_rng(2)))
    assert (made > known.limit).mean() > 5 * (known.strangeness(own) > known.limit).mean()
    assert np.median(made) > np.quantile(known.strangeness(own), 0.75)


def test_dots_and_blots_are_unlike_any_digit(known):
    dot = prepare([np.array([[0.5, 0.5]])]).image
    blots = np.zeros((2, 28, 28), np.uint8)
    blots[0, 4:24, 4:24] = 255
    blots[1, 6:22:4] = 255
    assert (known.of(np.concatenate([dot[np.newaxis], blots])) < LIMIT).all()


def test_it_falls_with_strangeness_and_is_half_at_the_limit(known):
    images = np.concatenate([IMAGES[2500:2600], scribbles(10)])
    order = np.argsort(known.strangeness(images))
    assert (np.diff(known.of(images)[order]) <= 0).all()
    share = (known.strangeness(IMAGES[2000:2500]) > known.limit).mean()
    assert share == pytest.approx(STRANGE, abs=0.003)
    np.testing.assert_array_equal(known.of(images) < LIMIT, known.strangeness(images) > known.limit)


def test_each_image_is_judged_by_itself(known):
    every = known.strangeness(IMAGES[:300])
    for row in (0, 131, 299):
        assert known.strangeness(IMAGES[[row]])[0] == pytest.approx(every[row], rel=1e-4)


def test_it_is_small_and_comes_back_as_it_was(known):
    stored = known.to_arrays()
    assert sum(array.nbytes for array in stored.values()) < 150_000
    again = familiarity_from_arrays(stored)
    np.testing.assert_array_equal(again.strangeness(IMAGES[:50]), known.strangeness(IMAGES[:50]))
    assert (again.limit, again.typical, again.shape) == (known.limit, known.typical, (28, 28))
    assert not again.axes.flags.writeable


@pytest.mark.parametrize("changed", [
    {"mean": np.zeros(7)}, {"axes": np.zeros((64, 7))}, {"centres": np.zeros((10, 3))},
    {"limit": np.array(-1e9)},
    {"against": np.zeros(7)}, {"apart": np.array(0.0)},
    {"typical": np.array(np.nan)}, {"full_scale": np.array(0.0)},
    {"shape": np.array([784])},
])  # fmt: skip
def test_what_makes_no_sense_is_refused(known, changed):
    with pytest.raises(LabError, match="familiarity makes no sense"):
        familiarity_from_arrays(known.to_arrays() | changed)
