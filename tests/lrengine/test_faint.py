"""Pale strokes: inked where they lead on from dark ones, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from lrengine.drawing import rasterise
from lrengine.faint import INSIDE, pale_strokes_inked

SIDE = 120
DARK = rasterise([np.array([(0.2, 0.2), (0.2, 0.5), (0.5, 0.5)])], 0.08, SIDE)
TAIL = [np.array([(0.5, 0.5), (0.8, 0.8)])]


def with_tail(strength, width=0.03):
    return np.maximum(DARK, np.float32(strength) * rasterise(TAIL, width, SIDE))


@pytest.mark.parametrize("strength", [0.2, 0.3, 0.45])
def test_a_pale_tail_becomes_full_ink_to_its_end(strength):
    inked = pale_strokes_inked(with_tail(strength), 9)
    inside = inked > INSIDE
    assert inside[60:95].any(axis=1).all() and not (with_tail(strength) > INSIDE)[75:].any()


def test_dark_strokes_and_their_blurred_edges_stay():
    np.testing.assert_array_equal(pale_strokes_inked(DARK, 9), DARK)


def test_a_pale_stroke_apart_and_a_smudge_stay_what_they_are():
    apart = np.maximum(DARK, np.float32(0.3) * rasterise([np.array([(0.7, 0.1), (0.9, 0.3)])], 0.03, SIDE))
    np.testing.assert_array_equal(pale_strokes_inked(apart, 9), apart)
    rows, columns = np.indices(DARK.shape)
    shade = np.exp(-np.hypot(rows - 60, columns - 60) / 40).astype(np.float32)
    smudge = np.maximum(DARK, np.float32(0.4) * shade)
    assert np.abs(pale_strokes_inked(smudge, 9) - smudge).mean() < 0.01


def test_nothing_pale_gives_the_same_array():
    ink = (DARK > INSIDE).astype(np.float32)
    assert pale_strokes_inked(ink, 9) is ink
