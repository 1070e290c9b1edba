"""Whether the model is right as often as it is sure."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.evaluation.unit_plot import UnitPlot
from app.look.contrast import mix
from app.look.theme import DARK, Theme
from app.plots.curve_item import paint_in_pixels
from lrengine.metrics import Reliability

_DOT = 3.5
# The highest bar takes this share of the plot's height.
_TALLEST = 0.3


class ReliabilityItem(pg.UIGraphicsItem):  # type: ignore[misc]
    """The diagonal of a calibrated model, the curve, and below it how many rows each bin holds."""

    def __init__(self) -> None:
        super().__init__()
        self.pointed: int | None = None
        self._shown: Reliability | None = None
        self._theme: Theme = DARK

    def show_reliability(self, shown: Reliability | None) -> None:
        self._shown = shown
        self.update()

    def show_pointed(self, bin_: int | None) -> None:
        self.pointed = bin_
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        transform = paint_in_pixels(painter, self)
        theme, shown = self._theme, self._shown
        if shown is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        tallest = max(int(shown.counts.max()), 1)
        for index, count in enumerate(shown.counts):
            if count:
                height = max(_TALLEST * float(count) / tallest, 0.006)
                left, right = float(shown.edges[index]), float(shown.edges[index + 1])
                bar = transform.mapRect(QRectF(left, 0.0, right - left, height)).adjusted(0.5, 0, -0.5, 0)
                share = 0.7 if index == self.pointed else 0.35
                painter.fillRect(bar, QColor(mix(theme.card, theme.quiet_ink, share)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(theme.quiet_ink), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(transform.map(QPointF(0, 0)), transform.map(QPointF(1, 1)))
        filled = np.flatnonzero(shown.counts)
        places = [
            transform.map(QPointF(float(shown.confidence[index]), float(shown.accuracy[index])))
            for index in filled
        ]
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(QPen(QColor(theme.card), 1.5))
        painter.setBrush(QColor(theme.accent))
        for bin_, place in zip(filled, places, strict=True):
            size = _DOT + 2 * (bin_ == self.pointed)
            painter.drawEllipse(place, size, size)


class CalibrationPlot(UnitPlot):
    """The share of right answers over confidence.

    pointed  the index of the bin under the pointer, or None
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calibration_plot")
        self.setAccessibleName("Calibration")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.item = ReliabilityItem()
        self.addItem(self.item, ignoreBounds=True)
        self._shown: Reliability | None = None
        self.show_theme(DARK)

    def show_reliability(self, shown: Reliability | None) -> None:
        self._shown = shown
        self.item.show_reliability(shown)
        self.setAccessibleDescription("" if shown is None else summary(shown))

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self.item.show_theme(theme)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        shown, inside = self._shown, self.frame().contains(event.position())
        if shown is None or not inside:
            self._point(None)
        else:
            bins = len(shown.counts)
            self._point(min(int(self.x_at(event.position()) * bins), bins - 1))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def _point(self, bin_: int | None) -> None:
        if bin_ != self.item.pointed:
            self.item.show_pointed(bin_)
            self.pointed.emit(bin_)


def summary(shown: Reliability) -> str:
    """The error, and on which side it lies."""
    rows = max(int(shown.counts.sum()), 1)
    sure = float(np.nansum(shown.counts * shown.confidence)) / rows
    right = float(np.nansum(shown.counts * shown.accuracy)) / rows
    return f"ECE {100 * shown.error:.1f} % · on average {100 * sure:.1f} % sure, {100 * right:.1f} % right"


def bin_sentence(shown: Reliability, index: int) -> str:
    """What one bin holds, as in "0.93 to 1.00 sure: 612 rows, 98.1 % right"."""
    count, share = int(shown.counts[index]), float(shown.accuracy[index])
    right = f", {100 * share:.1f} % right" if math.isfinite(share) else ""
    return f"{shown.edges[index]:.2f} to {shown.edges[index + 1]:.2f} sure: {count:,} rows{right}"
