import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.look.theme import DARK, LIGHT
from app.playground.class_marks import class_colour
from app.playground.field_image import field_image


def two(p):
    p = np.array([p], float)
    return np.stack([1 - p, p], axis=2)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_two_classes_blend_over_the_card(theme):
    image = field_image(two([0.0, 0.5, 1.0]), theme, (0, 1))
    blue, middle, orange = (image.pixelColor(x, 0) for x in range(3))
    card = QColor(theme.card)
    assert max(abs(a - b) for a, b in zip(middle.getRgb(), card.getRgb(), strict=True)) <= 2
    assert blue.blue() > blue.red() and orange.red() > orange.blue()


def test_colours_follow_the_class_and_not_its_place():
    first = field_image(two([0.0, 1.0]), DARK, (0, 1))
    swapped = field_image(two([1.0, 0.0]), DARK, (1, 0))
    assert first == swapped


def test_of_many_classes_the_winner_gives_the_colour_and_its_lead_the_strength():
    p = np.array([[[0.1, 0.8, 0.1], [0.3, 0.4, 0.3], [0.9, 0.05, 0.05]]])
    image = field_image(p, DARK, (0, 1, 2))

    def tint(x):
        colour = image.pixelColor(x, 0)
        return np.array(colour.getRgb()[:3]) - np.array(QColor(DARK.card).getRgb()[:3])

    orange = np.array(QColor(class_colour(DARK, 1)).getRgb()[:3])
    assert tint(0).argmax() == orange.argmax() == tint(1).argmax()
    assert np.abs(tint(0)).sum() > np.abs(tint(1)).sum() > 0
    assert tint(2).argmax() == 2
