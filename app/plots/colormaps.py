"""Colour tables of 256 entries: for weights on both sides of zero, and for pictures.

Entry 128 is zero, entries 1 and 255 are the two ends of the range, so that a weight of exactly
zero has exactly the neutral colour.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.look.contrast import channels
from app.look.theme import Theme

Table = NDArray[np.uint8]
MapName = Literal["blue–orange", "seismic", "grey"]
MAP_NAMES: Final[tuple[MapName, ...]] = ("blue–orange", "seismic")

# From the strongest against, over the middle, to the strongest for; None is the theme's card.
_Anchors = tuple[tuple[float, str | None], ...]
_ON_DARK: Final[_Anchors] = (
    (-1.0, "#7db4ff"),
    (-0.5, "#2f6fd0"),
    (0.0, None),
    (0.5, "#b5651a"),
    (1.0, "#ffb25c"),
)
_ON_LIGHT: Final[_Anchors] = (
    (-1.0, "#1148a8"),
    (-0.5, "#6b9ded"),
    (0.0, None),
    (0.5, "#e08a2e"),
    (1.0, "#853c00"),
)
_SEISMIC: Final[_Anchors] = (
    (-1.0, "#00004d"),
    (-0.5, "#0000ff"),
    (0.0, "#ffffff"),
    (0.5, "#ff0000"),
    (1.0, "#800000"),
)


def colormap(name: MapName, theme: Theme) -> Table:
    """A table (256, 4) of red, green, blue, alpha.

    blue–orange  blue speaks against, orange for; the neutral colour is the theme's card
    seismic      dark blue, white, dark red, whatever the theme
    grey         black to white, for pictures
    """
    if name == "grey":
        steps = np.arange(256.0)
        return _table(np.stack([steps, steps, steps], axis=1))
    anchors = _SEISMIC if name == "seismic" else _ON_DARK if theme.dark else _ON_LIGHT
    position = np.clip((np.arange(256) - 128) / 127, -1, 1)
    places = [place for place, _ in anchors]
    colours = np.array([channels(colour or theme.card) for _, colour in anchors])
    return _table(np.stack([np.interp(position, places, channel) for channel in colours.T], axis=1))


def q_rgb(table: Table) -> list[int]:
    """The table as the 0xAARRGGBB numbers of a QImage in Format_Indexed8."""
    wide = table.astype(np.uint32)
    packed = wide[:, 3] << 24 | wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2]
    return [int(entry) for entry in packed]


def indices(values: ArrayLike, limit: float) -> NDArray[np.uint8]:
    """Entries of a diverging table for values in [−limit, limit]: round(128 + 127·value/limit).

    Values beyond the limit take its ends; those that are no numbers, and all of them for a limit of 0, are
    neutral.
    """
    array: NDArray[Any] = np.asarray(values, np.float64)
    if not 0 < limit < np.inf:
        return np.full(array.shape, 128, np.uint8)
    share = np.nan_to_num(np.clip(array, -limit, limit) / limit, nan=0.0)
    entries: NDArray[np.uint8] = np.rint(128 + 127 * share).astype(np.uint8)
    return entries


def _table(colours: NDArray[np.float64]) -> Table:
    opaque = np.full((256, 1), 255.0)
    table: Table = np.rint(np.concatenate([colours, opaque], axis=1)).astype(np.uint8)
    table.setflags(write=False)
    return table
