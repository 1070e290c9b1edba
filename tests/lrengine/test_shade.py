"""Light and ink of a page that a shadow falls on."""

import numpy as np
import pytest

from lrengine.shade import floods_the_edge, without_shade


def page(dark=0.4):
    """Blank paper, a shadow with a soft edge across its left half."""
    columns = np.arange(120)
    return np.tile(0.9 - (0.9 - dark) / (1 + np.exp((columns - 60) / 3)), (90, 1))


def test_blank_paper_in_shadow_and_light_is_all_one():
    assert without_shade(page()) == pytest.approx(np.ones((90, 120)), abs=1e-6)


def test_ink_is_as_dark_in_the_shadow_as_in_the_light():
    grey = page()
    grey[40:46, 10:110] *= 0.3
    flat = without_shade(grey)
    assert flat[40:46, 10:110] == pytest.approx(np.full((6, 100), 0.3), abs=0.02)
    assert flat[:40] == pytest.approx(np.ones((40, 120)), abs=0.02)


def test_a_black_picture_has_no_light_to_divide_by():
    assert np.isfinite(without_shade(np.zeros((30, 20)))).all()


def test_a_shadow_floods_the_edge_and_a_stroke_to_it_does_not():
    ink = np.zeros((90, 120))
    ink[:, 50:56] = ink[40:46] = 1
    assert not floods_the_edge(ink)
    ink[:, :60] = 1
    assert floods_the_edge(ink)
