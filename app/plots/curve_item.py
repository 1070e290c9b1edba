"""A curve painted as separate short lines in the pixels of the screen."""

from __future__ import annotations

from typing import cast

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QWidget
from shiboken6 import Shiboken

from app.plots.curve_dashes import cut_into_dashes

PEN_WIDTH = 1.5
# Qt's rasteriser loses its way far outside the widget.
_FAR_OUT = 1e5
# A curve that runs up and down for more pixels than this is noise, and drawn thin.
_NOISE = 15_000.0


class CurveItem(pg.PlotCurveItem):  # type: ignore[misc]
    """A curve of few points, solid or with a (dash, gap) in pixels.

    Qt strokes a path with a pen wider than 1, or under a scaling transform, up to a hundred times slower
    than lines given in pixels.
    """

    def __init__(self, name: str, dashes: tuple[float, float] | None) -> None:
        super().__init__(name=name, skipFiniteCheck=True)
        self._dashes = dashes
        self._lines = np.empty((0, 4))

    def show_colour(self, colour: str) -> None:
        cap = Qt.PenCapStyle.SquareCap if self._dashes is None else Qt.PenCapStyle.FlatCap
        pen = QPen(QColor(colour), PEN_WIDTH, Qt.PenStyle.SolidLine, cap)
        self.setPen(pen)

    def boundingRect(self) -> QRectF:
        view = self.getViewBox()
        return QRectF() if view is None else view.viewRect()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        x, y = self.getData()
        if x is None or not len(x):
            return
        to_scene = paint_in_pixels(painter, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.opts["pen"])
        across = to_scene.m11() * x + to_scene.dx()
        down = np.clip(to_scene.m22() * y + to_scene.dy(), -_FAR_OUT, _FAR_OUT)
        self._lines = lines_along(across, down, self._dashes)
        if not len(self._lines):
            return
        if np.abs(self._lines[:, 3] - self._lines[:, 1]).sum() > _NOISE:
            painter.setPen(QPen(painter.pen().color(), 0))
        # The array is read in place; making an object of every line would take longer than drawing.
        first = cast(QLineF, Shiboken.wrapInstance(self._lines.ctypes.data, QLineF))
        painter.drawLines(first, len(self._lines))


def paint_in_pixels(painter: QPainter, item: QGraphicsItem) -> QTransform:
    """Let the painter take the scene's coordinates, and return the item's way there."""
    to_scene = item.sceneTransform()
    back, is_possible = to_scene.inverted()
    if is_possible:
        painter.setWorldTransform(back * painter.worldTransform())
    return to_scene


def lines_along(
    x: NDArray[np.float64], y: NDArray[np.float64], dashes: tuple[float, float] | None
) -> NDArray[np.float64]:
    """Lines (lines, 4) as x₁ y₁ x₂ y₂ that draw a curve; NaN is a gap, and a lone point becomes a dot."""
    lone = ~np.isnan(y)
    lone[1:] &= np.isnan(y[:-1])
    lone[:-1] &= np.isnan(y[1:])
    dots = np.stack((x[lone] - 0.5, y[lone], x[lone] + 0.5, y[lone]), axis=1)
    if dashes is not None:
        ends = np.stack(cut_into_dashes(x, y, (1.0, 1.0), *dashes), axis=1)
        return np.concatenate((ends.reshape(-1, 4), dots))
    joined = ~np.isnan(y[1:]) & ~np.isnan(y[:-1])
    lines = np.stack((x[:-1], y[:-1], x[1:], y[1:]), axis=1)
    return np.concatenate((lines[joined], dots))
