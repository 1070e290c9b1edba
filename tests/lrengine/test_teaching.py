"""A lesson: the drawing is learned, little else is changed, and what is changed is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lrengine.calibration import fit_temperature
from lrengine.data.dataset import Dataset
from lrengine.data.generated import generate
from lrengine.data.splits import Part
from lrengine.errors import LabError
from lrengine.experiment import prepare, run
from lrengine.recipe import Recipe
from lrengine.settings import change
from lrengine.teaching import flips_between, teach

IMAGES, LABELS = generate(2400, 31)
DATA = Dataset(
    "drawn", IMAGES[:2000], LABELS[:2000], tuple("0123456789"), 255.0, IMAGES[2000:], LABELS[2000:]
)
SETTINGS = {"solver.name": "adam", "solver.learning_rate": 0.01, "solver.batch_size": 100,
            "stopping.iterations": 80, "data.validation": 0}  # fmt: skip


@pytest.fixture(scope="module", params=["pixels", "histograms", "standardised", "binary", "one-vs-rest"])
def trained(request):
    kind = request.param
    more = {
        "histograms": {"features.kind": "histograms"},
        "standardised": {"features.standardise": True, "solver.learning_rate": 0.002},
        "binary": {"task.kind": "binary", "task.classes": [3, 5], "task.intercept": False},
        "one-vs-rest": {"task.kind": "one-vs-rest"},
    }
    recipe = change(Recipe(), SETTINGS | more.get(kind, {}))
    return run(recipe, DATA).model, prepare(recipe, DATA)


def misread(model, count=2):
    """Drawings that are like no training row's class: digits under a name that they are not read as."""
    images, _ = generate(200, 77)
    read = model.predict(images)
    p = model.probabilities(images)
    second = np.argsort(-p, axis=1)[:, 1]
    closest = np.argsort(p[np.arange(200), read] - p[np.arange(200), second])[:count]
    return Part(images[closest], second[closest]), read[closest]


def test_the_drawings_are_read_rightly_afterwards_and_the_rest_nearly_as_before(trained):
    model, rows = trained
    own, read = misread(model)
    taught = teach(model, own, rows)
    np.testing.assert_array_equal(taught.read_before, read)
    np.testing.assert_array_equal(taught.read_after, own.labels)
    np.testing.assert_array_equal(taught.model.predict(own.inputs), own.labels)
    test = rows.split.test
    before, after = ((one.predict(test.inputs) == test.labels).mean() for one in (model, taught.model))
    assert after > before - 0.04
    assert taught.sentence == "2 of your 2 drawings are read rightly now."
    assert taught.seconds > 0 and "drawings of your own" in taught.model.trained_on
    assert taught.model.features is model.features


def test_flips_are_what_changed_among_the_test_rows(trained):
    model, rows = trained
    taught = teach(model, misread(model)[0], rows)
    flips, labels = taught.flips, rows.split.test.labels
    first, second = model.predict(rows.split.test.inputs), taught.model.predict(rows.split.test.inputs)
    np.testing.assert_array_equal(flips.before, first)
    np.testing.assert_array_equal(flips.after, second)
    every = np.concatenate([flips.mended, flips.broken, flips.changed])
    assert sorted(every) == np.flatnonzero(first != second).tolist()
    assert (first[flips.broken] == labels[flips.broken]).all()
    assert (second[flips.mended] == labels[flips.mended]).all()
    same = flips_between(model, model, rows)
    assert not len(same.mended) and not len(same.broken) and not len(same.changed)


def test_the_same_lesson_has_the_same_outcome(trained):
    model, rows = trained
    own, _ = misread(model)
    one, other = teach(model, own, rows).model, teach(model, own, rows).model
    np.testing.assert_array_equal(one.weights, other.weights)
    if not model.recipe.task.intercept:
        assert not one.intercept.any()


def test_without_rows_the_drawing_alone_is_learned(trained):
    model, _ = trained
    own, _ = misread(model, 1)
    taught = teach(model, own)
    assert taught.flips is None and taught.read_after[0] == own.labels[0]
    name = model.class_names[own.labels[0]]
    assert taught.sentence == f"Now read as {name}."


def test_a_lesson_ends_calibrated_on_the_rows_held_out(trained):
    model, _ = trained
    model = replace(model, temperature=1.7)
    own, _ = misread(model, 1)
    rows = prepare(change(model.recipe, {"data.validation": 0.2}), DATA)
    taught = teach(model, own, rows).model
    logits = taught.weights @ np.asarray(rows.validation).T + taught.intercept[:, None]
    fitted = fit_temperature(logits, rows.split.validation.labels, taught.loss)
    assert taught.temperature == pytest.approx(fitted, rel=1e-5) and fitted not in (1.0, 1.7)
    assert teach(model, own).model.temperature == 1.7


def test_lessons_that_make_no_sense_are_refused(trained):
    model, rows = trained
    own, _ = misread(model)
    with pytest.raises(LabError, match="no drawing of a class that this model knows"):
        teach(model, Part(own.inputs[:0], own.labels[:0]), rows)
    other = prepare(change(Recipe(), SETTINGS | {"task.classes": [1, 2, 4]}), DATA)
    with pytest.raises(LabError, match="other classes or features"):
        teach(model, own, other)
