"""A hard shadow across a photographed page: the light taken out, so that only the ink is left."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float64]

# Ink along so much of the picture's edge is a shadow; a digit that touches the edges covers less of them.
_FLOODED: Final = 0.2
# Strokes are thinner than this share of the picture's shorter side.
_BRUSH: Final = 0.16
# Shadows darker than this share of the light part tell nothing of the ink in them.
_DARKEST: Final = 0.1


def floods_the_edge(ink: NDArray[Any]) -> bool:
    """Whether what was taken for ink lies along too much of the picture's edge to be a drawing."""
    edge = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    return bool((edge > 0.5).mean() > _FLOODED)


def without_shade(grey: Grey) -> Grey:
    """Each pixel over the light that falls on its paper: 1 where it is blank, less where it is inked.

    The light is the morphological closing of the picture (brightest value near, then darkest of those):
    it follows the edge of a shadow, and dark strokes narrower than its window leave no trace in it.
    """
    reach = max(1, round(_BRUSH * min(grey.shape) / 2))
    light = -_brightest_near(-_brightest_near(grey, reach), reach)
    return np.clip(grey / np.maximum(light, _DARKEST * max(float(light.max()), 1e-9)), 0, 1)


def _brightest_near(grey: Grey, reach: int) -> Grey:
    for _ in range(2):
        padded = np.pad(grey, ((reach, reach), (0, 0)), mode="edge")
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=0)
        grey = windows.max(axis=-1).T
    return grey
