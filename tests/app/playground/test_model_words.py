import numpy as np
import pytest

from app.playground.model_words import linear_words, model_words
from lrengine.features import Pixels
from lrengine.features.polynomial import Polynomial
from lrengine.features.standardised import Standardised
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change


def model(weights, intercept, kind="binary", names=("0", "1"), **changes):
    recipe = change(Recipe(), {"task.kind": kind, **changes})
    weights = np.array(weights, float)
    return Model(Pixels("unit", 1.0, weights.shape[1:]), weights, np.array(intercept, float), names, recipe)


def test_a_line_is_the_sigmoid_of_its_logit():
    words = model_words(model([[1.0012607, 4.1833107]], [-0.8858668]))
    assert words.short == words.whole == "σ(1.00 x₁ + 4.18 x₂ − 0.89)"


def test_softmax_of_two_classes_is_the_sigmoid_of_the_difference():
    words = model_words(model([[1, 2], [-0.5, 2.25]], [0.5, 1], kind="softmax"))
    assert words.short == "σ(−1.50 x₁ + 0.25 x₂ + 0.50)"


@pytest.mark.parametrize(
    "changes", [{"kind": "one-vs-rest"}, {"kind": "softmax", "objective.loss": "double-softmax"}]
)
def test_what_is_no_sigmoid_of_a_difference_is_told_by_its_logits(changes):
    words = model_words(model([[1, 2], [3, 4]], [0, 1], **changes))
    assert words.short.splitlines() == ["z₀ = 1.00 x₁ + 2.00 x₂ + 0.00", "z₁ = 3.00 x₁ + 4.00 x₂ + 1.00"]


def test_many_classes_are_shortened():
    names = ("0", "1", "2", "a b")
    words = model_words(model(np.ones((4, 2)), np.zeros(4), kind="softmax", names=names))
    assert words.short.splitlines()[-1] == "… 2 more classes"
    assert words.whole.splitlines()[-1] == "z(a b) = 1.00 x₁ + 1.00 x₂ + 0.00"


def test_of_many_terms_the_largest_are_kept_in_order():
    assert (
        linear_words([0.1, -3.0, 0.2, 2.0], -0.001, ["a", "b", "c", "d"], 2) == "−3.00 b + 2.00 d + … + 0.00"
    )


def test_numbers_beyond_all_bounds_stay_readable():
    assert linear_words([1.5e12, np.nan], np.inf, ["a", "b"], 2) == "1.5e12 a + ? b + ∞"


def test_terms_are_named_and_standardising_is_undone():
    recipe = change(Recipe(), {"task.kind": "binary", "features.kind": "polynomial", "features.degree": 2})
    inputs = np.random.default_rng(0).normal(size=(50, 2)) * 3 + 1
    features = Standardised.fit(Polynomial(2, (2,)), inputs)
    weights = np.array([[1.0, -2.0, 3.0, 0.5, 0.0]]) * features.deviation
    intercept = np.array([0.25 + float(weights[0] @ (features.mean / features.deviation))])
    words = model_words(Model(features, weights, intercept, ("0", "1"), recipe), most_terms=3)
    assert words.whole == "σ(1.00 x₁ − 2.00 x₂ + 3.00 x₁² + 0.50 x₁x₂ + 0.00 x₂² + 0.25)"
    assert words.short == "σ(1.00 x₁ − 2.00 x₂ + 3.00 x₁² + … + 0.25)"
