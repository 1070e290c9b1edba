"""Probabilities as colours: a quiet tint of the class that is read, the stronger the surer."""

from __future__ import annotations

import functools
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from app.look.contrast import channels, mix
from app.look.theme import Theme
from app.playground.class_marks import class_colour

Array = NDArray[Any]

# The strongest tint: points of the same colour must stay visible on it.
_STRENGTH: Final = {True: 0.46, False: 0.40}
_LEVELS: Final = 128


def field_image(probabilities: Array, theme: Theme, order: tuple[int, ...]) -> QImage:
    """One pixel a node of probabilities (rows, columns, classes).

    order  (classes,) which colour each class has; two classes blend over the card's colour at one half
    """
    rows, columns, classes = probabilities.shape
    if classes == 2:
        # The steps of both classes in one table, the even point in the middle.
        table = np.concatenate([_tints(theme, order[0])[::-1], _tints(theme, order[1])])
        entries = np.rint(probabilities[:, :, 1] * (len(table) - 1)).astype(np.intp)
        pixels = table[entries]
    else:
        winner = probabilities.argmax(axis=2)
        best = np.take_along_axis(probabilities, winner[:, :, None], axis=2)[:, :, 0]
        sure = np.clip((best * classes - 1) / max(classes - 1, 1), 0, 1)
        tables = np.stack([_tints(theme, index) for index in order])
        # Regions stay told apart where the winner is far from sure.
        pixels = tables[winner, np.rint((0.15 + 0.85 * sure) * (_LEVELS - 1)).astype(np.intp)]
    pixels = np.ascontiguousarray(pixels)
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    # The image must own its pixels: the array ends here.
    return image.copy()


@functools.lru_cache(maxsize=64)
def _tints(theme: Theme, index: int) -> NDArray[np.uint32]:
    """0xFFRRGGBB from the card's colour to the strongest tint of a class."""
    start = np.array(channels(theme.card), np.float64)
    end = np.array(channels(mix(theme.card, class_colour(theme, index), _STRENGTH[theme.dark])), np.float64)
    share = np.linspace(0, 1, _LEVELS)[:, None]
    red, green, blue = np.rint(start + share * (end - start)).astype(np.uint32).T
    table: NDArray[np.uint32] = 0xFF000000 | red << 16 | green << 8 | blue
    return table
