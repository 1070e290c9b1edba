"""One tile of the gallery: an image or a point, its true class, the class read, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from app.look.theme import Theme
from lrengine.judging import Judged

SIDE: Final = 56
_PAD: Final = 4
_WIDEST_CAPTION: Final = 150.0


class TilePainter:
    """Measures and paints tiles in a font and a theme."""

    def __init__(self, font: QFont, theme: Theme, names: Sequence[str] = (), *, images: bool) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self._theme = theme
        self._images = images
        self._widest = max((self.metrics.horizontalAdvance(name) for name in names), default=0.0)

    @property
    def height(self) -> int:
        line = int(self.metrics.height())
        return _PAD + SIDE + 2 + line + 2 if self._images else line + 2 * _PAD

    @property
    def least_width(self) -> int:
        caption = min(2 * self._widest + self.metrics.horizontalAdvance(" →  100 %"), _WIDEST_CAPTION)
        return max(SIDE, int(caption)) + 2 * _PAD if self._images else 200

    def paint(self, painter: QPainter, place: QRectF, judged: Judged, row: int, *, current: bool) -> None:
        if current:
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.setBrush(QColor(self._theme.field))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 4, 4)
        inside = place.adjusted(_PAD, _PAD, -_PAD, -2)
        line = self.metrics.height()
        if self._images:
            frame = QRectF(round(inside.center().x() - SIDE / 2), inside.top(), SIDE, SIDE)
            _paint_picture(painter, frame, tile_image(judged.inputs[row], judged.full_scale))
            painter.setPen(QColor(self._theme.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
            width = min(inside.width(), self.least_width + _PAD)
            caption = QRectF(inside.center().x() - width / 2, frame.bottom() + 2, width, line)
        else:
            text = point_text(judged.inputs[row])
            painter.setPen(QColor(self._theme.ink))
            painter.drawText(QRectF(inside.left(), inside.top(), inside.width() / 2, line), 0, text)
            caption = QRectF(inside.center().x(), inside.top(), inside.width() / 2, line)
        self._paint_caption(painter, caption, judged, row)

    def _paint_caption(self, painter: QPainter, place: QRectF, judged: Judged, row: int) -> None:
        names = judged.class_names
        true, read = int(judged.labels[row]), int(judged.predicted[row])
        share = f"{100 * float(judged.probabilities[row, read]):.0f} %"
        room = place.width() - self.metrics.horizontalAdvance(share) - 4
        painter.setPen(QColor(self._theme.ink))
        answer = _fitting(self.metrics, names[true], names[read], room)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, answer)
        painter.setPen(QColor(self._theme.quiet_ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, share)


def tile_image(picture: NDArray[Any], full_scale: float) -> QImage:
    """An image of a 2-D array with ink high; `full_scale` is white."""
    if picture.dtype != np.uint8 or full_scale != 255.0:
        share = np.nan_to_num(picture.astype(np.float32)) / (full_scale or 1.0)
        picture = np.rint(np.clip(share, 0, 1) * 255).astype(np.uint8)
    grey = np.ascontiguousarray(picture)
    height, width = grey.shape
    # A copy: the array goes out of use before the image does.
    return QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8).copy()


def point_text(point: NDArray[Any]) -> str:
    """A point's coordinates, as far as two go: (1.20, −0.43)."""
    shown = ", ".join(f"{float(value):.2f}" for value in point[:2]).replace("-", "−")
    return f"({shown}{', …' if len(point) > 2 else ''})"


def _paint_picture(painter: QPainter, frame: QRectF, image: QImage) -> None:
    """Whole device pixels to a picture's pixel where it is enlarged: all squares are equal."""
    painter.fillRect(frame, QColor("#000000"))
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    scale = SIDE * ratio / max(image.width(), image.height())
    if scale >= 2:
        scale = int(scale)
    size = QSizeF(image.width() * scale / ratio, image.height() * scale / ratio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 2)
    corner = frame.center() - QPointF(size.width() / 2, size.height() / 2)
    snapped = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
    painter.drawImage(QRectF(snapped, size), image)


def _fitting(metrics: QFontMetricsF, true: str, read: str, width: float) -> str:
    """Both names, each shortened to its half where the two are too long."""
    whole = f"{true} → {read}"
    if metrics.horizontalAdvance(whole) <= width:
        return whole
    each = (width - metrics.horizontalAdvance("→")) / 2
    short = (metrics.elidedText(name, Qt.TextElideMode.ElideRight, each) for name in (true, read))
    return "→".join(short)
