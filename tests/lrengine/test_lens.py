"""The lens: every stage read by the same model, and the map of a moved drawing."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.bundled import bundled_model
from lrengine.drawing import prepare
from lrengine.features import Deskewed, Fourier, Histograms, Pixels, Standardised
from lrengine.lens import SCALES, feature_picture, lens
from lrengine.model import Model
from lrengine.recipe import Recipe

SEVEN = [np.array([[0.3, 0.25], [0.5, 0.22], [0.7, 0.22], [0.7, 0.22], [0.6, 0.5], [0.48, 0.8]])]
STAGES = prepare(SEVEN)


def a_model(features):
    weights = np.random.default_rng(1).normal(size=(10, features.count)).astype(np.float32)
    return Model(features, weights, np.zeros(10, np.float32), tuple("0123456789"), Recipe())


@pytest.mark.parametrize(("features", "titles"), [
    (Pixels("unit", 255.0, (28, 28)), ["As drawn", "Cropped", "20 pixels", "Centred"]),
    (Deskewed(255.0, (28, 28)), ["As drawn", "Cropped", "20 pixels", "Centred", "Upright"]),
    (Standardised(Deskewed(255.0, (28, 28)), np.zeros(784), np.ones(784)),
     ["As drawn", "Cropped", "20 pixels", "Centred", "Upright"]),
    (Fourier(20, 5.0, 0, False, 255.0, (28, 28)), ["As drawn", "Cropped", "20 pixels", "Centred"]),
    (Histograms(255.0, (28, 28)),
     ["As drawn", "Cropped", "20 pixels", "Centred", "Upright", "Directions"]),
])  # fmt: skip
def test_the_stages_are_those_that_the_model_takes(features, titles):
    shown = lens(a_model(features), STAGES).stages
    assert [stage.title for stage in shown] == titles
    for stage in shown:
        assert stage.about.endswith(".")
        assert stage.picture.min() >= 0 and 0.5 < stage.picture.max() <= 1
        assert stage.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_what_the_model_gets_is_read_as_the_model_reads_it():
    model = bundled_model()
    found = lens(model, STAGES)
    expected = model.probabilities(STAGES.image[np.newaxis])[0]
    for title in ("Centred", "Directions"):
        (stage,) = (stage for stage in found.stages if stage.title == title)
        np.testing.assert_allclose(stage.probabilities, expected, atol=1e-5)
    assert model.class_names[found.steadiness.read] == "7"


def test_the_map_is_the_model_on_moved_images():
    model = a_model(Pixels("unit", 255.0, (28, 28)))
    steady = lens(model, STAGES).steadiness
    assert steady.shifts.tolist() == list(range(-6, 7))
    assert steady.shift_labels.shape == steady.shift_shares.shape == (13, 13)
    for down, right in ((0, 0), (-6, 3), (2, -1)):
        moved = np.zeros((40, 40), np.uint8)
        moved[6 + down : 34 + down, 6 + right : 34 + right] = STAGES.image
        p = model.probabilities(moved[6:34, 6:34][np.newaxis])[0]
        assert steady.shift_labels[down + 6, right + 6] == p.argmax()
        assert steady.shift_shares[down + 6, right + 6] == pytest.approx(p.max(), abs=1e-5)
    assert steady.shift_labels[6, 6] == steady.read


def test_sizes_go_around_the_drawing_itself():
    model = a_model(Pixels("unit", 255.0, (28, 28)))
    steady = lens(model, STAGES).steadiness
    assert (SCALES[0], SCALES[6], SCALES[-1]) == (0.7, 1.0, 1.3) and len(steady.scale_labels) == 13
    assert steady.scale_labels[6] == steady.read
    assert steady.scale_shares[6] == pytest.approx(steady.shift_shares[6, 6], abs=1e-5)


def test_directions_do_not_mind_a_moved_drawing():
    steady = lens(bundled_model(), STAGES).steadiness
    assert (steady.shift_labels[3:10, 3:10] == steady.read).all()
    assert (steady.scale_labels[2:-2] == steady.read).all()


def test_the_picture_of_directions_shows_the_stroke():
    ink = np.zeros((28, 28), np.float32)
    ink[4:24, 13:15] = 1
    picture = feature_picture(Histograms(255.0, (28, 28)), ink)
    assert picture.shape == (98, 98) and picture.max() == 1
    columns = picture.sum(axis=0)
    assert 42 <= (columns @ np.arange(98)) / columns.sum() <= 56
    assert feature_picture(Deskewed(255.0, (28, 28)), ink) is None


def test_models_of_another_size_and_scale_have_a_lens():
    stages = prepare(SEVEN, (8, 8))
    found = lens(a_model(Pixels("unit", 16.0, (8, 8))), stages)
    assert [stage.title for stage in found.stages][2] == "8 pixels"
    model = a_model(Pixels("unit", 1.0, (28, 28)))
    other = lens(model, STAGES).steadiness
    expected = model.probabilities(STAGES.image[np.newaxis] / 255)[0].max()
    assert other.shift_shares[6, 6] == pytest.approx(expected, abs=1e-5)
