"""Weight images side by side, each above the mean image of its class."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.look.theme import DARK, Theme
from app.plots.colormaps import MapName, colormap, indices, q_rgb

_GAP: Final = 6
# Pixels larger than this on the screen are left square, smaller ones are smoothed.
_COARSE: Final = 6.0
_DESCRIBE_SECONDS: Final = 1.0


@dataclass(frozen=True)
class HoveredPixel:
    """A pixel of a weight image; row and column from 0."""

    image: int
    row: int
    column: int
    weight: float


class SymmetricRange:
    """A range around zero for values that change: it grows at once and shrinks by little steps."""

    def __init__(self) -> None:
        self.limit = 0.0

    def take(self, values: NDArray[Any]) -> float:
        """The range after another set of values; all zero start it afresh."""
        peak = max(float(values.max(initial=0)), -float(values.min(initial=0)))
        if not np.isfinite(peak):
            peak = float(np.max(np.abs(values), where=np.isfinite(values), initial=0))
        self.limit = peak if peak >= self.limit or not peak else self.limit + 0.05 * (peak - self.limit)
        return self.limit


class WeightsView(QWidget):
    """Paints the images; `hovered` tells the HoveredPixel under the pointer, or None."""

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weights_view")
        self.setAccessibleName("Weight images")
        self.setMouseTracking(True)
        self.setMinimumHeight(84)
        self._weights: NDArray[Any] | None = None
        self._shape = (0, 0)
        self._names: tuple[str, ...] = ()
        self._means: NDArray[Any] | None = None
        self._notice = ""
        self._range = SymmetricRange()
        self._entries = np.empty((0, 0), np.uint8)
        self._theme: Theme = DARK
        self._map: MapName = "blue–orange"
        self._table = q_rgb(colormap(self._map, self._theme))
        self._ground: QPixmap | None = None
        self._described_at = 0.0

    def sizeHint(self) -> QSize:
        return QSize(760, 150)

    @property
    def limit(self) -> float:
        """Weights from −limit to limit span the colours."""
        return self._range.limit

    # -- what is shown -------------------------------------------------------------------------

    def show_weights(self, weights: NDArray[Any], shape: tuple[int, int], names: Sequence[str]) -> None:
        """Weights (images, height·width)."""
        if len(weights) != len(self._weights if self._weights is not None else ()) or shape != self._shape:
            self._range = SymmetricRange()
            self._ground = None
        if tuple(names) != self._names:
            self._ground = None
        self._weights, self._shape, self._names, self._notice = weights, shape, tuple(names), ""
        self._entries = indices(weights, self._range.take(weights)).reshape(-1, shape[1])
        self._describe()
        self.update()

    def show_notice(self, text: str) -> None:
        """A sentence instead of images."""
        if text != self._notice:
            self._notice, self._weights, self._ground = text, None, None
            self.setAccessibleDescription(text)
            self.update()

    def show_means(self, means: NDArray[Any] | None) -> None:
        """Mean images (classes, height, width), ink high."""
        if means is not self._means:
            self._means, self._ground = means, None
            self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme, self._ground = theme, None
        self.show_map(self._map)

    def show_map(self, name: MapName) -> None:
        self._map = name
        self._table = q_rgb(colormap(name, self._theme))
        self.update()

    def _describe(self) -> None:
        now = time.perf_counter()
        if now - self._described_at >= _DESCRIBE_SECONDS:
            self._described_at = now
            count = len(self._weights) if self._weights is not None else 0
            images = "One weight image" if count == 1 else f"{count} weight images"
            self.setAccessibleDescription(f"{images}, weights from −{self.limit:.3g} to {self.limit:.3g}")

    # -- places --------------------------------------------------------------------------------

    def _is_binary(self) -> bool:
        return self._weights is not None and len(self._weights) == 1

    def tile(self, index: int, mean: bool = False) -> QRect:
        """Where a weight image lies, or the mean of a class: below, or beside a binary one."""
        count = len(self._weights) if self._weights is not None else 0
        across, down = (3, 1) if self._is_binary() else (max(count, 1), 2)
        side = (self.width() - _GAP * (across - 1)) // across
        side = max(min(side, (self.height() - _GAP * (down - 1)) // down), 4)
        column, row = (1 + index, 0) if mean and self._is_binary() else (index, int(mean))
        # What is left over goes between the tiles, so that the last one ends where the panel does.
        spare = (self.width() - across * side) / (across - 1) if across > 3 else _GAP
        return QRect(round(column * (side + spare)), row * (side + _GAP), side, side)

    def _name(self, index: int) -> str:
        return self._names[index] if index < len(self._names) else ""

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._weights is None:
            painter.setPen(QColor(self._theme.quiet_ink))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(flags), self._notice)
            return
        if self._ground is None or self._ground.size() != self.size() * self.devicePixelRatioF():
            self._ground = self._paint_ground()
        painter.drawPixmap(0, 0, self._ground)
        height, width = self._shape
        mosaic = _image(self._entries, self._table)
        self._set_smooth(painter, self.tile(0))
        for index in range(len(self._weights)):
            painter.drawImage(
                QRectF(self.tile(index)).adjusted(1, 1, -1, -1),
                mosaic,
                QRectF(0, index * height, width, height),
            )
        self._paint_names(painter)

    def _set_smooth(self, painter: QPainter, tile: QRect) -> None:
        coarse = tile.width() / max(*self._shape, 1) >= _COARSE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not coarse)

    def _paint_names(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPointSizeF(0.8 * font.pointSizeF())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        seismic = self._map == "seismic"
        painter.setPen(QColor("#4a4a4a" if seismic else self._theme.quiet_ink))
        if self._is_binary():
            tiles = [(self.tile(0), f"{self._name(0)} – {self._name(1)}")]
        else:
            assert self._weights is not None
            tiles = [(self.tile(index), self._name(index)) for index in range(len(self._weights))]
        for tile, name in tiles:
            painter.drawText(tile.adjusted(5, 3, 0, 0), 0, name)

    def _paint_ground(self) -> QPixmap:
        """Frames and mean images, which change seldom."""
        ratio = self.devicePixelRatioF()
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(QColor(self._theme.card))
        painter = QPainter(ground)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        assert self._weights is not None
        tiles = [self.tile(index) for index in range(len(self._weights))]
        for tile in tiles:
            painter.drawRect(tile.adjusted(0, 0, -1, -1))
        if self._means is not None:
            self._paint_means(painter, self._means)
        painter.end()
        return ground

    def _paint_means(self, painter: QPainter, means: NDArray[Any]) -> None:
        table = q_rgb(colormap("grey", self._theme))
        if not self._theme.dark:
            table.reverse()
        self._set_smooth(painter, self.tile(0, mean=True))

        for index, mean in enumerate(means):
            tile = self.tile(index, mean=True)
            peak = float(mean.max()) or 1.0
            entries = np.rint(np.clip(mean / peak, 0, 1) * 255).astype(np.uint8)
            painter.drawImage(QRectF(tile).adjusted(1, 1, -1, -1), _image(entries, table))
            painter.drawRect(tile.adjusted(0, 0, -1, -1))

    # -- the pointer ---------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.hovered.emit(self.pixel_at(event.position().x(), event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None)

    def pixel_at(self, x: float, y: float) -> HoveredPixel | None:
        """The weight under a place of this widget."""
        if self._weights is None:
            return None
        height, width = self._shape
        for index in range(len(self._weights)):
            tile = self.tile(index).adjusted(1, 1, -1, -1)
            if QRectF(tile).contains(x, y):
                row = min(int((y - tile.top()) / tile.height() * height), height - 1)
                column = min(int((x - tile.left()) / tile.width() * width), width - 1)
                return HoveredPixel(index, row, column, float(self._weights[index, row * width + column]))
        return None


def _image(entries: NDArray[np.uint8], table: list[int]) -> QImage:
    """A picture that reads the array in place: keep it while the picture is in use."""
    height, width = entries.shape
    image = QImage(entries.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(table)
    return image
