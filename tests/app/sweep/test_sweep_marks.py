"""Marks and colours."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.look.contrast import contrast
from app.look.theme import DARK, LIGHT
from app.sweep.sweep_marks import (
    NO_LINE,
    paint_cross,
    paint_legend,
    paint_mark,
    paint_note,
    paint_ring,
    part_colour,
    series_look,
)


def pictures(*painters):
    found = []
    for paint in painters:
        image = QImage(60, 40, QImage.Format.Format_RGB32)
        image.fill(QColor(DARK.card))
        painter = QPainter(image)
        paint(painter)
        painter.end()
        found.append(bytes(image.constBits()))
    return found


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_series_stand_out_and_neighbours_differ_in_dash_too(theme):
    looks = [series_look(theme, k, 12) for k in range(12)]
    assert all(contrast(colour, theme.card) >= 3 for colour, _ in looks)
    assert all(a[1] != b[1] and a[0] != b[0] for a, b in pairwise(looks))
    assert series_look(theme, 0, 1)


def test_every_mark_has_a_shape_of_its_own(qapp):
    at = QPointF(30, 20)
    shown = pictures(
        lambda p: None,
        *(
            lambda p, part=part, filled=filled: paint_mark(p, part, at, "#ffffff", DARK.card, filled=filled)
            for part in ("train", "validation", "test")
            for filled in (True, False)
        ),
        lambda p: paint_cross(p, at, "#ffffff"),
        lambda p: paint_ring(p, at, "#ffffff"),
        lambda p: paint_legend(p, DARK, [("train", "#ffffff", NO_LINE, "a")], 2, 20),
        lambda p: paint_legend(p, DARK, [("train", "#ffffff", None, "a")], 2, 20),
    )
    assert len(set(shown)) == len(shown)


def test_notes_stay_within_the_picture(qapp):
    within = QRectF(0, 0, 60, 40)
    blank, *notes = pictures(
        lambda p: None,
        *(
            lambda p, at=at: paint_note(p, at, "ok", "#ffffff", DARK.card, within)
            for at in (QPointF(0, 0), QPointF(60, 40), QPointF(30, 2))
        ),
    )
    assert blank not in notes and len(set(notes)) == 3


def test_parts_have_the_curves_colours():
    assert part_colour(DARK, "validation") == DARK.validation and part_colour(DARK, "test") == DARK.test
