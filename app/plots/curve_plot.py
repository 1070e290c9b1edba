"""One plot of a run: training solid, validation dashed, test dotted, over iterations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetricsF, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.look.theme import Theme
from app.plots.curve_figures import PARTS, Columns
from app.plots.curve_item import CurveItem
from app.plots.curve_reduction import CurveReducer, cut_at_edges
from app.plots.overlay import Band, Overlay
from app.plots.plot_marks import PlotMarks
from app.plots.plot_overlays import PlotOverlays
from app.plots.plot_pointers import PlotPointers
from app.plots.plot_ranges import accuracy_range, risk_range
from app.plots.plot_scale import PlotScale
from app.plots.quiet_axis import QuietAxis

# Pixels of dash and gap along the curve; the training curve is solid.
DASHES: Final = {"validation": (6.0, 3.5), "test": (1.5, 3.0)}


class CurvePlot(pg.PlotWidget):  # type: ignore[misc]
    """Keeps its curves reduced to what the screen can show.

    zoomed       the user has zoomed or panned
    fit_asked    a double click: show the whole run again
    pointed      the iteration (float) under the pointer, or None
    menu_asked   where on the screen the menu belongs
    unfinished   other runs' curves want to be painted further, with the next drawing
    """

    zoomed = Signal()
    fit_asked = Signal()
    pointed = Signal(object)
    menu_asked = Signal(QPoint)
    unfinished = Signal()
    _is_built = False

    def __init__(self, *, is_share: bool, parent: QWidget | None = None) -> None:
        self._left, self._bottom = QuietAxis("left"), QuietAxis("bottom", whole=True)
        super().__init__(parent, axisItems={"left": self._left, "bottom": self._bottom}, enableMenu=False)
        self.paints = 0
        self.follows_height = True
        self.is_share = is_share
        self.scale = PlotScale()
        self._optimum: float | None = None
        self._shown = {part: part != "test" for part in PARTS}
        self._unpainted = False
        self._reducers: dict[str, CurveReducer] = {}
        self.hideButtons()
        for unseen in ("top", "right"):
            self.getAxis(unseen).unlinkFromView()
        # Numbers stand half outside the plot at its top and its right end.
        self.getPlotItem().layout.setContentsMargins(0, 7, 16, 0)
        self._left.setZValue(-1000)
        self.getViewBox().disableAutoRange()
        self.getViewBox().sigRangeChangedManually.connect(self._note_zoom)
        self.scene().sigMouseClicked.connect(self._note_click)
        self._curves = {part: CurveItem(part, DASHES.get(part)) for part in PARTS}
        self._marks = PlotMarks()
        self.overlays = PlotOverlays(DASHES)
        for item in (self.overlays.item, *self._curves.values(), self._marks):
            self.addItem(item, ignoreBounds=True)
        self._readout, self._notice = self._make_label("readout"), self._make_label("notice")
        self._pointers = PlotPointers(self, self._readout)
        self._is_built = True
        self.restart(log=False)

    def _make_label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.hide()
        return label

    # -- curves --------------------------------------------------------------------------------

    def restart(self, *, log: bool, log_x: bool = False) -> None:
        """Forget all rows; heights and places of the next ones are on logarithmic axes or not."""
        self.scale = PlotScale(log, log_x)
        self._left.log, self._bottom.counts = log, log_x
        self._bottom.picture = None
        self._reducers = {part: CurveReducer(log) for part in PARTS}

    def extend(self, part: str, iterations: ArrayLike, values: ArrayLike) -> None:
        """New rows of one curve."""
        self._reducers[part].extend(self.scale.places(iterations), values)

    def show_part(self, part: str, shown: bool) -> None:
        self._shown[part] = shown

    def show_others(self, overlays: Sequence[Overlay], bands: Sequence[Band], columns: Columns) -> None:
        """Draw other runs' columns below the shown one's."""
        parts = [part for part in PARTS if self._shown[part]]
        self.overlays.show(overlays, bands, columns, parts, self.scale)

    def show_optimum(self, value: float | None) -> None:
        self._optimum = value

    def draw(self, left: float, right: float, best: tuple[float, float] | None, *, follows: bool) -> None:
        """Draw the rows between two places, and mark the best (iteration, value).

        follows  the whole run is to be in sight, not what the user has zoomed to
        """
        frame = self.getViewBox().rect()
        columns = max(int(frame.width()), 16)
        drawn = {
            part: self._reducers[part].reduce(left, right, columns) for part in PARTS if self._shown[part]
        }
        in_sight = [*drawn.values(), *self.overlays.outlines(left, right)]
        has_rows = any(len(x) for x, _ in drawn.values())
        optimum = None if self._optimum is None or not has_rows else self.scale.height(self._optimum)
        if optimum is not None and math.isnan(optimum):
            optimum = None
        heights = None
        if self.follows_height and self.is_share:
            heights = accuracy_range(in_sight, follows)
        elif self.follows_height:
            label = min(1.3 * QFontMetricsF(self.font()).height() / max(frame.height(), 1.0), 0.3)
            heights = risk_range(in_sight, optimum, self.scale.log, label)
        if follows or heights is not None:
            places = (left, right) if follows else None
            self.getViewBox().setRange(xRange=places, yRange=heights, padding=0)
        for part, curve in self._curves.items():
            if part in drawn:
                curve.setData(*cut_at_edges(*drawn[part], left, right))
            else:
                curve.clear()
        self._marks.show_marks(
            None if best is None else (self.scale.place(best[0]), self.scale.height(best[1])),
            None if optimum is None or self._optimum is None else (optimum, self._optimum),
        )
        # Left to the painting itself, the view's new range would ask for a second painting.
        self.scene().prepareForPaint()
        self._pointers.place()
        self._unpainted = True

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.overlays.item.is_behind:
            self.unfinished.emit()
        if self._unpainted:
            self._unpainted = False
            self.paints += 1

    # -- the pointer ---------------------------------------------------------------------------

    def show_pointer(self, iteration: float | None, text: str = "") -> None:
        """A vertical line at an iteration, and what was measured there beside it."""
        self._pointers.show_pointer(None if iteration is None else self.scale.place(iteration), text)

    def show_cursor(self, iteration: float | None, text: str = "") -> None:
        """The same for the iteration that the run is rewound to; it stays when the pointer leaves."""
        self._pointers.show_cursor(None if iteration is None else self.scale.place(iteration), text)

    def show_notice(self, text: str) -> None:
        """A sentence in the middle of an empty plot; none if empty."""
        self._notice.setText(text)
        self._notice.setVisible(bool(text))
        self._place_notice()

    def _place_notice(self) -> None:
        self._notice.adjustSize()
        centre = self._frame().center()
        self._notice.move(centre - self._notice.rect().center())

    def _frame(self) -> Any:
        return self.mapFromScene(self.getViewBox().sceneBoundingRect()).boundingRect()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        # Whatever lies behind the plot has no business with it.
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        place = self.mapToScene(event.position().toPoint())
        view = self.getViewBox()
        inside = view.sceneBoundingRect().contains(place) and not event.buttons()
        self.pointed.emit(self.scale.iteration(view.mapSceneToView(place).x()) if inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_asked.emit(event.globalPos())
        else:
            super().contextMenuEvent(event)

    @Slot(object)
    def _note_click(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.menu_asked.emit(event.screenPos().toPoint())
        elif event.double():
            self.fit_asked.emit()

    @Slot()
    def _note_zoom(self) -> None:
        self.follows_height = False
        self.zoomed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The base class resizes itself before anything is built.
        if self._is_built:
            self._place_notice()
            # As in `draw`: or the new size would be painted twice.
            self.scene().prepareForPaint()

    # -- looks ---------------------------------------------------------------------------------

    def show_theme(self, theme: Theme, axis_width: float) -> None:
        """Colours, and a font as large as the application's small print; both plots share an axis width."""
        small = QFont(self.font())
        small.setPointSizeF(0.85 * small.pointSizeF())
        self.setBackground(theme.card)
        for axis in (self._left, self._bottom):
            axis.show_look(small, theme.quiet_ink, theme.line)
        self._left.setWidth(axis_width)
        colours = {"training": theme.training, "validation": theme.validation, "test": theme.test}
        for part, curve in self._curves.items():
            curve.show_colour(colours[part])
        self._marks.show_look(small, theme.good, theme.ink, theme.card)
        self.overlays.item.show_look(small, theme.card)
        self._pointers.show_look(theme, small)
        self._notice.setStyleSheet(f"background: {theme.card}; color: {theme.quiet_ink}; padding: 2px 6px;")
