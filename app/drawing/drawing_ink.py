"""The drawing as an image in device pixels: white ink on black, painted piece by piece as it grows.

The curve is the one that `lrengine.ink.smooth_path` samples: parabolas from midpoint to midpoint of a
stroke's points, the ends held.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen

from app.drawing.drawing_history import Drawing, Points

PAPER = QColor("#000000")
INK = QColor("#ffffff")
CORNER = 8.0
# A picture with sides up to this shows its pixels as squares.
_FEW_PIXELS = 64
_SPECK = 0.01


class InkImage:
    """A square image with round corners that holds the ink of a drawing.

    side   of the square in logical pixels
    ratio  device pixels to a logical pixel
    """

    def __init__(self, side: int, ratio: float) -> None:
        self.side = side
        self.ratio = ratio
        pixels = max(1, round(side * ratio))
        self.image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
        self.image.setDevicePixelRatio(ratio)
        self._brush = 1.0
        self.show(Drawing())

    def show(self, drawing: Drawing, growing: bool = False) -> None:
        """Paint everything anew; of a growing last stroke only what is settled."""
        self._brush = drawing.width * self.side
        self.image.fill(Qt.GlobalColor.transparent)
        painter = self._painter()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(PAPER)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.drawRoundedRect(QRectF(0, 0, self.side, self.side), CORNER, CORNER)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
        if drawing.picture is not None:
            _paint_picture(painter, drawing.picture, self.side)
        for number, stroke in enumerate(drawing.strokes, 1):
            path = settled_path(stroke * self.side)
            if not growing or number < len(drawing.strokes):
                path.connectPath(end_path(stroke[-2:] * self.side))
            painter.strokePath(path, self.pen())
        painter.end()

    def extend(self, newest: Points) -> QRectF:
        """Paint the piece that a new point settled, from the three newest points in the unit square.

        Returns the part of the square that looks different now, its unsettled end included.
        """
        points = newest * self.side
        if len(points) == 2:
            self._stroke(settled_path(points))
        elif len(points) == 3:
            piece = QPainterPath(_middle(points[0], points[1]))
            piece.quadTo(_point(points[1]), _middle(points[1], points[2]))
            self._stroke(piece)
        return self._around(points)

    def finish(self, newest: Points) -> QRectF:
        """Paint the end of a stroke, which no further point will bend."""
        points = newest * self.side
        self._stroke(end_path(points))
        return self._around(points)

    def paint_end(self, painter: QPainter, newest: Points) -> None:
        """Paint the unsettled end of the growing stroke with another painter, in logical pixels."""
        painter.strokePath(end_path(newest * self.side), self.pen())

    def pen(self) -> QPen:
        return QPen(
            QBrush(INK),
            self._brush,
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
            Qt.PenJoinStyle.RoundJoin,
        )

    def _stroke(self, path: QPainterPath) -> None:
        painter = self._painter()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
        painter.strokePath(path, self.pen())
        painter.end()

    def _painter(self) -> QPainter:
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter

    def _around(self, points: Points) -> QRectF:
        margin = self._brush / 2 + 2
        low, high = points.min(0) - margin, points.max(0) + margin
        return QRectF(QPointF(*low), QPointF(*high))


def settled_path(points: Points) -> QPainterPath:
    """The smooth curve from a stroke's first point to the midpoint before its last."""
    path = QPainterPath(_point(points[0]))
    if len(points) > 1:
        path.lineTo(_middle(points[0], points[1]))
    for index in range(1, len(points) - 1):
        path.quadTo(_point(points[index]), _middle(points[index], points[index + 1]))
    return path


def end_path(newest: Points) -> QPainterPath:
    """From the last midpoint to the last point; a dot for a stroke of one."""
    last = _point(newest[-1])
    if len(newest) == 1:
        path = QPainterPath(last)
        # A path that goes nowhere has no outline.
        path.lineTo(last + QPointF(_SPECK, 0))
        return path
    path = QPainterPath(_middle(newest[-2], newest[-1]))
    path.lineTo(last)
    return path


def _paint_picture(painter: QPainter, picture: NDArray[np.uint8], side: int) -> None:
    height, width = picture.shape
    flat = np.ascontiguousarray(picture)
    image = QImage(flat.data, width, height, width, QImage.Format.Format_Grayscale8)
    size = QSizeF(width, height).scaled(QSizeF(side, side), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF((side - size.width()) / 2, (side - size.height()) / 2, size.width(), size.height())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, max(height, width) > _FEW_PIXELS)
    painter.drawImage(place, image)


def _point(point: NDArray[np.float64]) -> QPointF:
    return QPointF(float(point[0]), float(point[1]))


def _middle(first: NDArray[np.float64], second: NDArray[np.float64]) -> QPointF:
    return QPointF(float(first[0] + second[0]) / 2, float(first[1] + second[1]) / 2)
