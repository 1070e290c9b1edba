"""The square one draws a digit on; pictures can be pasted or dropped there, too."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QWidget

from app.drawing.drawing_history import Drawing, DrawingHistory, PenStroke, Points
from app.drawing.ink_surface import InkSurface
from app.drawing.picture_input import Grey, holds_picture, picture_from
from app.goes_first import GoesFirst
from lrengine.errors import LabError

_BRUSH_STEP = 0.01


class DrawingCanvas(InkSurface):
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
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAcceptDrops(True)
        self._history = DrawingHistory()
        self._stroke: PenStroke | None = None
        self._goes_first = GoesFirst(self)
        self._describe()

    # -- what is drawn -------------------------------------------------------------------------

    def drawing(self) -> Drawing:
        """What is on the canvas, the growing stroke included."""
        if self._stroke is None or not len(self._stroke):
            return self._history.now
        return self._history.with_stroke(self._stroke.points())

    def growing_end(self) -> Points | None:
        return self._stroke.last(2) if self._stroke is not None and len(self._stroke) else None

    def set_drawing(self, drawing: Drawing) -> None:
        """Put a kept drawing on the canvas; its strokes can be undone."""
        self.drop_pen()
        before = self.brush()
        self._history.restore(drawing)
        if self.brush() != before:
            self.brush_changed.emit(self.brush())
        self._show_anew()

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
        self.drop_pen()
        before = self.brush()
        self._history.set_width(width)
        if self.brush() == before:
            return
        self.brush_changed.emit(self.brush())
        if not self.is_empty():
            self._show_anew()

    @Slot()
    def undo(self) -> None:
        self.drop_pen()
        if self._history.undo():
            self._show_anew()

    @Slot()
    def redo(self) -> None:
        self.drop_pen()
        if self._history.redo():
            self._show_anew()

    @Slot()
    def clear(self) -> None:
        self.drop_pen()
        if not self.is_empty():
            self._history.clear()
            self._show_anew()

    @Slot()
    def paste(self) -> None:
        """Put the clipboard's picture on the canvas."""
        self._take(QGuiApplication.clipboard().mimeData())

    def show_picture(self, picture: Grey) -> None:
        """Put a picture, uint8 (h, w) of either polarity, in the drawing's place."""
        self.drop_pen()
        self._history.show_picture(picture)
        self._show_anew()

    def _take(self, mime: QMimeData) -> None:
        try:
            self.show_picture(picture_from(mime))
        except LabError as error:
            self.picture_refused.emit(str(error))

    def _show_anew(self) -> None:
        self.repaint_all()
        self._describe()
        self.drawing_changed.emit(self._history.now)

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self._history.now.summary()}.")

    # -- the pen -------------------------------------------------------------------------------

    def pen_went_down(self, position: QPointF) -> None:
        self._stroke = PenStroke()
        if not self._history.now.strokes:
            # The prompt or the picture goes.
            self.repaint_all()
        self.pen_moved(position)

    def pen_moved(self, position: QPointF) -> None:
        if self._stroke is None:
            return
        self._goes_first.until_shown()
        if self._stroke.add(*self.in_unit_square(position)):
            self.repaint_point(self._stroke.last(3))
            self.drawing_changed.emit(self.drawing())

    def pen_lifted(self) -> None:
        stroke, self._stroke = self._stroke, None
        if stroke is None or not len(stroke):
            self.update()
            return
        self.repaint_end(stroke.last(2))
        self._history.add_stroke(stroke.points())
        self._describe()
        self.stroke_finished.emit(self._history.now)

    def hideEvent(self, event: QHideEvent) -> None:
        self.drop_pen()
        super().hideEvent(event)

    # -- keys, drops ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        elif event.key() == Qt.Key.Key_BracketLeft:
            self.set_brush(round(self.brush() - _BRUSH_STEP, 4))
        elif event.key() == Qt.Key.Key_BracketRight:
            self.set_brush(round(self.brush() + _BRUSH_STEP, 4))
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # Other files go on to the window, which may open them as data.
        if holds_picture(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take(event.mimeData())
