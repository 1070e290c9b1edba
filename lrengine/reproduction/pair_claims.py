"""Claims of S. Zhu and Y. Guo on two digits: batches, the difference of two models, L1 and L2."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lrengine.experiment import load_dataset, prepare
from lrengine.judging import judge
from lrengine.reproduction.claim import Claim, Figure, Need
from lrengine.reproduction.reading import (
    accuracy,
    at_least,
    history,
    mean,
    percent,
    plain,
    points,
    runs,
    spread,
    values,
)
from lrengine.settings import change
from lrengine.sweep.outcome import Outcomes

SOURCE = "Logistic and Softmax Regression for Handwritten Digits Classification, S. Zhu and Y. Guo"
LAMBDAS = (0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 1.0)
L1, L2 = (Need("l1-sweep"),), (Need("l2-sweep"),)
KEY = {"l1-sweep": "objective.l1", "l2-sweep": "objective.l2"}
NO_CHANCE = "no random choice is involved, so every seed gives this figure"


def _pair(name: str, recipe: str, reported: str, least: float, repeated: bool) -> Claim:
    return Claim(
        SOURCE, f"{name}, test accuracy", reported, (Need(recipe, repeated=repeated),), accuracy(),
        at_least(least), must=True, note="" if repeated else NO_CHANCE,
    )  # fmt: skip


def _rises(outcomes: Outcomes) -> Figure:
    rising = int((np.diff(history(outcomes, "batch_risk")) > 0).sum())
    steps = len(runs(outcomes)[0].history) - 1
    return Figure(f"{rising:,} of {steps:,} steps rise", (float(rising),))


def _difference(outcomes: Outcomes) -> Figure:
    """The accuracy of weights(2 v 3) − weights(2 v 8) on the threes and eights of the test rows."""
    three, eight = (runs(outcomes, name)[0] for name in ("2 or 3", "2 or 8"))
    assert three.model is not None and eight.model is not None
    difference = three.model.difference(eight.model)
    recipe = change(three.cell.recipe, {"task.classes": difference.class_names})
    share = judge(difference, prepare(recipe, load_dataset(recipe)).split.test, part_name="test").accuracy
    return Figure(f"{percent([share])} of 3 v 8", (share,))


def _sign(outcomes: Outcomes) -> Figure:
    three, eight = (runs(outcomes, name)[0] for name in ("2 or 3", "2 or 8"))
    assert three.model is not None and eight.model is not None
    negative, positive = three.model.difference(eight.model).class_names
    return Figure(f"positive says {positive}, negative {negative}", (float(positive), float(negative)))


def _by_strength(column: str, recipe: str) -> Callable[[Outcomes], tuple[float, ...]]:
    def read(outcomes: Outcomes) -> tuple[float, ...]:
        return tuple(mean(outcomes, column, {KEY[recipe]: strength}) for strength in LAMBDAS)

    return read


def _chosen(recipe: str) -> Callable[[Outcomes], Figure]:
    def measure(outcomes: Outcomes) -> Figure:
        if outcomes.chosen is None:
            return Figure("none")
        strength = float(outcomes.items[outcomes.chosen].cell.settings[KEY[recipe]])
        return Figure(f"λ = {plain(strength)}", (strength,))

    return measure


def _lengths(recipe: str) -> Callable[[Outcomes], Figure]:
    def measure(outcomes: Outcomes) -> Figure:
        found = _by_strength("weight_norm", recipe)(outcomes)
        return Figure(f"‖w‖ from {spread(found[:1], 2)} at .0001 to {spread(found[-1:], 2)} at 1", found)

    return measure


def _at_weakest(recipe: str) -> Callable[[Outcomes], Figure]:
    """Test accuracy at the four weakest strengths."""

    def measure(outcomes: Outcomes) -> Figure:
        found = _by_strength("test_accuracy", recipe)(outcomes)[:4]
        return Figure(" · ".join(f"{100 * share:.2f}" for share in found) + " %", found)

    return measure


def _robust(l1: Outcomes, l2: Outcomes) -> Figure:
    ours = [_by_strength("test_accuracy", name)(of) for name, of in (("l1-sweep", l1), ("l2-sweep", l2))]
    lost = tuple(max(of) - of[-1] for of in ours)
    return Figure(f"from best to λ = 1 L1 loses {points(lost[:1])}, L2 {points(lost[1:])}", lost)


def _at_one(outcomes: Outcomes) -> Figure:
    found = values(outcomes, "test_accuracy", {KEY["l1-sweep"]: 1.0})
    return Figure(percent(found), found)


def _shrinks(figure: Figure) -> bool:
    return bool((np.diff(figure.values) < 0).all())


CLAIMS = (
    _pair("2 v 3, full batch", "two-vs-three-batch", "98 % (97 % in the text)", 0.975, False),
    _pair("2 v 3, mini-batches", "two-vs-three-minibatch", "none of its own", 0.975, True),
    _pair("2 v 8, full batch", "two-vs-eight-batch", "97 %", 0.955, False),
    _pair("2 v 8, mini-batches", "two-vs-eight-minibatch", "none of its own", 0.955, True),
    Claim(
        SOURCE, "Cost of the full batch", "falls all the way", (Need("two-vs-three-batch"),), _rises,
        lambda figure: figure.mean == 0,
    ),
    Claim(
        SOURCE, "Cost of mini-batches", "not monotone", (Need("two-vs-three-minibatch", repeated=True),),
        _rises, lambda figure: figure.mean > 0, note="the batch's own cost, first seed",
    ),
    Claim(
        SOURCE, "Difference of the two models", "classifies 3 and 8 accurately",
        (Need("classifier-difference"),), _difference, at_least(0.9),
        note="on the threes and eights of the last 2,000 test images",
    ),
    Claim(
        SOURCE, "Sign of the difference", "not said", (Need("classifier-difference"),), _sign,
        lambda figure: figure.values == (3, 8),
    ),
    Claim(
        SOURCE, "L1 at λ = 1, test accuracy", "fails to converge", L1, _at_one,
        lambda figure: figure.mean < 0.6, note="every weight is zero",
    ),
    Claim(
        SOURCE, "L1, strength by hold-out accuracy", "between .0001 and .001", L1, _chosen("l1-sweep"),
        lambda figure: figure.mean <= 0.001,
    ),
    Claim(
        SOURCE, "L2, strength by hold-out accuracy", "between .0001 and .001", L2, _chosen("l2-sweep"),
        lambda figure: figure.mean <= 0.001,
        differs="on 400 hold-out rows neighbouring strengths are equal to the image",
    ),
    Claim(
        SOURCE, "L1, test accuracy at .0001, .001, .003, .01", "rises a little, then falls", L1,
        _at_weakest("l1-sweep"), lambda figure: max(figure.values[1:]) > figure.values[0],
        differs="with 3,605 rows and 1,000 steps there is no overfitting left for a penalty to mend",
    ),
    Claim(
        SOURCE, "L2 beside L1", "L2 is less sensitive to λ", (*L1, *L2), _robust,
        lambda figure: figure.values[0] > figure.values[1],
    ),
    Claim(
        SOURCE, "Length of w under L1", "the shorter, the stronger λ", L1, _lengths("l1-sweep"), _shrinks
    ),
    Claim(
        SOURCE, "Length of w under L2", "the shorter, the stronger λ", L2, _lengths("l2-sweep"), _shrinks
    ),
)  # fmt: skip
