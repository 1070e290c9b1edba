"""What is said of a drawing, and when the program abstains."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.bundled import bundled_model
from lrengine.drawing import prepare
from lrengine.verdict import judge_drawing, verdict_of

NAMES = ("3", "5", "8")


@pytest.mark.parametrize(("shares", "familiarity", "unsure", "strange", "sentence"), [
    ([0.9, 0.06, 0.04], None, False, False, "3, 90% sure."),
    ([0.9, 0.06, 0.04], 0.5, False, False, "3, 90% sure."),
    ([0.001, 0.998, 0.001], 1.0, False, False, "5, more than 99 % sure."),
    ([0.1, 0.55, 0.35], 0.9, True, False, "Unsure: 5 (55%) or 8 (35%)."),
    ([0.01, 0.01, 0.98], 0.2, False, True, "Unlike any digit seen; the nearest reading is 8."),
    ([0.4, 0.3, 0.3], 0.0, True, True, "Unlike any digit seen; the nearest reading is 3."),
    ([1 / 3, 1 / 3, 1 / 3], None, True, False, "Unsure: 3 (33%) or 5 (33%)."),
])  # fmt: skip
def test_it_abstains_where_it_should(shares, familiarity, unsure, strange, sentence):
    verdict = verdict_of(NAMES, np.array(shares), familiarity)
    assert (verdict.is_unsure, verdict.is_unfamiliar, verdict.sentence) == (unsure, strange, sentence)
    assert verdict.is_certain == (not unsure and not strange)
    assert verdict.label == NAMES[int(np.argmax(shares))] and verdict.probability == max(shares)


def test_numbers_that_are_none_are_no_answer():
    verdict = verdict_of(NAMES, np.array([np.nan, 0.5, 0.5]))
    assert verdict.is_unsure and verdict.sentence == "Unsure: the model's answer is not a number."


def test_other_classes_have_other_words():
    assert "training image" in verdict_of(("cat", "dog"), np.array([0.9, 0.1]), 0.1).sentence


def test_the_ready_model_knows_a_digit_from_a_dot():
    model = bundled_model()
    angles = np.linspace(0, 2 * np.pi, 40)
    zero = prepare([np.column_stack([0.5 + 0.22 * np.sin(angles), 0.5 - 0.35 * np.cos(angles)])])
    dot = prepare([np.array([[0.5, 0.5]])])
    read, strange = judge_drawing(model, zero.image), judge_drawing(model, dot.image)
    assert read.label == "0" and read.is_certain and read.probability > 0.95
    assert strange.is_unfamiliar and not strange.is_certain
