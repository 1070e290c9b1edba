import numpy as np
import pytest

from app.evaluation.confusion_shades import (
    cell_sentence,
    count_text,
    pairs_sentence,
    percent,
    rate_text,
    shade,
    strengths,
)
from app.look.contrast import contrast
from app.look.theme import DARK, LIGHT
from lrengine.metrics import ConfusedPair


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("right", [True, False])
def test_every_number_can_be_read(theme, right):
    for strength in np.linspace(0, 1, 40):
        ground, ink = shade(theme, float(strength), right=right)
        assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_errors_stand_out_more_than_what_is_right(theme):
    worst, _ = shade(theme, 1.0, right=False)
    certain, _ = shade(theme, 1.0, right=True)
    assert contrast(worst, theme.card) > contrast(certain, theme.card)
    assert shade(theme, 0.0, right=False)[0] == theme.card


def test_strengths_are_relative_to_the_worst_error():
    made = strengths(np.array([[0.8, 0.2], [0.1, 0.9]]))
    assert made[0, 1] == 1 and 0 < made[1, 0] < 1
    assert (made[0, 0], made[1, 1]) == (0.8, 0.9)
    assert strengths(np.eye(2)).tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize(("count", "text"), [(0, "·"), (23, "23"), (9999, "9999"), (12_400, "12k")])
def test_counts_are_short(count, text):
    assert count_text(count) == text


@pytest.mark.parametrize(
    ("rate", "text", "whole"),
    [(0, "·", "·"), (0.0002, "<.1", "<1"), (0.004, "0.4", "<1"), (0.024, "2.4", "2"), (0.98, "98", "98")],
)
def test_rates_are_short(rate, text, whole):
    assert rate_text(rate, whole=False) == text
    assert rate_text(rate, whole=True) == whole


def test_sentences():
    names = tuple("0123456789")
    assert cell_sentence(names, 4, 9, 23, 0.0236) == "true 4, read as 9: 23 (2.4 %)"
    pairs = (ConfusedPair(4, 9, 41), ConfusedPair(3, 5, 1200))
    assert pairs_sentence(names, pairs) == "most confused: 4 ↔ 9 (41), 3 ↔ 5 (1,200)"
    assert pairs_sentence(names, ()) == "no class is taken for another"
    assert percent(float("nan")) == "–"
