"""The square one draws a digit on, with mouse, finger or pen; pictures can be pasted or dropped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.drawing_history import Drawing, DrawingHistory, PenStroke
from app.drawing_ink import CORNER, InkImage
from app.picture_input import Grey, holds_picture, picture_from
from lrengine.errors import LabError

PROMPT = "Draw a digit"
_BRUSH_STEP = 0.01


class DrawingCanvas(QWidget):
    """A drawing of strokes kept as vectors in the unit square, or a picture in their place.

    drawing_changed  a `Drawing`, at every new point and after undo, redo, clear, paste and a new brush
    stroke_finished  a `Drawing`, when the pen is lifted
    brush_changed    the brush's width in sides of the canvas
    picture_refused  a sentence: what was pasted or dropped is no picture
    """

    drawing_changed = Signal(object)
    stroke_finished = Signal(object)
    brush_changed = Signal(float)
    picture_refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawing_canvas")
        self.setAccessibleName("Drawing canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAcceptDrops(True)
        self.setToolTip("Draw with the mouse, a finger or a pen; [ and ] change the brush, Delete clears")
        self._history = DrawingHistory()
        self._stroke: PenStroke | None = None
        self._finger = -1
        self._ink: InkImage | None = None
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(260, 260)

    # -- what is drawn -------------------------------------------------------------------------

    def drawing(self) -> Drawing:
        """What is on the canvas, the growing stroke included."""
        if self._stroke is None:
            return self._history.now
        return self._history.with_stroke(self._stroke.points())

    def set_drawing(self, drawing: Drawing) -> None:
        """Put a kept drawing on the canvas; its strokes can be undone."""
        self._stroke = None
        before = self.brush()
        self._history.restore(drawing)
        self._show_anew()
        if self.brush() != before:
            self.brush_changed.emit(self.brush())

    def is_empty(self) -> bool:
        return self._stroke is None and self._history.now.is_empty()

    def can_undo(self) -> bool:
        return self._stroke is not None or self._history.can_undo

    def can_redo(self) -> bool:
        return self._stroke is None and self._history.can_redo

    def brush(self) -> float:
        """The brush's width in sides of the canvas."""
        return self._history.now.width

    @Slot(float)
    def set_brush(self, width: float) -> None:
        """Draw with another width, 0.03 to 0.20 sides; what is drawn already takes it, too."""
        before = self.brush()
        self._history.set_width(width)
        if self.brush() == before:
            return
        self.brush_changed.emit(self.brush())
        self._ink = None
        self.update()
        if not self.is_empty():
            self.drawing_changed.emit(self.drawing())

    @Slot()
    def undo(self) -> None:
        self.finish_stroke()
        if self._history.undo():
            self._show_anew()

    @Slot()
    def redo(self) -> None:
        if self._stroke is None and self._history.redo():
            self._show_anew()

    @Slot()
    def clear(self) -> None:
        self.finish_stroke()
        if not self.is_empty():
            self._history.clear()
            self._show_anew()

    @Slot()
    def paste(self) -> None:
        """Put the clipboard's picture on the canvas."""
        self._take(QGuiApplication.clipboard().mimeData())

    def show_picture(self, picture: Grey) -> None:
        """Put a picture, uint8 (h, w) of either polarity, in the drawing's place."""
        self.finish_stroke()
        self._history.show_picture(picture)
        self._show_anew()
