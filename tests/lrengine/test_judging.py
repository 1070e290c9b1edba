from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lrengine.bundled import bundled_model
from lrengine.data.catalog import load
from lrengine.data.splits import Part
from lrengine.errors import LabError
from lrengine.experiment import prepare, start
from lrengine.features import Pixels
from lrengine.judging import Curves, curves_of, default_positive, judge
from lrengine.losses import Logistic, Softmax
from lrengine.metrics import most_confused
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change


@pytest.fixture(params=["softmax", "one-vs-rest", "binary"])
def trained(request, digits):
    """A model of a few updates, and the rows it was trained on."""
    classes = [0, 1] if request.param == "binary" else []
    recipe = change(
        Recipe(),
        {"task.kind": request.param, "task.classes": classes, "stopping.iterations": 5, "data.test": 0.2},
    )
    rows = prepare(recipe, digits)
    training = start(recipe, rows)
    for _ in training.steps():
        pass
    weights, intercept = training.objective.unpack(training.theta)
    return Model(rows.features, weights, intercept, rows.class_names, recipe), rows, training


def test_it_agrees_with_model_and_training(trained):
    model, rows, training = trained
    part = rows.split.train
    judged = judge(model, part, rows.train, "train")
    np.testing.assert_array_equal(judged.predicted, model.predict(part.inputs))
    np.testing.assert_allclose(judged.probabilities, model.probabilities(part.inputs), rtol=1e-5)
    measured = training.measure_at(training.theta)
    assert judged.accuracy == pytest.approx(measured.train_accuracy)
    assert judged.risk == pytest.approx(measured.train_risk, rel=1e-5)
    assert judged.losses.mean() == pytest.approx(judged.risk, rel=1e-5)
    assert judged.confusion.sum() == len(judged) == len(part)


def test_a_temperature_moves_what_is_stated_and_nothing_else(trained):
    model, rows, _ = trained
    part = rows.split.train
    plain, hot = judge(model, part), judge(replace(model, temperature=3.0), part)
    np.testing.assert_allclose(hot.probabilities, replace(model, temperature=3.0).probabilities(part.inputs))
    assert (plain.temperature, hot.temperature) == (1.0, 3.0) and hot.probabilities.dtype == np.float32
    for name in ("predicted", "losses", "worst_first", "confusion"):
        np.testing.assert_array_equal(getattr(hot, name), getattr(plain, name))
    assert hot.risk == plain.risk
    stated = hot.probabilities.max(axis=1)
    assert np.nanmax(curves_of(hot, 1).reliability.confidence) <= stated.max() < plain.probabilities.max()


def test_features_at_hand_change_nothing(trained):
    model, rows, _ = trained
    part = rows.split.validation
    given, made = judge(model, part, rows.validation), judge(model, part)
    for name in ("predicted", "worst_first"):
        np.testing.assert_array_equal(getattr(given, name), getattr(made, name))
    # Bytes are multiplied by other loops than numbers.
    for name in ("probabilities", "losses"):
        np.testing.assert_allclose(getattr(given, name), getattr(made, name), rtol=1e-5)


def test_rows_are_shared_and_nothing_can_be_written(trained):
    model, rows, _ = trained
    part = rows.split.train
    judged = judge(model, part, rows.train, "train")
    assert np.shares_memory(judged.inputs, part.inputs) and judged.has_images
    for name in ("labels", "predicted", "probabilities", "losses", "worst_first", "inputs", "confusion"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(judged, name)[0] = 0
    assert judged.same_rows_as(judge(model, part, rows.train, "train"))
    assert not judged.same_rows_as(judge(model, Part(part.inputs[1:], part.labels[1:])))


def test_misread_rows_and_cells_come_worst_first(trained):
    model, rows, _ = trained
    judged = judge(model, rows.split.train, rows.train, "train")
    wrong = judged.misread()
    assert sorted(wrong) == np.flatnonzero(judged.labels != judged.predicted).tolist()
    behind = judged.behind(0, 0)
    assert len(behind) == judged.confusion[0, 0]
    for rows_ in (wrong, behind, judged.worst_first):
        assert np.all(np.diff(judged.losses[rows_]) <= 0)


def test_a_part_without_rows_says_what_to_do(trained):
    model, rows, _ = trained
    nothing = Part(rows.split.train.inputs[:0], rows.split.train.labels[:0])
    with pytest.raises(LabError, match="no test rows to judge by: choose another part"):
        judge(model, nothing, None, "test")


class Mistaken(Softmax):
    """A loss that is not the log-loss."""

    def risk_and_residual(self, logits, targets):
        return 7.0 * logits.shape[1]


def test_a_loss_of_its_own_keeps_its_risk(trained, monkeypatch):
    model, rows, _ = trained
    if len(model.weights) == 1:
        model = replace(model, weights=np.vstack([-model.weights, model.weights]), intercept=np.zeros(2))
    monkeypatch.setattr("lrengine.model.loss_of", lambda recipe: Mistaken())
    judged = judge(model, rows.split.train, rows.train, "train")
    assert judged.risk == 7.0
    own = judged.probabilities[np.arange(len(judged)), judged.labels]
    np.testing.assert_allclose(judged.losses, -np.log(own), rtol=1e-5)


@pytest.mark.parametrize("loss", [Softmax, Logistic])
def test_logits_beyond_every_exponential(loss, monkeypatch):
    monkeypatch.setattr("lrengine.model.loss_of", lambda recipe: loss())
    inputs, weights = np.array([[1.0], [-1.0]], np.float32), np.array([[1e30], [-1e30], [0]], np.float32)
    model = Model(Pixels("unit", 1.0, (1,)), weights, np.zeros(3, np.float32), ("a", "b", "c"), Recipe())
    judged = judge(model, Part(inputs, np.array([0, 0])))
    assert judged.predicted.tolist() == [0, 1] and np.isfinite(judged.probabilities).all()
    assert judged.losses[0] == pytest.approx(0 if loss is Softmax else np.log(2))
    assert judged.losses[1] >= 1e30 and judged.worst_first.tolist() == [1, 0]
    assert not judged.has_images


def test_what_is_no_number_costs_no_curve(trained):
    model, rows, _ = trained
    broken = replace(model, weights=np.full_like(model.weights, np.nan))
    curves = curves_of(judge(broken, rows.split.train, rows.train, "train"), 1)
    assert np.isfinite(curves.reliability.error)


def test_full_ink_is_the_models_unless_said(trained):
    model, rows, _ = trained
    assert judge(model, rows.split.train).full_scale == model.features.full_scale
    assert judge(model, rows.split.train, full_scale=16.0).full_scale == 16.0


# -- curves ------------------------------------------------------------------------------------


@pytest.fixture
def curves(trained) -> Curves:
    model, rows, _ = trained
    return curves_of(judge(model, rows.split.train, rows.train, "train"), 1)


def test_counts_at_any_threshold_against_a_plain_count(curves):
    judged, scores = curves.judged, curves.judged.probabilities[:, 1]
    for threshold in (0.0, 0.2, float(scores[3]), 0.5, 0.9, 1.1):
        called, own = scores >= threshold, judged.labels == 1
        now = curves.at(threshold)
        assert (now.true_positive, now.false_positive) == (np.sum(called & own), np.sum(called & ~own))
        assert (now.false_negative, now.true_negative) == (np.sum(~called & own), np.sum(~called & ~own))


def test_counts_and_curves_agree_at_the_best_threshold(curves):
    made = curves.precision_recall
    best = curves.at(curves.best_threshold)
    assert best.f1 == pytest.approx(made.f1[made.best]) == pytest.approx(np.nanmax(made.f1))
    assert best.precision == pytest.approx(made.precision[made.best])
    assert best.recall == pytest.approx(made.recall[made.best])


def test_above_every_score_precision_is_undefined(curves):
    now = curves.at(1.1)
    assert np.isnan(now.precision) and now.recall == 0 and now.f1 == 0


def test_reliability_is_of_the_class_read(curves):
    judged, made = curves.judged, curves.reliability
    assert made.counts.sum() == len(judged)
    right = np.nansum(made.counts * made.accuracy) / len(judged)
    assert right == pytest.approx(judged.accuracy)


def test_a_class_without_rows_has_no_best_threshold(trained):
    model, rows, _ = trained
    part = rows.split.train
    kept = part.labels != 1
    curves = curves_of(judge(model, Part(part.inputs[kept], part.labels[kept])), 1)
    assert curves.best_threshold is None and np.isnan(curves.at(0.5).recall)


def test_a_number_of_no_class_means_the_default(curves):
    names = curves.judged.class_names
    assert default_positive(2) == 1 and default_positive(10) == 0
    assert curves_of(curves.judged, 7).positive == default_positive(len(names))


def test_curves_are_read_only(curves):
    for array in (curves.positives, curves.precision_recall.f1, curves.reliability.counts):
        assert not array.flags.writeable


@pytest.mark.mnist
def test_the_bundled_model_on_mnist():
    data = load("mnist")
    judged = judge(bundled_model(), Part(data.test_inputs, data.test_labels), None, "test")
    assert judged.accuracy > 0.99
    first = most_confused(judged.confusion)[0]
    assert (
        first.count
        == judged.confusion[first.first, first.second] + judged.confusion[first.second, first.first]
    )
    assert curves_of(judged, 0).precision_recall.average_precision > 0.99
