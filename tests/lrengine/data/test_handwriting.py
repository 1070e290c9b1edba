"""A hand's variation: none gives the allograph itself, each kind does what its name says."""

from dataclasses import fields, replace

import numpy as np
import pytest

from lrengine.data.handwriting import HAND, Hand, ink_paths, write
from lrengine.data.pen_shapes import ALLOGRAPHS, Allograph
from lrengine.ink import centre_of_mass
from lrengine.picture import stroke_width

STILL = Hand(**{field.name: 0.0 for field in fields(Hand)} | {"reach": 0.35})
STEM = Allograph(1, "stem", 1, "50,0 50,50 50,100")
OVAL = next(allograph for allograph in ALLOGRAPHS if allograph.name == "closed oval")

SEVEN = next(allograph for allograph in ALLOGRAPHS if allograph.name == "plain")


def images_of(allograph, count=60, **variation):
    return write(allograph, count, np.random.default_rng(0), replace(STILL, **variation)) / 255


def shear_of(image):
    rows, columns = np.indices(image.shape) - np.array(centre_of_mass(image))[:, None, None] + 0.5
    return -(image * rows * columns).sum() / (image * rows**2).sum()


def test_a_still_hand_repeats_itself_but_for_its_place():
    images = images_of(STEM)
    assert images.sum((1, 2)) == pytest.approx(images[0].sum(), rel=0.02)
    assert images[0].sum() == pytest.approx(2.4 * (17.6 + 2.4 * np.pi / 4), rel=0.03)
    centres = np.array([centre_of_mass(image) for image in images])
    assert np.abs(centres - 14.5).max() <= 0.51
    assert centres.std(0) == pytest.approx(1 / np.sqrt(12), rel=0.3)


@pytest.mark.parametrize("allograph", ALLOGRAPHS, ids=lambda a: f"{a.digit} {a.name}")
def test_every_allograph_can_be_written(allograph):
    images = write(allograph, 12, np.random.default_rng(1))
    assert images.shape == (12, 28, 28) and images.dtype == np.uint8
    assert (images.max((1, 2)) > 200).all()


def test_slant_leans_to_the_right():
    upright, leaning = images_of(STEM), images_of(STEM, slant_mean=0.3)
    assert np.mean([shear_of(image) for image in upright]) == pytest.approx(0, abs=0.02)
    assert np.mean([shear_of(image) for image in leaning]) == pytest.approx(0.3, abs=0.03)


def test_pens_differ_around_the_data():
    widths = np.array([stroke_width(image) for image in images_of(OVAL, 300, pen=0.3)])
    assert np.median(widths) == pytest.approx(2.45, abs=0.15)
    assert np.percentile(widths, 95) / np.percentile(widths, 5) > 1.8


@pytest.mark.parametrize(
    "kind", ["drift", "scatter", "overshoot", "bend", "slant", "turn", "aspect", "pen", "pressure", "tremor"]
)
def test_each_kind_of_variation_changes_the_shape(kind):
    still, varied = images_of(SEVEN), images_of(SEVEN, **{kind: 0.2})
    assert varied.std(0).sum() > 1.15 * still.std(0).sum()


def test_strokes_of_one_digit_shift_against_each_other():
    four = next(allograph for allograph in ALLOGRAPHS if allograph.name == "open, two strokes")
    assert images_of(four, misplacement=0.1).std(0).sum() > 1.15 * images_of(four).std(0).sum()
    assert np.array_equal(images_of(OVAL, misplacement=0.1), images_of(OVAL))


def test_fast_strokes_are_thinner():
    uneven = Allograph(1, "uneven", 1, "50,0 50,5 50,10 50,15 50,20 50,100")
    image = images_of(uneven, 200, haste=0.3).mean(0)
    rows = image.sum(1)
    assert rows[6:8].mean() > 1.15 * rows[16:20].mean()


def test_the_same_stream_writes_the_same():
    first, second = (write(OVAL, 5, np.random.default_rng(3), HAND) for _ in range(2))
    assert np.array_equal(first, second)


def test_ink_is_the_distance_to_the_path():
    path = np.stack((np.zeros(80), np.linspace(0, 1, 80)))[None]
    image = ink_paths(path, np.full((1, 80), 1.5), np.random.default_rng(0))[0] / 255
    assert image[14].sum() == pytest.approx(3, abs=0.02)
    assert image[:, 12:17].max(1).sum() == pytest.approx(20, abs=0.1)
