"""The temperature: found where it was hidden, harmless where there is nothing to find."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lrengine.calibration import HOTTEST, calibrated, calibration_error, fit_temperature
from lrengine.data.splits import Part
from lrengine.features import Pixels
from lrengine.losses import Logistic, Softmax
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change

RNG = np.random.default_rng(1)


def drawn(k, n=6000, spread=2.0):
    """Logits whose probabilities are true: labels are drawn from them."""
    logits = RNG.normal(0, spread, (k, n))
    loss = Logistic() if k == 1 else Softmax()
    p = loss.probabilities(logits)
    return logits, (p.cumsum(axis=0) < RNG.random(n)).sum(axis=0), loss


@pytest.mark.parametrize("k", [1, 3, 10])
@pytest.mark.parametrize("hidden", [0.4, 1.0, 3.0])
def test_it_finds_the_temperature_that_was_hidden(k, hidden):
    logits, labels, loss = drawn(k)
    assert fit_temperature(hidden * logits, labels, loss) == pytest.approx(hidden, rel=0.06)


def test_it_is_where_the_log_loss_is_smallest():
    logits, labels, loss = drawn(4, 5000)
    best = fit_temperature(2 * logits, labels, loss)

    def cost(heat):
        p = loss.probabilities(2 * logits / heat)[labels, np.arange(len(labels))]
        return -np.log(p).mean() + 20 / len(labels) * np.log(heat) ** 2 / 2

    assert all(cost(best) < cost(best * off) for off in (0.97, 1.03))


def test_a_few_faultless_rows_claim_no_certainty():
    logits = np.array([[4.0, -4.0, 4.0], [-4.0, 4.0, -4.0]])
    assert 0.5 < fit_temperature(logits, np.array([0, 1, 0]), Softmax()) < 1
    assert fit_temperature(np.zeros((2, 0)), np.zeros(0, np.int64), Softmax()) == 1
    assert fit_temperature(np.array([[np.inf], [0.0]]), np.array([0]), Softmax()) == 1
    assert fit_temperature(1e4 * logits, np.array([1, 0, 1]), Softmax()) <= HOTTEST


def a_model():
    weights = RNG.normal(size=(3, 2)).astype(np.float32)
    recipe = change(Recipe(), {"data.name": "blobs"})
    return Model(Pixels("unit", 1.0, (2,)), 5 * weights, np.zeros(3, np.float32), ("a", "b", "c"), recipe)


def test_a_model_is_calibrated_in_its_probabilities_alone():
    model = a_model()
    points = RNG.normal(size=(3000, 2))
    soft = replace(model, temperature=4.0)
    p = soft.probabilities(points)
    held_out = Part(points, (p.cumsum(axis=1) < RNG.random((3000, 1))).sum(axis=1))
    made = calibrated(model, held_out)
    assert made.temperature == pytest.approx(4, rel=0.15)
    np.testing.assert_array_equal(made.logits(points), model.logits(points))
    np.testing.assert_array_equal(made.predict(points), model.predict(points))
    np.testing.assert_allclose(made.probabilities(points), p, atol=0.05)
    with_rows = calibrated(model, held_out, model.features.transform(points))
    assert with_rows.temperature == made.temperature
    before, after = (calibration_error(one.probabilities(points), held_out.labels) for one in (model, made))
    assert after < 0.03 < 0.1 < before


def test_without_held_out_rows_nothing_is_changed():
    model = a_model()
    empty = Part(np.zeros((0, 2)), np.zeros(0, np.int64))
    assert calibrated(model, empty) is model and model.temperature == 1


def test_the_error_is_the_mean_gap_of_fifteen_bins():
    sure = np.tile([0.9, 0.1], (10, 1))
    labels = np.array([0] * 7 + [1] * 3)
    assert calibration_error(sure, labels) == pytest.approx(0.2)
