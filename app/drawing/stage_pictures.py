"""A row of small pictures: what becomes of a drawing on its way to the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

Stage = tuple[str, NDArray[Any]]

_SIDE = 56
_GAP = 4
_WIDEST_STEP = 98.0


class StagePictures(QWidget):
    """Pictures with a title below each, pixels shown as squares."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage_pictures")
        self.setAccessibleName("What the model gets")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.titles: tuple[str, ...] = ()
        self.images: tuple[QImage, ...] = ()

    def show_stages(self, stages: Sequence[Stage]) -> None:
        """Show (title, picture) pairs: 2-D arrays with ink high, float 0 to 1 or whole numbers."""
        self.titles = tuple(title for title, _ in stages)
        self.images = tuple(grey_image(picture) for _, picture in stages)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _SIDE + _GAP + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_SIDE, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        count = max(1, len(self.images))
        step = min((self.width() - _SIDE) / max(count - 1, 1), _WIDEST_STEP)
        for number in range(count):
            frame = QRectF(round(number * step), 0, _SIDE, _SIDE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#000000"))
            painter.drawRoundedRect(frame, 4, 4)
            if number < len(self.images):
                self._paint_image(painter, frame, self.images[number])
                painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
                title = metrics.elidedText(self.titles[number], Qt.TextElideMode.ElideRight, _SIDE)
                below = QRectF(frame.left(), _SIDE + _GAP, _SIDE, metrics.height())
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, title)
            # White ink that reaches the edge would run into a white card.
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        painter.end()

    def _paint_image(self, painter: QPainter, frame: QRectF, image: QImage) -> None:
        """Whole device pixels to a picture's pixel where it is enlarged much: all squares are equal."""
        longest = max(image.width(), image.height())
        ratio = self.devicePixelRatioF()
        scale = _SIDE * ratio / longest
        if scale >= 2:
            scale = int(scale)
        size = QSizeF(image.width() * scale / ratio, image.height() * scale / ratio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 2)
        corner = frame.center() - QPointF(size.width() / 2, size.height() / 2)
        snapped = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
        painter.drawImage(QRectF(snapped, size), image)


def grey_image(picture: NDArray[Any]) -> QImage:
    """An image of a 2-D array with ink high.

    Whole numbers count to 255, or to 16 where none is larger, as in 8×8 digits; floats count to 1.
    """
    if picture.dtype.kind in "ui":
        full = 255.0 if picture.size and picture.max() > 16 else 16.0
        grey = picture if full == 255.0 and picture.dtype == np.uint8 else picture * (255.0 / full)
    else:
        grey = np.nan_to_num(picture) * 255.0
    grey = np.ascontiguousarray(np.clip(grey, 0, 255), dtype=np.uint8)
    height, width = grey.shape
    # A copy: the array goes out of use before the image does.
    return QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
