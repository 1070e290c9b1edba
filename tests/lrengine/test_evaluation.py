from __future__ import annotations

import numpy as np
import pytest

from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.evaluation import evaluate, rescale
from lrengine.features import Pixels
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (5000, 4, 4)).astype(np.uint8)


def model_with(kind="softmax", names=("0", "1", "2")):
    k = 1 if kind == "binary" else len(names)
    recipe = change(Recipe(), {"task.kind": kind, "run.dtype": "float64"})
    weights, intercept = RNG.normal(size=(k, 16)), RNG.normal(size=k)
    return Model(Pixels("unit", 255.0, (4, 4)), weights, intercept, names, recipe)


def data_with(labels, names, **options):
    return Dataset("made up", IMAGES[: len(labels)], np.asarray(labels, np.int64), names, **options)


@pytest.mark.parametrize("kind", ["softmax", "binary"])
def test_figures_follow_their_definitions(kind):
    names = ("0", "1") if kind == "binary" else ("0", "1", "2")
    model = model_with(kind, names)
    labels = RNG.integers(0, len(names), 5000)
    found = evaluate(model, data_with(labels, names))
    p = model.probabilities(IMAGES)
    assert found.accuracy == pytest.approx(np.mean(p.argmax(1) == labels))
    assert found.risk == pytest.approx(-np.log(p[np.arange(5000), labels]).mean())
    assert found.confusion.sum() == found.rows == 5000
    assert np.trace(found.confusion) / 5000 == pytest.approx(found.accuracy)
    assert found.confusion[0, 1] == np.sum((labels == 0) & (p.argmax(1) == 1))
    assert not found.is_test and found.left_out == 0


def test_the_risk_of_one_against_the_rest_adds_the_models_up():
    model = model_with("one-vs-rest")
    labels = np.arange(300) % 3
    found = evaluate(model, data_with(labels, ("0", "1", "2")))
    z = model.logits(IMAGES[:300])
    signs = np.where(labels[:, None] == np.arange(3), 1, -1)
    assert found.risk == pytest.approx(np.logaddexp(0, -signs * z).sum(1).mean())


def test_classes_are_matched_by_name_and_strangers_left_out():
    model = model_with(names=("0", "1", "2"))
    labels = np.arange(400) % 4
    found = evaluate(model, data_with(labels, ("9", "2", "1", "0")))
    assert (found.rows, found.left_out) == (300, 100)
    assert found.confusion.sum(1).tolist() == [100, 100, 100]
    chosen = labels > 0
    expected = model.predict(IMAGES[:400][chosen])
    assert found.accuracy == pytest.approx(np.mean(expected == 3 - labels[chosen]))


def test_the_test_part_is_read_where_there_is_one():
    data = data_with(np.zeros(50), ("0", "1", "2"), test_inputs=IMAGES[100:130], test_labels=np.full(30, 2))
    found = evaluate(model_with(), data)
    assert found.is_test and found.rows == 30 and found.confusion[2].sum() == 30


def test_other_scales_are_brought_to_the_models():
    model = model_with()
    shares = Dataset("shares", IMAGES[:100] / 255.0, np.zeros(100, np.int64), ("0", "1", "2"), 1.0)
    whole = data_with(np.zeros(100), ("0", "1", "2"))
    assert evaluate(model, shares).risk == pytest.approx(evaluate(model, whole).risk)
    assert rescale(IMAGES, 255.0, model) is IMAGES


def test_what_does_not_fit_is_refused():
    with pytest.raises(LabError, match="no row of the model's classes"):
        evaluate(model_with(), data_with(np.zeros(10), ("a", "b")))
    small = Dataset("small", IMAGES[:10, :3], np.zeros(10, np.int64), ("0", "1"))
    with pytest.raises(LabError, match="4×4 images, but small holds 3×4 images"):
        evaluate(model_with(), small)
    points = Dataset("points", np.zeros((10, 16)), np.zeros(10, np.int64), ("0", "1"))
    with pytest.raises(LabError, match="points of 16 numbers"):
        evaluate(model_with(), points)


def test_json_holds_no_numbers_that_json_lacks():
    model = model_with()
    model.weights[:] = 1e308
    with np.errstate(over="ignore", invalid="ignore"):
        written = evaluate(model, data_with(np.arange(30) % 3, ("0", "1", "2"))).to_json()
    assert written["risk"] is None or np.isfinite(written["risk"])
    assert np.sum(written["confusion"]) == 30 and written["classes"] == ["0", "1", "2"]
