from itertools import pairwise

import numpy as np

from app.look.theme import DARK, LIGHT
from app.reading.flips_strip import Flip, FlipsStrip, summary

PICTURE = np.full((28, 28), 90, np.uint8)
MENDED, BROKEN, LOST = (
    Flip(PICTURE, "3", "8", "3"),
    Flip(PICTURE, "3", "3", "8"),
    Flip(PICTURE, "3", "8", "5"),
)


def test_what_a_flip_is() -> None:
    assert MENDED.is_mended and not MENDED.is_broken
    assert BROKEN.is_broken and not BROKEN.is_mended
    assert not (LOST.is_mended or LOST.is_broken)
    assert MENDED.words == "3, read as 8, now 3: mended"
    assert BROKEN.words.endswith("broken") and LOST.words.endswith("wrong as before")


def test_mended_and_broken_take_turns(stood_up) -> None:
    strip = stood_up(FlipsStrip(), 252, 60)
    strip.show_flips((LOST, MENDED, MENDED, MENDED, BROKEN))
    assert strip.flips == (MENDED, BROKEN, MENDED, MENDED, LOST)
    assert strip.accessibleDescription().startswith("3, read as 8, now 3: mended; 3, read as 3")


def test_marks_differ_in_more_than_colour(stood_up) -> None:
    strip = stood_up(FlipsStrip(), 252, 60)
    greys = []
    for theme in (DARK, LIGHT):
        strip.show_theme(theme)
        for flip in (MENDED, BROKEN, LOST):
            strip.show_flips((Flip(PICTURE, flip.true, flip.before, flip.after),))
            image = strip.grab().toImage()
            greys.append(image.convertToFormat(image.Format.Format_Grayscale8))
    assert all(one != other for one, other in pairwise(greys))


def test_more_than_fit_are_counted(stood_up) -> None:
    strip = stood_up(FlipsStrip(), 252, 60)
    strip.show_flips((MENDED,) * 6)
    six = strip.grab().toImage()
    strip.show_flips((MENDED,) * 60)
    assert strip.grab().toImage() != six


def test_the_summary_counts_both_ways() -> None:
    assert summary((), 1000) == "None of 1,000 test images is read otherwise."
    assert (
        summary((MENDED, BROKEN, MENDED, LOST), 90)
        == "Of 90 test images: 2 mended\N{NO-BREAK SPACE}✓, 1 broken\N{NO-BREAK SPACE}✗."
    )
