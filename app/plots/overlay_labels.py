"""Names at the ends of lines, moved apart where they would lie on one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

_WIDEST: Final = 130.0
_GROUND_ALPHA: Final = 215


@dataclass(frozen=True, eq=False)
class Label:
    """A name and the line it belongs to, as pixels (n,) across and down."""

    text: str
    colour: str
    across: NDArray[np.float64]
    down: NDArray[np.float64]

    def end(self, frame: QRectF) -> QPointF | None:
        """Where the line ends or leaves to the right; None where that is above or below all in sight."""
        seen = np.flatnonzero((self.across <= frame.right() + 1) & ~np.isnan(self.down))
        if not len(seen):
            return None
        place = QPointF(self.across[seen[-1]], self.down[seen[-1]])
        return place if frame.adjusted(-1, -1, 1, 1).contains(place) else None


def paint_labels(painter: QPainter, labels: Sequence[Label], frame: QRectF, font: QFont, card: str) -> None:
    """Write every name whose line ends in sight, on a ground that lets other lines shine through."""
    metrics = QFontMetricsF(font)
    height = metrics.height()
    ends = [(end, label) for label in labels if (end := label.end(frame)) is not None]
    ends.sort(key=lambda pair: pair[0].y())
    tops = spread([end.y() - height / 2 for end, _ in ends], height, frame.top(), frame.bottom())
    painter.setFont(font)
    ground = QColor(card)
    ground.setAlpha(_GROUND_ALPHA)
    for (end, label), top in zip(ends, tops, strict=True):
        text = metrics.elidedText(label.text, Qt.TextElideMode.ElideRight, _WIDEST)
        width = metrics.horizontalAdvance(text) + 4
        room = QRectF(min(end.x() + 2, frame.right() - width), top, width, height)
        painter.fillRect(room, ground)
        painter.setPen(QColor(label.colour))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def spread(tops: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Ascending tops of labels moved down, then up, until none overlaps and all lie in [top, bottom].

    Where there is no room for all, the uppermost ones overlap.
    """
    places: list[float] = []
    floor = top
    for place in tops:
        places.append(max(place, floor))
        floor = places[-1] + height
    ceiling = bottom - height
    for index in reversed(range(len(places))):
        places[index] = max(min(places[index], ceiling), top)
        ceiling = places[index] - height
    return places
