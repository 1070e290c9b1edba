"""Parts of the plane's picture: ticks, the layer of points, and words on a plate."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPixmap

from app.look.theme import Theme
from app.playground.class_marks import mark_pixmap, mark_side
from app.playground.plane_view import PlaneView, ticks
from app.playground.point_set import PointSet

_MOST_DRAWN: Final = 4000


def paint_axes(painter: QPainter, view: PlaneView, theme: Theme, font: QFont) -> None:
    """Short ticks with their numbers along the lower and the left edge."""
    small = QFont(font)
    small.setPointSizeF(0.85 * small.pointSizeF())
    painter.setFont(small)
    metrics = QFontMetricsF(small)
    left, right, bottom, top = view.bounds
    painter.setPen(QPen(QColor(theme.ink), 1.0))
    width, height = view.width, view.height
    for value in ticks(left, right, max(width // 90, 2)):
        x, text = (value - left) * view.across, _number(value)
        half = metrics.horizontalAdvance(text) / 2
        if half + 26 < x < width - half - 6:
            painter.drawLine(QLineF(x, height - 5, x, height))
            painter.drawText(QPointF(x - half, height - 8), text)
    for value in ticks(bottom, top, max(height // 45, 2)):
        y = (top - value) * view.up
        if 30 < y < height - 24:
            painter.drawLine(QLineF(0, y, 5, y))
            painter.drawText(QPointF(9, y + metrics.capHeight() / 2), _number(value))


def points_layer(
    points: PointSet,
    view: PlaneView,
    theme: Theme,
    radius: float,
    ratio: float,
    font: QFont,
    *,
    without: int | None,
) -> QImage:
    """Ticks and the points' marks on a transparent image, but for one; of very many, evenly chosen ones."""
    layer = QImage(QSize(view.width, view.height) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    layer.setDevicePixelRatio(ratio)
    layer.fill(Qt.GlobalColor.transparent)
    side = mark_side(radius)
    places = view.to_pixels(points.positions) - side / 2
    inside = np.all((places > -side) & (places < (view.width, view.height)), axis=1)
    shown = np.flatnonzero(inside)
    shown = shown[:: max(1, -(-len(shown) // _MOST_DRAWN))]
    pixmaps: dict[tuple[int, int], QPixmap] = {}
    marks = points.marks()
    painter = QPainter(layer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_axes(painter, view, theme, font)
    # Held-out points below, so that those that are learnt from are never hidden.
    for index in shown[np.argsort(-points.roles[shown], kind="stable")].tolist():
        if index == without:
            continue
        kind = int(marks[index]), int(points.roles[index])
        if kind not in pixmaps:
            pixmaps[kind] = mark_pixmap(theme, *kind, radius, ratio)
        painter.drawPixmap(QPointF(*places[index]), pixmaps[kind])
    painter.end()
    return layer


def paint_chip(painter: QPainter, text: str, frame: QRectF, theme: Theme, *, centred: bool = False) -> None:
    """Words on a plate of the card's colour, so that they are read on any tint; else in the upper left."""
    metrics = QFontMetricsF(painter.font())
    room = frame.adjusted(8, 8, -8, -8)
    flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
    box = metrics.boundingRect(room.adjusted(8, 0, -8, 0), flags, text)
    plate = QRectF(room.left(), room.top(), box.width() + 16, box.height() + 8)
    if centred:
        plate.moveCenter(room.center())
    ground = QColor(theme.card)
    ground.setAlphaF(0.92)
    painter.setPen(QPen(QColor(theme.line), 1.0))
    painter.setBrush(ground)
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(QColor(theme.ink))
    painter.drawText(plate, flags, text)


def _number(value: float) -> str:
    return f"{value:.6g}".replace("-", "−") if value else "0"
