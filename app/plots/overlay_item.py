"""Paints the curves of other runs below those of the shown one."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPolygonF, QTransform
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from app.look.contrast import readable
from app.plots.curve_item import lines_along, paint_in_pixels
from app.plots.overlay_labels import Label, paint_labels
from app.plots.overlay_sources import Curve, OtherCurve, Source

# Pixels behind each drawn column: what lies below the shown run may be coarser than it.
_COARSE: Final = 3
# Curves drawn, or rows taken up, in one painting; a dozen long runs at once would make it stutter.
_CURVES_AT_ONCE: Final = 3
_ROWS_AT_ONCE: Final = 20_000
_FAR_OUT: Final = 1e5
_FILL_ALPHA: Final = 40

_readable = functools.cache(readable)


@dataclass(frozen=True, eq=False)
class OverlayCurve:
    """A source and its look; `label` stands at the line's end once the source has rows."""

    source: Source
    colour: str
    dashes: tuple[float, float] | None
    label: str


class OverlayItem(pg.UIGraphicsItem):  # type: ignore[misc]
    """Paints into a picture, a few curves at a time, and shows the last one that was finished.

    Until then that one is stretched to what is in sight now, so that no painting takes long.

    is_behind  the picture shown is not the one wanted: paint again
    pictures   how many were finished
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_behind = False
        self.pictures = 0
        self._curves: tuple[OverlayCurve, ...] = ()
        self._font, self._card = QFont(), "#000000"
        self._version = 0
        self._job: Iterator[None] | None = None
        self._job_for: tuple[object, ...] = ()
        self._done_for: tuple[object, ...] = ()
        self._picture = QPixmap()
        # What the picture shows, in the view's coordinates.
        self._shows = QRectF()
        self.setZValue(-10)

    def show_look(self, font: QFont, card: str) -> None:
        self._font, self._card = font, card
        self._restart()

    def show_curves(self, curves: Sequence[OverlayCurve]) -> None:
        self._curves = tuple(curves)
        self._restart()

    def _restart(self) -> None:
        self._version += 1
        self._job = None
        self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        self.is_behind = False
        if not self._curves:
            self._picture = QPixmap()
            return
        to_scene = paint_in_pixels(painter, self)
        frame = to_scene.mapRect(self.boundingRect())
        painter.setClipRect(frame)
        if not isinstance(painter.device(), QWidget):
            # What is saved to a file is drawn whole, and as lines.
            labels = []
            for curve, drawn in self._reduced(to_scene, frame):
                labels += self._paint_curve(painter, to_scene, curve, drawn)
            paint_labels(painter, labels, frame, self._font, self._card)
            return
        ratio = painter.device().devicePixelRatioF()
        rows = sum(curve.source.rows for curve in self._curves)
        wanted = (to_scene, frame, ratio, rows, self._version)
        if self._job is None and wanted != self._done_for:
            self._job, self._job_for = self._work(to_scene, frame, ratio), wanted
        for _ in range(_CURVES_AT_ONCE):
            if self._job is not None:
                next(self._job, None)
        self.is_behind = wanted != self._done_for
        if not self._picture.isNull():
            painter.drawPixmap(to_scene.mapRect(self._shows), self._picture, QRectF(self._picture.rect()))

    def _work(self, to_scene: QTransform, frame: QRectF, ratio: float) -> Iterator[None]:
        """Make a new picture in small portions."""
        for curve in self._curves:
            while curve.source.is_behind:
                curve.source.take(_ROWS_AT_ONCE)
                # So many rows are as dear as two curves.
                yield
                yield
        picture = QPixmap((frame.size() * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        labels = []
        for curve, drawn in self._reduced(to_scene, frame):
            painter = _painter(picture, frame)
            labels += self._paint_curve(painter, to_scene, curve, drawn)
            painter.end()
            yield
        painter = _painter(picture, frame)
        paint_labels(painter, labels, frame, self._font, self._card)
        painter.end()
        self._picture, self._shows = picture, to_scene.inverted()[0].mapRect(frame)
        self._done_for, self._job = self._job_for, None
        self.pictures += 1

    def _reduced(self, to_scene: QTransform, frame: QRectF) -> Iterator[tuple[OverlayCurve, OtherCurve]]:
        seen = to_scene.inverted()[0].mapRect(frame)
        columns = max(int(frame.width() / _COARSE), 16)
        for curve in self._curves:
            if len(curve.source):
                yield curve, curve.source.reduce(seen.left(), seen.right(), columns)

    def _paint_curve(
        self, painter: QPainter, to_scene: QTransform, curve: OverlayCurve, drawn: OtherCurve
    ) -> list[Label]:
        """Paint it, and tell where its name belongs."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if drawn.below is not None and drawn.above is not None:
            low, high = np.stack(_pixels(to_scene, drawn.below)), np.stack(_pixels(to_scene, drawn.above))
            around = np.concatenate((high, low[:, ::-1]), axis=1)
            fill = QColor(curve.colour)
            fill.setAlpha(_FILL_ALPHA)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            corners = around[:, ~np.isnan(around).any(axis=0)].T.tolist()
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        # Width 1 is the widest that Qt strokes fast.
        painter.setPen(QPen(QColor(_readable(curve.colour, self._card, 3.0)), 1))
        across, down = _pixels(to_scene, drawn.points)
        lines = lines_along(across, down, curve.dashes)
        if len(lines):
            first = cast(QLineF, Shiboken.wrapInstance(lines.ctypes.data, QLineF))
            painter.drawLines(first, len(lines))
        colour = _readable(curve.colour, self._card, 4.5)
        return [Label(curve.label, colour, across, down)] if curve.label else []


def _painter(picture: QPixmap, frame: QRectF) -> QPainter:
    painter = QPainter(picture)
    painter.translate(-frame.topLeft())
    return painter


def _pixels(to_scene: QTransform, curve: Curve) -> Curve:
    x, y = curve
    across = to_scene.m11() * x + to_scene.dx()
    return across, np.clip(to_scene.m22() * y + to_scene.dy(), -_FAR_OUT, _FAR_OUT)
