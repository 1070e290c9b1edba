"""Small pictures of ink: white on black in every theme, pixels shown as squares."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.reading.tinted_picture import place_of


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


def paint_picture(painter: QPainter, frame: QRectF, image: QImage | None, edge: QColor) -> None:
    """A black square with round corners, the picture in it, and a hairline around."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#000000"))
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if image is not None:
        device = painter.device()
        place = place_of(image, frame, device.devicePixelRatioF() if device is not None else 1.0)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, image.width() > place.width() / 2)
        painter.drawImage(place, image)
    # White ink that reaches the edge would run into a white card.
    painter.setPen(edge)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
