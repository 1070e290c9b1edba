"""The drawing reaches the model prepared, and the panel gets the model's own numbers."""

from dataclasses import replace

import numpy as np
import pytest

from app.drawing.drawing_history import Drawing
from app.drawing.reading import read, stages_of
from lrengine.bundled import bundled_model
from lrengine.experiment import model_of, start
from lrengine.familiarity import LIMIT
from lrengine.model import Model
from lrengine.settings import change
from lrengine.verdict import CERTAIN

ONE = Drawing((np.array([[0.5, 0.15], [0.49, 0.5], [0.5, 0.85]]),))


def test_the_ready_model_reads_an_upright_stroke_as_a_one():
    model = bundled_model()
    reading = read(model, stages_of(ONE, model.input_shape))
    assert reading.class_names[int(np.argmax(reading.probabilities))] == "1"
    assert reading.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert reading.margin is None, "a margin is told for two classes only"


def test_a_picture_is_read_like_strokes():
    model = bundled_model()
    image = stages_of(ONE, (28, 28)).image
    picture = np.kron(255 - image, np.ones((3, 3), np.uint8))
    reading = read(model, stages_of(Drawing(picture=picture), model.input_shape))
    assert reading.class_names[int(np.argmax(reading.probabilities))] == "1"


@pytest.mark.parametrize(
    ("drawing", "shape"),
    [(Drawing(), (28, 28)), (Drawing(picture=np.full((30, 30), 255, np.uint8)), (28, 28)), (ONE, (2,))],
    ids=["nothing drawn", "a blank picture", "a model of points"],
)
def test_nothing_to_read_is_none(drawing, shape):
    assert stages_of(drawing, shape) is None


def test_two_classes_give_two_probabilities_and_the_logit_as_margin(small_recipe, small_rows):
    from lrengine.experiment import prepare

    recipe = change(small_recipe, {"task.kind": "binary", "task.classes": [0, 2]})
    rows = prepare(recipe, small_rows.dataset)
    training = start(recipe, rows)
    *_, _last = training.steps()
    model = model_of(recipe, rows, training, training.theta)
    stages = stages_of(ONE, model.input_shape)
    reading = read(model, stages)
    assert reading.class_names == ("0", "2") and len(reading.probabilities) == 2
    assert reading.margin == pytest.approx(abs(float(model.logits(stages.image[None])[0, 0])))


class Familiar:
    """A measure of familiarity that always says the same."""

    def __init__(self, share: float) -> None:
        self.share = share
        self.shape = (28, 28)

    def of(self, images: np.ndarray) -> np.ndarray:
        return np.full(len(images), self.share)


def knowing(share: float, temperature: float = 1.0, names: tuple[str, ...] | None = None) -> Model:
    given = bundled_model()
    return replace(
        given,
        familiarity=Familiar(share),
        temperature=temperature,
        class_names=names or given.class_names,
    )


def test_a_model_that_knows_its_data_abstains() -> None:
    stages = stages_of(ONE, (28, 28))
    plain = read(replace(bundled_model(), familiarity=None), stages)
    assert plain.doubt == "" and plain.familiarity is None
    sure = read(knowing(0.9), stages)
    assert sure.doubt == "" and sure.familiarity == 0.9 and sure.threshold == LIMIT
    assert read(knowing(0.2), stages).doubt == "Unsure: unlike any digit seen"
    letters = tuple("abcdefghij")
    assert read(knowing(0.2, names=letters), stages).doubt == "Unsure: unlike any class seen"


def test_probabilities_are_the_calibrated_ones() -> None:
    stages = stages_of(ONE, (28, 28))
    cold, hot = read(knowing(0.9), stages), read(knowing(0.9, 20.0), stages)
    assert hot.probabilities.max() < CERTAIN < cold.probabilities.max()
    first, second = np.argsort(-cold.probabilities)[:2]
    assert hot.doubt == f"Unsure: {first} or {second}"
