import numpy as np
import pytest

from app.reading.lesson import give_lesson, rows_for
from lrengine.data.dataset import Dataset
from lrengine.data.own_digits import no_digits
from lrengine.errors import LabError
from lrengine.experiment import Rows, prepare
from lrengine.features import Deskewed
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change

RECIPE = change(Recipe(), {"data.test": 0.25, "data.validation": 0.1})


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Images of 28×28 pixels whose class shows in a bright column among noise."""
    rng = np.random.default_rng(5)
    labels = np.arange(240) % 3
    images = rng.integers(0, 90, (240, 28, 28))
    images[np.arange(240), :, 6 + 8 * labels] = 255
    return prepare(RECIPE, Dataset("columns", images.astype(np.uint8), labels, ("0", "1", "2")))


def model_of(rows: Rows) -> Model:
    return Model(
        rows.features, np.zeros((3, 784), np.float32), np.zeros(3, np.float32), ("0", "1", "2"), RECIPE
    )


def test_a_lesson_mends_and_names_what_flipped(rows: Rows) -> None:
    image = rows.split.train.inputs[np.flatnonzero(rows.split.train.labels == 2)[0]]
    lesson = give_lesson(model_of(rows), no_digits().add(image, "2"), rows, "test")
    model = lesson.taught.model
    assert model.class_names[int(model.predict(image[np.newaxis])[0])] == "2"
    assert lesson.rows == len(rows.test) and lesson.flips
    # A model that knows nothing reads everything as the first class.
    assert all(flip.before == "0" for flip in lesson.flips)
    mended = [flip for flip in lesson.flips if flip.is_mended]
    assert mended and all(flip.true in ("1", "2") and flip.picture.max() == 1.0 for flip in mended)


def test_a_sealed_test_set_is_not_looked_at(rows: Rows) -> None:
    image = rows.split.train.inputs[np.flatnonzero(rows.split.train.labels == 2)[0]]
    lesson = give_lesson(model_of(rows), no_digits().add(image, "2"), rows, "validation")
    assert lesson.rows == len(rows.validation) and lesson.flips and lesson.compared == "validation"
    shown = {flip.picture.tobytes() for flip in lesson.flips}
    held_out = {(image / np.float32(255)).tobytes() for image in rows.split.validation.inputs}
    assert shown <= held_out


def test_without_rows_only_the_drawing_is_learned(rows: Rows) -> None:
    image = rows.split.train.inputs[0]
    lesson = give_lesson(model_of(rows), no_digits().add(image, "1"), None, "test")
    assert lesson.flips is None and lesson.rows == 0
    assert lesson.taught.model.predict(image[np.newaxis])[0] == 1
    with pytest.raises(LabError, match="no drawing of a class"):
        give_lesson(model_of(rows), no_digits().add(image, "x"), rows, "test")


def test_rows_get_the_features_of_the_model(rows: Rows) -> None:
    model = model_of(rows)
    assert rows_for(model, rows) is rows
    upright = Model(Deskewed(255.0, (28, 28)), model.weights, model.intercept, model.class_names, RECIPE)
    own = rows_for(upright, rows)
    assert own is not None and own.train.shape == (len(rows.train), 784)
    assert np.array_equal(own.test, upright.features.transform(rows.split.test.inputs))
    assert len(own.train) == len(own.split.train) == len(own.split.flipped) and len(own.validation) == len(
        rows.validation
    )
    other = Model(rows.features, model.weights, model.intercept, ("a", "b", "c"), RECIPE)
    assert rows_for(other, rows) is None
