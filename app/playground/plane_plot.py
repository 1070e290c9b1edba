"""The plane as something to work in by mouse and keys."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.playground.plane_editing import PlaneEditor
from app.playground.plane_view import PlaneView

_CLICK = 4.0
_ZOOM = 1.0015
_STANDARD = QKeySequence.StandardKey
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class PlanePlot(PlaneEditor):
    """A click adds a point of `class_name`; a drag moves a point or, beginning beside them, the view.

    class_keyed      a number key was pressed: 0 to 9
    pointed          (x, y) under the pointer, or None
    """

    class_keyed = Signal(int)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plane_plot")
        self.setAccessibleName("Points and probabilities")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._pressed: QPointF | None = None
        self._panned_from: QPointF | None = None

    # -- the mouse -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        index = self.point_at(place)
        if event.button() == Qt.MouseButton.RightButton:
            if index is not None and not self.is_dragging and self.may_edit:
                self.remove(index)
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._panned_from = place
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pressed = place
            self.select(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._panned_from is not None:
            self._pan(place)
        elif self.is_dragging:
            self.drag(place)
        elif self._pressed is not None and _distance(place, self._pressed) >= _CLICK:
            if self.selected is None:
                self._panned_from, self._pressed = self._pressed, None
                self._pan(place)
            elif self.may_edit:
                self.begin_drag(self.selected, self._pressed)
                self.drag(place)
        if not self.is_dragging:
            over = self.point_at(place) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.CrossCursor)
        self.pointed.emit(self.view.to_position(place.x(), place.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            is_click = not self.is_dragging and self.selected is None
            self.end_drag()
            if is_click:
                self.add(event.position())
        self._panned_from = self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # Two quick clicks are two points.
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.end_drag()
        self.stop_telling()
        self._pressed = self._panned_from = None
        super().hideEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        if turn and not self.is_dragging:
            self._zoom(_ZOOM**turn, event.position())
        event.accept()

    def _pan(self, place: QPointF) -> None:
        assert self._panned_from is not None
        moved = place - self._panned_from
        self._panned_from = place
        self._move_view(self.view.panned(moved.x(), moved.y()))

    def _zoom(self, factor: float, place: QPointF) -> None:
        self._move_view(self.view.zoomed(factor, place.x(), place.y()))

    def _move_view(self, view: PlaneView) -> None:
        self.is_fitted = False
        self.set_view(view)
        self.view_changed.emit(False)

    # -- keys ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._wants(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        if event.matches(_STANDARD.Undo) or event.matches(_STANDARD.Redo):
            return True
        return event.modifiers() == Qt.KeyboardModifier.NoModifier and (
            event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            or (event.key() in (*_ARROWS, Qt.Key.Key_Escape) and self.selected is not None)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        is_plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        middle = QPointF(self.width() / 2, self.height() / 2)
        if event.matches(_STANDARD.Undo):
            self.undo()
        elif event.matches(_STANDARD.Redo):
            self.redo()
        elif not is_plain:
            super().keyPressEvent(event)
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.class_keyed.emit(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self.selected is not None and self.may_edit:
                self.remove(self.selected)
        elif key == Qt.Key.Key_Escape and self.selected is not None:
            self.select(None)
        elif key in _ARROWS and self.selected is not None and self.may_edit:
            self._nudge(*_ARROWS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert):
            self.add(middle)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom(0.8 if key == Qt.Key.Key_Minus else 1.25, middle)
        elif key == Qt.Key.Key_F:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def _nudge(self, across: int, up: int) -> None:
        """Move the selected point by five pixels."""
        assert self.selected is not None
        x, y = self.points.positions[self.selected].tolist()
        self.edit(
            self.points.moved(self.selected, x + 5 * across / self.view.across, y + 5 * up / self.view.up)
        )


def _distance(first: QPointF, second: QPointF) -> float:
    return math.hypot(first.x() - second.x(), first.y() - second.y())
