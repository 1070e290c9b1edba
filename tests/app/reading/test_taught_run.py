"""A taught model is a run like others: it is saved, comes back, and says what it is."""

import numpy as np

from app.reading.taught_run import TITLE, taught_run
from app.runs.run_file import pack_run, unpack_run
from lrengine.bundled import bundled_model
from lrengine.data.splits import Part
from lrengine.teaching import teach


def test_a_lesson_comes_back_from_a_file() -> None:
    model = bundled_model()
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 4:24, 13:16] = 255
    taught = teach(model, Part(image, np.array([7])))
    run = taught_run(taught, None)
    run.number = 1
    back = unpack_run(pack_run(run))
    assert back.is_taught and back.title == TITLE and back.parent is None and back.is_calibrated
    again = back.model()
    np.testing.assert_array_equal(again.probabilities(image), taught.model.probabilities(image))
    np.testing.assert_array_equal(again.familiarity.of(image), model.familiarity.of(image))
    assert again.temperature == model.temperature and "drawings of your own" in again.trained_on
