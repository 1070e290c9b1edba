"""How points look: a colour and a shape for each class, a fill for each part of the split."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from app.look.contrast import readable
from app.look.theme import Theme

TRAINING, VALIDATION, TEST, UNUSED = range(4)
ROLE_NAMES: Final = ("training", "validation", "test", "unused")
MOST_CLASSES: Final = 10

_COLOURS: Final = (
    "#5b96ff", "#ff9f40", "#37c98b", "#f277c0", "#e3cf4a",
    "#a98bff", "#3ccbd6", "#ff7a70", "#a2d34a", "#b8bcc8",
)  # fmt: skip


def class_places(names: Sequence[str]) -> tuple[int, ...]:
    """Which colour and which mark each class has, whatever the order in which they came.

    A digit has its own; other names share out what is left, in alphabetical order.
    """
    own = {name: int(name) for name in names if len(name) == 1 and name in "0123456789"}
    left = (place for place in itertools.count() if place not in own.values())
    others = dict(zip(sorted(set(names) - own.keys()), left, strict=False))
    return tuple((own | others)[name] for name in names)


def class_colour(theme: Theme, index: int) -> str:
    """The colour of a class, 3:1 or better on the card; the first two are those of the weight images."""
    return readable(_COLOURS[index % MOST_CLASSES], theme.card, 3.2)


@functools.cache
def mark_path(index: int, radius: float) -> QPainterPath:
    """The outline of a class's mark around (0, 0); marks of one radius look equally heavy."""
    path = QPainterPath()
    kind = index % MOST_CLASSES
    if kind == 0:
        path.addEllipse(QPointF(0, 0), radius, radius)
    elif kind in (5, 6):
        _add_cross(path, radius * 1.15, turned=kind == 6)
    else:
        corners, turn, size, inner = {
            1: (4, 45, 1.2, 1.0),
            2: (3, -90, 1.35, 1.0),
            3: (4, 0, 1.35, 1.0),
            4: (3, 90, 1.35, 1.0),
            7: (5, -90, 1.5, 0.45),
            8: (3, 0, 1.35, 1.0),
            9: (6, 0, 1.15, 1.0),
        }[kind]
        path.addPolygon(_polygon(corners, turn, size * radius, inner))
        path.closeSubpath()
    return path


def paint_mark(
    painter: QPainter,
    theme: Theme,
    index: int,
    role: int,
    radius: float,
    centre: QPointF,
    colour_name: str | None = None,
) -> None:
    """Training filled, validation hollow, test hollow with a dot, unused faint.

    In the class's colour unless another is named.
    """
    colour, ground = QColor(colour_name or class_colour(theme, index)), QColor(theme.card)
    painter.save()
    painter.translate(centre)
    path = mark_path(index, radius)
    # The card's colour around every mark keeps it apart from the field and its neighbours.
    painter.setPen(
        QPen(ground, 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(colour if role == TRAINING else ground)
    painter.drawPath(path)
    if role == TRAINING:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPath(path)
    else:
        if role == UNUSED:
            colour.setAlphaF(0.5)
        painter.setPen(QPen(colour, 1.6))
        painter.drawPath(path)
        if role == TEST:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(0, 0), 1.5, 1.5)
    painter.restore()


def mark_pixmap(theme: Theme, index: int, role: int, radius: float, ratio: float) -> QPixmap:
    """A mark in the middle of a transparent square of `mark_side(radius)`."""
    side = mark_side(radius)
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_mark(painter, theme, index, role, radius, QRectF(0, 0, side, side).center())
    painter.end()
    return pixmap


def mark_icon(theme: Theme, index: int, ratio: float) -> QIcon:
    """The filled mark of a class, for a button."""
    return QIcon(mark_pixmap(theme, index, TRAINING, 4.5, ratio))


def mark_side(radius: float) -> int:
    return 2 * math.ceil(1.5 * radius + 2)


def _polygon(corners: int, turn: float, size: float, inner: float) -> QPolygonF:
    """A regular polygon, or a star where `inner` is less than 1."""
    count = corners if inner == 1.0 else 2 * corners
    points = []
    for number in range(count):
        angle = math.radians(turn + 360 * number / count)
        length = size * (inner if number % 2 and inner != 1.0 else 1.0)
        points.append(QPointF(length * math.cos(angle), length * math.sin(angle)))
    return QPolygonF(points)


def _add_cross(path: QPainterPath, size: float, *, turned: bool) -> None:
    arm = 0.36 * size
    corners = [
        (-arm, -size), (arm, -size), (arm, -arm), (size, -arm), (size, arm), (arm, arm),
        (arm, size), (-arm, size), (-arm, arm), (-size, arm), (-size, -arm), (-arm, -arm),
    ]  # fmt: skip
    c = math.sqrt(0.5) if turned else 1.0
    s = math.sqrt(0.5) if turned else 0.0
    path.addPolygon(QPolygonF([QPointF(c * x - s * y, s * x + c * y) for x, y in corners]))
    path.closeSubpath()
