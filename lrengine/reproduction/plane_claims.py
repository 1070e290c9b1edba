"""Claims of "Logistic Regression from Scratch": the optimum, the threshold, and the moons."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from lrengine.experiment import load_dataset, prepare
from lrengine.judging import curves_of, judge
from lrengine.reproduction.claim import Claim, Figure, Need
from lrengine.reproduction.reading import accuracy, bare, certain_gap, mean, percent, runs, values
from lrengine.sweep.outcome import Outcomes

SOURCE = "Logistic Regression from Scratch"
SHORT, LONG = Need("decision-boundary"), Need("decision-boundary", (("stopping.iterations", 20_000),))
STRENGTHS = (0.0, 0.01, 1.0, 10.0, 100.0)
SAME = 1e-3


@functools.cache
def optimum() -> tuple[float, ...]:
    """(w₁, w₂, b) and the accuracy of scikit-learn's LogisticRegression(C=1e10, tol=1e-12)."""
    from sklearn.linear_model import LogisticRegression

    from lrengine.recipe_files import find_recipe

    recipe = find_recipe(SHORT.recipe)
    part = prepare(recipe, load_dataset(recipe)).split.train
    fitted = LogisticRegression(C=1e10, tol=1e-12, max_iter=10_000).fit(part.inputs, part.labels)
    score = float(fitted.score(part.inputs, part.labels))
    return (*map(float, fitted.coef_[0]), float(fitted.intercept_[0]), score)


def _weights(outcomes: Outcomes) -> tuple[float, ...]:
    model = outcomes.items[0].model
    assert model is not None
    return (*map(float, model.weights[0]), float(model.intercept[0]))


def _gap(outcomes: Outcomes) -> Figure:
    found = _weights(outcomes)
    gap = max(abs(ours - theirs) for ours, theirs in zip(found, optimum(), strict=False))
    w = ", ".join(bare(value) for value in found[:2])
    return Figure(f"w ({w}), b {bare(found[2])}; largest gap {gap:.3g}", (gap,))


def _theirs() -> str:
    return "scikit-learn's weights, no figures"


def _lengths(outcomes: Outcomes) -> Figure:
    found = tuple(mean(outcomes, "weight_norm", {"objective.l2": strength}) for strength in STRENGTHS)
    return Figure(" · ".join(bare(value, 3) for value in found), found)


def _as_accurate(outcomes: Outcomes) -> Figure:
    found = values(outcomes, "train_accuracy")
    return Figure(f"{percent(found)}, scikit-learn's {percent(optimum()[3:])}", found)


def _threshold(outcomes: Outcomes) -> Figure:
    item = outcomes.items[0]
    assert item.model is not None
    recipe = item.cell.recipe
    part = prepare(recipe, load_dataset(recipe)).split.validation
    curves = curves_of(judge(item.model, part), positive=1)
    best = curves.best_threshold
    assert best is not None
    f1, half = curves.at(best).f1, curves.at(0.5).f1
    return Figure(f"{bare(best, 3)}: F1 {bare(f1, 3)}, at one half {bare(half, 3)}", (best, f1, half))


def _moons(line: Outcomes, bent: Outcomes) -> Figure:
    ours = [values(of, "test_accuracy") for of in (line, bent)]
    sure = certain_gap(ours[1], ours[0])
    return Figure(f"line {percent(ours[0], 1)}, polynomial {percent(ours[1], 1)}", (float(sure),))


def _straight(outcomes: Outcomes) -> Figure:
    """How far from one half the probability is on the line w·x + b = 0."""
    model = outcomes.items[0].model
    assert model is not None
    (w1, w2), b = model.weights[0], model.intercept[0]
    x = np.linspace(-3, 3, 101)
    on_line = np.column_stack([x, -(w1 * x + b) / w2])
    off = float(np.abs(model.probabilities(on_line)[:, 1] - 0.5).max())
    return Figure(f"within {off:.0e} of one half along w·x + b = 0", (off,))


def _kinds(outcomes: Outcomes) -> Figure:
    ours = [values(outcomes, "test_accuracy", name) for name in ("Softmax", "One against the rest")]
    assert all(len(of) == len(runs(outcomes)) // 2 for of in ours)
    return Figure(f"softmax {percent(ours[0], 1)}, one against the rest {percent(ours[1], 1)}", ours[1])


def _below(limit: float) -> Callable[[Figure], bool]:
    return lambda figure: figure.values[0] <= limit


CLAIMS = (
    Claim(
        SOURCE, "Weights after 500 epochs", _theirs(), (SHORT,), _gap, _below(SAME),
        differs="500 epochs at a rate of .1 are not enough to arrive",
    ),
    Claim(SOURCE, "Weights after 20,000 epochs", _theirs(), (LONG,), _gap, _below(SAME), must=True),
    Claim(
        SOURCE, "Training accuracy at the optimum", "scikit-learn's", (LONG,), _as_accurate,
        lambda figure: abs(figure.mean - optimum()[3]) < 1e-9,
    ),
    Claim(SOURCE, "Decision boundary", "a straight line where p = .5", (SHORT,), _straight, _below(1e-9)),
    Claim(
        SOURCE, "Length of w at L2 λ = 0, .01, 1, 10, 100", "not told", (Need("decision-boundary-l2"),),
        _lengths, lambda figure: bool((np.diff(figure.values) < 0).all()), note="the shorter, the stronger",
    ),
    Claim(
        SOURCE, "Threshold of the greatest F1", "left to the reader", (Need("precision-recall"),), _threshold,
        lambda figure: figure.values[1] >= figure.values[2], note="on 120 points held out",
    ),
    Claim(
        SOURCE, "Moons: a line, and polynomial features", "the line fails, polynomials work",
        (Need("moons-linear", repeated=True), Need("moons-polynomial", repeated=True)), _moons,
        lambda figure: figure.mean == 1, must=True,
    ),
    Claim(
        SOURCE, "Moons with polynomial features, test accuracy", "not told",
        (Need("moons-polynomial", repeated=True),), accuracy(), lambda figure: figure.mean > 0.9,
    ),
    Claim(
        SOURCE, "Ten binary models beside softmax, test accuracy", "not told", (Need("one-vs-rest"),), _kinds,
        lambda figure: figure.mean > 0.9, note="on 8×8 digits",
    ),
)  # fmt: skip
