import itertools

import pytest
from PySide6.QtCore import QPointF

from app.look.contrast import contrast
from app.look.theme import DARK, LIGHT
from app.playground.class_marks import (
    MOST_CLASSES,
    TEST,
    TRAINING,
    UNUSED,
    VALIDATION,
    class_colour,
    class_places,
    mark_path,
    mark_pixmap,
    mark_side,
)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_colours_stand_out_from_the_card_and_differ(theme):
    colours = [class_colour(theme, index) for index in range(MOST_CLASSES)]
    assert min(contrast(colour, theme.card) for colour in colours) >= 3
    assert len(set(colours)) == MOST_CLASSES


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (("0", "1"), (0, 1)),
        (("5", "2", "0"), (5, 2, 0)),
        (("dog", "cat"), (1, 0)),
        (("dog", "1", "cat", "0"), (3, 1, 2, 0)),
        (("-1", "1"), (0, 1)),
        (("10", "9", "²"), (0, 9, 1)),
        ((), ()),
    ],
)
def test_a_class_looks_alike_whatever_came_before_it(names, places):
    assert class_places(names) == places


def test_more_classes_than_colours_have_a_place_each():
    names = tuple(map(str, range(14)))
    assert sorted(class_places(names)) == list(range(14))


def test_every_class_has_a_shape_of_its_own():
    """Two shapes differ if one covers a place that the other leaves free."""
    places = [QPointF(x / 2, y / 2) for x in range(-12, 13) for y in range(-12, 13)]
    shapes = [
        tuple(mark_path(index, 5.0).contains(place) for place in places) for index in range(MOST_CLASSES)
    ]
    for first, second in itertools.combinations(shapes, 2):
        assert sum(a != b for a, b in zip(first, second, strict=True)) >= 15


def test_marks_fit_their_square():
    for index in range(MOST_CLASSES):
        box = mark_path(index, 4.5).boundingRect()
        assert max(-box.left(), -box.top(), box.right(), box.bottom()) + 1.5 <= mark_side(4.5) / 2


def test_roles_are_told_apart_by_their_fill(qapp):
    images = {
        role: mark_pixmap(DARK, 1, role, 4.5, 1.0).toImage() for role in (TRAINING, VALIDATION, TEST, UNUSED)
    }
    middle = mark_side(4.5) // 2
    assert images[TRAINING].pixelColor(middle, middle).name() == class_colour(DARK, 1)
    assert images[VALIDATION].pixelColor(middle, middle).name() == DARK.card
    assert images[TEST].pixelColor(middle, middle).name() == class_colour(DARK, 1)
    assert images[TEST].pixelColor(middle - 3, middle).name() == DARK.card
    assert images[UNUSED] != images[VALIDATION]
