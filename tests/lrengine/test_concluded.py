from __future__ import annotations

import numpy as np
import pytest

from lrengine.concluded import conclude, model_of
from lrengine.experiment import prepare, run, start
from lrengine.recipe import Recipe
from lrengine.settings import change

QUICK = change(Recipe(), {"stopping.iterations": 15, "run.threads": 1})


def quick(**changes):
    """A short run; a double underscore stands for the dot of a key."""
    return change(QUICK, {key.replace("__", "."): value for key, value in changes.items()})


def test_final_is_the_last_row_and_best_the_kept_one(digits):
    result = run(quick(solver__learning_rate=3.0, data__validation=0.3), digits)
    accuracy = result.history.column("validation_accuracy")
    best = int(accuracy.argmax())
    assert result.best.iteration == best and result.best.validation_accuracy == accuracy[best]
    assert result.final.iteration == 15 and result.final.validation_accuracy == accuracy[15]
    assert result.best.seconds == result.history.column("seconds")[best]


def test_patience_makes_the_best_iterate_the_model(digits):
    changes = {"data__validation": 0.3, "data__label_noise": 0.4, "solver__learning_rate": 10.0}
    patient = run(quick(stopping__patience=12, stopping__iterations=300, **changes), digits)
    assert patient.reason == "patience" and patient.best.iteration == patient.final.iteration - 12
    rows = prepare(patient.recipe, digits)
    read = patient.model.predict(rows.split.validation.inputs)
    assert np.mean(read == rows.split.validation.labels) == patient.best.validation_accuracy
    assert f"test {patient.best.test_accuracy:.2%}" in patient.model.trained_on


@pytest.mark.parametrize("kind", ["softmax", "one-vs-rest", "binary"])
@pytest.mark.parametrize("intercept", [True, False])
def test_the_model_reads_as_the_run_measured(digits_with_test, kind, intercept):
    recipe = quick(
        task__kind=kind, task__intercept=intercept, task__classes=(2, 1) if kind == "binary" else ()
    )
    result = run(recipe, digits_with_test)
    part = prepare(recipe, digits_with_test).split.test
    assert np.mean(result.model.predict(part.inputs) == part.labels) == result.final.test_accuracy
    assert result.model.class_names == (("2", "1") if kind == "binary" else ("0", "1", "2"))
    assert intercept == result.model.intercept.any()


def test_the_model_is_a_copy(digits):
    rows = prepare(QUICK, digits)
    training = start(QUICK, rows)
    model = model_of(QUICK, rows, training, training.theta)
    list(training.steps())
    assert not model.weights.any() and training.theta.any()


def test_a_run_stopped_by_its_caller_is_concluded(digits):
    rows = prepare(QUICK, digits)
    training = start(QUICK, rows)
    steps = training.steps()
    next(steps), next(steps)
    steps.close()
    result = conclude(QUICK, rows, training)
    assert result.reason == "stopped" and result.to_json()["iterations"] == 1


def test_certainty_comes_from_images_on_the_disk_as_from_memory(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 600)
    images = rng.integers(0, 60, (600, 8, 8), np.uint8)
    images[labels == 1, 2:5] += 40
    np.save(tmp_path / "images.npy", images)
    np.save(tmp_path / "labels.npy", labels)
    changes = {"data.name": "file", "data.path": str(tmp_path), "data.order": "file"}
    monkeypatch.setattr("lrengine.concluded.MOST_CALIBRATING", 1000)
    held, left = (
        run(change(QUICK, changes | {"data.kept": kept}), certain=True).model for kept in ("memory", "disk")
    )
    assert held.temperature == left.temperature != 1.0
    assert held.familiarity.limit == left.familiarity.limit
    monkeypatch.setattr("lrengine.concluded.MOST_CALIBRATING", 10)
    few = run(change(QUICK, changes | {"data.kept": "disk"}), certain=True).model
    assert few.temperature != left.temperature
