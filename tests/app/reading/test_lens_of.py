import numpy as np
import pytest

from app.reading.lens_of import lens_of
from lrengine.bundled import bundled_model
from lrengine.drawing import prepare
from lrengine.features import Deskewed, Histograms, Pixels
from lrengine.lens import REACH, SCALES
from lrengine.model import Model

SEVEN = [np.array([[0.3, 0.25], [0.7, 0.25], [0.45, 0.8]])]


def model_with(features: object) -> Model:
    given = bundled_model()
    weights = np.random.default_rng(0).standard_normal((10, features.count)) / 10
    return Model(features, weights, np.zeros(10), given.class_names, given.recipe)


def test_stages_and_what_each_is_read_as() -> None:
    model, stages = model_with(Pixels("unit", 255.0, (28, 28))), prepare(SEVEN)
    shown = lens_of(model, stages)
    assert [stage.title for stage in shown.stages] == ["drawn", "cropped", "20 px", "centred"]
    last = shown.stages[-1]
    probabilities = model.probabilities(stages.image[np.newaxis])[0]
    assert last.label == model.class_names[probabilities.argmax()] and not last.differs
    assert last.share == pytest.approx(probabilities.max(), abs=1e-5)
    assert all(stage.differs == (stage.label != last.label) for stage in shown.stages)


def test_the_map_is_the_model_on_moved_images() -> None:
    model, stages = model_with(Pixels("unit", 255.0, (28, 28))), prepare(SEVEN)
    steady = lens_of(model, stages).steadiness
    assert steady.shift_classes.shape == (2 * REACH + 1, 2 * REACH + 1)
    assert steady.shift_classes[REACH, REACH] == steady.read == steady.scale_classes[SCALES.index(1.0)]
    for down, across in ((-2, 3), (6, -6)):
        moved = np.zeros((28, 28), np.uint8)
        rows, columns = np.nonzero(stages.image)
        inside = (rows + down >= 0) & (rows + down < 28) & (columns + across >= 0) & (columns + across < 28)
        rows, columns = rows[inside], columns[inside]
        moved[rows + down, columns + across] = stages.image[rows, columns]
        expected = model.probabilities(moved[np.newaxis])[0]
        place = down + REACH, across + REACH
        assert steady.shift_classes[place] == expected.argmax()
        assert steady.shift_shares[place] == pytest.approx(expected.max(), abs=1e-5)


def test_features_that_set_upright_add_a_stage() -> None:
    stages = prepare(SEVEN)
    upright = lens_of(model_with(Deskewed(255.0, (28, 28))), stages)
    assert [stage.title for stage in upright.stages][4:] == ["upright"]
    strokes = lens_of(model_with(Histograms(255.0, (28, 28))), stages)
    assert [stage.title for stage in strokes.stages][4:] == ["upright", "features"]
    # Histograms centre what they get: small shifts change nothing.
    around = strokes.steadiness.shift_classes[REACH - 2 : REACH + 3, REACH - 2 : REACH + 3]
    assert (around == strokes.steadiness.read).all()
