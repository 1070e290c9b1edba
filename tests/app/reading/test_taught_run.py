"""A taught model is a run like others: it is saved, comes back, and says what it is."""

import numpy as np

from app.reading.taught_run import TITLE, taught_run
from app.runs.run_file import pack_run, unpack_run
from app.runs.run_lines import lines_of
from app.runs.run_rows import run_rows
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


def test_the_list_calls_it_taught() -> None:
    model = bundled_model()
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 4:24, 13:16] = 255
    run = taught_run(teach(model, Part(image, np.array([7]))), None)
    run.number = 1
    assert lines_of(run_rows([run], run), ())[0].title == "1 · now · taught"
    run.parent = 3, 1200
    run.number = 4
    assert lines_of(run_rows([run]), ())[0].title == "4 · taught, from 3 at 1,200"
