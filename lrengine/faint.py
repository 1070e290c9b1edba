"""Strokes that a thin pen or a coarse picture left pale: full ink where they belong to darker ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lrengine.ink import Floats
from lrengine.page import grown, hanging_together

Mask = NDArray[np.bool_]

# Half of full ink is inside a stroke.
INSIDE = 0.5
# The palest crest that may be a stroke, and how far it rises above both of its sides.
_PALEST = 0.15
_CREST = 0.08
_WAYS = ((0, 1), (1, 0), (1, 1), (1, -1))


def pale_strokes_inked(ink: Floats, width: float) -> Floats:
    """The ink (h, w), 0 to 1, with crests of pale ink that lead to or away from full ink made full.

    A crest is higher than what lies about a stroke's width to either side, along a row, a column or a
    diagonal. The blurred edge of a stroke has its stroke on one side and so is none; smudges and
    shadows that touch no stroke stay what they are.

    width  of the strokes in pixels
    """
    reach = max(2, round(0.75 * width))
    pale = (ink > _PALEST) & (ink <= INSIDE)
    if not pale.any():
        return ink
    strong = ink > INSIDE
    crests = pale & _crests(ink, reach)
    # The blurred end of a stroke is a crest as well, but a short one.
    far = crests & ~grown(strong, max(1, round(width / 3)))
    crests = hanging_together(far, crests)
    chosen = hanging_together(strong, strong | crests)
    return np.where(chosen & crests, np.float32(1), ink)


def _crests(ink: Floats, reach: int) -> Mask:
    height, width = ink.shape
    wide = np.pad(ink, reach)
    found = np.zeros(ink.shape, bool)
    for down, right in _WAYS:
        # Diagonal neighbours lie farther away.
        apart = reach if not (down and right) else max(1, round(0.7 * reach))
        sides = []
        for sign in (-1, 1):
            top, left = reach + sign * apart * down, reach + sign * apart * right
            sides.append(wide[top : top + height, left : left + width])
        found |= ink > np.maximum(*sides) + _CREST
    return found
