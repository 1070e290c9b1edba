"""A picture whose pixels are coloured by what they say for or against a class."""

from __future__ import annotations

import functools
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.contrast import channels
from app.look.theme import DARK, Theme
from app.plots.colormaps import colormap, indices

Array = NDArray[Any]

SIDE: Final = 112
# Ink is a shadow under the colours: seen where nothing is said, never louder than what is.
_SHADOW: Final = 0.30


class TintedPicture(QWidget):
    """The picture in faint ink, under colours of one symmetric range around zero."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tinted_picture")
        self.setAccessibleName("The drawing tinted by its evidence")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme: Theme = DARK
        self._picture: Array | None = None
        self._tint: Array | None = None
        self._image: QImage | None = None

    @property
    def limit(self) -> float:
        """Evidence from −limit to limit spans the colours."""
        return float(np.abs(self._tint).max(initial=0)) if self._tint is not None else 0.0

    def show_tint(self, picture: Array | None, tint: Array | None) -> None:
        """A picture (h, w), ink 0 to 1, and evidence of the same shape or of coarser cells; None is empty."""
        self._picture, self._tint, self._image = picture, tint, None
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme, self._image = theme, None
        self.update()

    def image(self) -> QImage | None:
        """The picture in its colours, one pixel of it a pixel; None while there is nothing to show."""
        if self._image is None and self._picture is not None and self._tint is not None:
            self._image = _coloured(self._picture, self._tint, self._theme)
        return self._image

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0, 0, SIDE, SIDE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.field))
        painter.drawRoundedRect(frame, 4, 4)
        image = self.image()
        if image is not None:
            # Whole squares need no softened edges, which cost a millisecond.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.drawImage(place_of(image, frame, self.devicePixelRatioF()), image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()


def place_of(image: QImage, frame: QRectF, ratio: float) -> QRectF:
    """Where an image lies in a frame: whole device pixels to one of its own where it is enlarged."""
    scale = min(frame.width() / image.width(), frame.height() / image.height()) * ratio
    if scale >= 2:
        scale = int(scale)
    size = QSizeF(image.width() * scale / ratio, image.height() * scale / ratio)
    corner = frame.center() - QPointF(size.width() / 2, size.height() / 2)
    return QRectF(QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio), size)


@functools.cache
def _table(theme: Theme) -> Array:
    return colormap("blue–orange", theme)[:, :3].astype(np.float32)


def _coloured(picture: Array, tint: Array, theme: Theme) -> QImage:
    entries = indices(tint, float(np.abs(tint).max(initial=0)))
    shape = max(picture.shape[0], tint.shape[0]), max(picture.shape[1], tint.shape[1])
    entries, picture = _spread(entries, shape), _spread(picture, shape)
    ground, ink = (np.array(channels(colour), np.float32) for colour in (theme.card, theme.ink))
    rest = np.clip(1 - np.abs(entries.astype(np.float32) - 128) / 127, 0, 1)
    shadow = _SHADOW * np.clip(picture, 0, 1) * rest
    mixed = _table(theme)[entries] + shadow[:, :, None] * (ink - ground)
    pixels = np.ascontiguousarray(np.clip(mixed, 0, 255), np.uint8)
    height, width = shape
    # A copy: the array goes out of use before the image does.
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _spread(array: Array, shape: tuple[int, int]) -> Array:
    """The same picture in more pixels, each taken from where it lies."""
    if array.shape == shape:
        return array
    rows, columns = (np.arange(size) * have // size for size, have in zip(shape, array.shape, strict=True))
    return array[rows][:, columns]
