"""A plot whose axes both run from 0 to 1 and cannot be zoomed."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.evaluation.small_buttons import small_font
from app.look.theme import Theme
from app.plots.plot_ticks import tick_text
from app.plots.quiet_axis import QuietAxis

# Room for marks on the very border.
_MARGIN = 0.02
_AXIS_WIDTH = 26
# Pixels from which fifths have room for their numbers.
_FIFTHS = 110


class ShareAxis(QuietAxis):
    """Ticks every fifth, or every half where there is little room."""

    def ticks(self, length: float) -> list[tuple[float, str]]:
        parts = 5 if length >= _FIFTHS else 2
        return [(k / parts, tick_text(k / parts)) for k in range(parts + 1)]


class UnitPlot(pg.PlotWidget):  # type: ignore[misc]
    """Keeps the mouse for its owner: see `x_at`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.left, self.bottom = ShareAxis("left"), ShareAxis("bottom")
        super().__init__(parent, axisItems={"left": self.left, "bottom": self.bottom}, enableMenu=False)
        self.hideButtons()
        for unseen in ("top", "right"):
            self.getAxis(unseen).unlinkFromView()
        self.getPlotItem().layout.setContentsMargins(0, 6, 10, 0)
        self.left.setZValue(-1000)
        view = self.getViewBox()
        view.disableAutoRange()
        view.setMouseEnabled(False, False)
        self.setRange(xRange=(0, 1), yRange=(0, 1 + _MARGIN), padding=0)
        self.setMinimumHeight(60)

    def frame(self) -> QRectF:
        """Where the plot lies in this widget, in pixels."""
        return self.viewportTransform().mapRect(self.getViewBox().sceneBoundingRect())

    def x_at(self, place: QPointF) -> float:
        """The abscissa under a place of this widget, 0 to 1."""
        return min(max(self.getViewBox().mapSceneToView(self.mapToScene(place.toPoint())).x(), 0.0), 1.0)

    def small(self) -> QFont:
        """The font of the axes."""
        return small_font(self)

    def show_theme(self, theme: Theme) -> None:
        """Colours of ground and axes."""
        small = self.small()
        self.setBackground(theme.card)
        for axis in (self.left, self.bottom):
            axis.show_look(small, theme.quiet_ink, theme.line)
        self.left.setWidth(_AXIS_WIDTH)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
