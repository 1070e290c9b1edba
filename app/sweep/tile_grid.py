"""Tiles of equal size in rows: how many across, and where each lies."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF


@dataclass(frozen=True)
class TileGrid:
    """`count` tiles from left to right and from the top downwards; `least_height` shows all of them."""

    origin: QPointF
    size: QSizeF
    count: int
    across: int
    down: int
    gap: float
    least_height: float

    def tile(self, number: int) -> QRectF:
        row, column = divmod(number, self.across)
        left = self.origin.x() + column * (self.size.width() + self.gap)
        return QRectF(QPointF(left, self.origin.y() + row * (self.size.height() + self.gap)), self.size)

    def tile_at(self, place: QPointF) -> int | None:
        return next((number for number in range(self.count) if self.tile(number).contains(place)), None)


def fitting_grid(
    room: QRectF, count: int, shape: float, least: tuple[float, float], gap: float = 6.0
) -> TileGrid:
    """The grid whose tiles are largest when each is as near `shape` (width ÷ height) as it can be.

    least   width and height no tile goes below; rows that do not fit reach beyond the room
    """
    count = max(count, 1)
    most = max(int((room.width() + gap) // (least[0] + gap)), 1)
    best, found = -1.0, (1, count)
    for across in range(1, min(count, most) + 1):
        down = math.ceil(count / across)
        width = (room.width() - gap * (across - 1)) / across
        height = max((room.height() - gap * (down - 1)) / down, 1.0)
        # Only the part of a tile that has the shape counts as well used.
        used = min(width, height * shape) * min(height, width / shape)
        if used > best * 1.001:
            best, found = used, (across, down)
    across, down = found
    width = max((room.width() - gap * (across - 1)) / across, 1.0)
    height = max((room.height() - gap * (down - 1)) / down, least[1])
    return TileGrid(
        room.topLeft(),
        QSizeF(width, height),
        count,
        across,
        down,
        gap,
        down * least[1] + gap * (down - 1),
    )
