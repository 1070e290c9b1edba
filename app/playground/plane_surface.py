"""The picture of the 2-D lab: field, boundary, points over it, and words in its corners."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import LIGHT, Theme
from app.playground.class_marks import class_places, paint_mark
from app.playground.field_image import field_image
from app.playground.field_sampler import FieldSampler
from app.playground.plane_painting import paint_chip, points_layer
from app.playground.plane_view import PlaneView, fitted
from app.playground.point_set import EMPTY, PointSet
from lrengine.model import Model

_CORNER = 6.0
_MOST_DRAWN: Final = 4000
_CROWD: Final = 800


class PlaneSurface(QWidget):
    """Paints what it is given; the points lie on a layer of their own that a new iterate leaves alone.

    Until the user zooms, the view fits the points; `is_fitted` tells.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.theme: Theme = LIGHT
        self.view = PlaneView()
        self.points: PointSet = EMPTY
        self.model: Model | None = None
        self.is_fitted = True
        self.notice = ""
        self.readout = ""
        self._lifted: int | None = None
        self._selected: int | None = None
        self._sampler = FieldSampler()
        self._field: tuple[QImage, Any, Any, float] | None = None
        self._layer: QImage | None = None

    # -- what is shown -------------------------------------------------------------------------

    def show_points_anew(self, points: PointSet) -> None:
        self.points = points
        self._layer = None
        self._describe()
        self.update()

    def show_model(self, model: Model | None) -> None:
        self.model = model
        self._field = None
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._layer = self._field = None
        self.update()

    def show_notice(self, text: str) -> None:
        """A sentence in the middle, "" for none."""
        self.notice = text
        self.update()

    def show_readout(self, text: str) -> None:
        """What is under the pointer, "" for nothing."""
        if text != self.readout:
            self.readout = text
            self.update()

    def set_view(self, view: PlaneView) -> None:
        self.view = view
        self._layer = self._field = None
        self.update()

    def fit(self) -> None:
        """See all points, and go on doing so when other data comes."""
        self.is_fitted = True
        self.set_view(fitted(self.points.positions, self.width(), self.height()))

    def lift(self, index: int | None) -> None:
        """Draw one point apart from the others while it is dragged."""
        if index != self._lifted:
            self._lifted = index
            self._layer = None
        self.update()

    def select(self, index: int | None) -> None:
        self._selected = index
        self.update()

    @property
    def selected(self) -> int | None:
        return self._selected

    def mark_radius(self) -> float:
        return 3.0 if len(self.points) > _CROWD else 4.5

    def sizeHint(self) -> QSize:
        return QSize(560, 280)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.is_fitted:
            self.fit()
        else:
            self.set_view(self.view.resized(self.width(), self.height()))
        super().resizeEvent(event)

    def _describe(self) -> None:
        points = self.points
        counts = np.bincount(points.classes, minlength=len(points.names))
        words = ", ".join(
            f"{count} of class {name}" for name, count in zip(points.names, counts, strict=False)
        )
        self.setAccessibleDescription(f"{words}." if len(points) else "No points.")

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect())
        self._paint_field(painter)
        painter.drawImage(0, 0, self._points_layer())
        self._paint_chosen(painter)
        # Covering the corners is much cheaper than painting everything under a round clip.
        corners, inside = QPainterPath(), QPainterPath()
        corners.addRect(frame)
        inside.addRoundedRect(frame, _CORNER, _CORNER)
        painter.fillPath(corners - inside, QColor(self.theme.card))
        focused = self.hasFocus()
        width = 2.0 if focused else 1.0
        painter.setPen(QPen(QColor(self.theme.accent if focused else self.theme.line), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2
        painter.drawRoundedRect(
            frame.adjusted(inset, inset, -inset, -inset), _CORNER - inset, _CORNER - inset
        )
        painter.setFont(self.font())
        if self.notice:
            paint_chip(painter, self.notice, frame, self.theme, centred=True)
        if self.readout:
            paint_chip(painter, self.readout, frame, self.theme)
        painter.end()

    def _paint_field(self, painter: QPainter) -> None:
        if self.model is None:
            painter.fillRect(self.rect(), QColor(self.theme.card))
            return
        if self._field is None:
            field = self._sampler.field(self.model, self.view)
            image = field_image(field.probabilities, self.theme, self._colour_order(self.model))
            boundaries, quarters = (
                [QPolygonF([QPointF(x, y) for x, y in line.tolist()]) for line in lines]
                for lines in field.lines()
            )
            self._field = image, boundaries, quarters, field.step
        image, boundaries, quarters, step = self._field
        # Nodes are the middles of the image's pixels.
        painter.drawImage(QRectF(-step / 2, -step / 2, step * image.width(), step * image.height()), image)
        ink = QColor(self.theme.ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        faint = QColor(ink)
        faint.setAlphaF(0.45)
        pen = QPen(faint, 1.0, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([2.0, 4.0])
        for colour_pen, lines in ((pen, quarters), (QPen(ink, 1.8), boundaries)):
            painter.setPen(colour_pen)
            for line in lines:
                painter.drawPolyline(line)

    def _colour_order(self, model: Model) -> tuple[int, ...]:
        names = self.points.names
        places = dict(zip(names, class_places(names), strict=True))
        own = zip(model.class_names, class_places(model.class_names), strict=True)
        return tuple(places.get(name, place) for name, place in own)

    def _points_layer(self) -> QImage:
        if self._layer is None or self._layer.devicePixelRatio() != self.devicePixelRatioF():
            # Ticks lie on the layer, too: many small calls would each wait for a training's thread.
            self._layer = points_layer(
                self.points,
                self.view,
                self.theme,
                self.mark_radius(),
                self.devicePixelRatioF(),
                self.font(),
                without=self._lifted,
            )
        return self._layer

    def _paint_chosen(self, painter: QPainter) -> None:
        """The point that is dragged, and a ring around the selected one."""
        radius = self.mark_radius()
        for index, ringed in {self._lifted: False, self._selected: True}.items():
            if index is None or index >= len(self.points):
                continue
            place = QPointF(*self.view.to_pixels(self.points.positions[index : index + 1])[0])
            kind = int(self.points.marks()[index]), int(self.points.roles[index])
            if index == self._lifted:
                paint_mark(painter, self.theme, *kind, radius, place)
            if ringed:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                for colour, width in ((self.theme.card, 4.0), (self.theme.ink, 1.8)):
                    painter.setPen(QPen(QColor(colour), width))
                    painter.drawEllipse(place, radius + 5, radius + 5)
