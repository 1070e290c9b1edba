"""Mouse, touch and tablet events as one pen that goes down, moves and is lifted."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QMouseEvent, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QWidget


class _Holder(Enum):
    NOBODY = "nobody"
    MOUSE = "mouse"
    FINGER = "finger"
    TABLET = "tablet"


class PenInput(QWidget):
    """A widget with one pen; whoever puts it down first holds it until it is lifted.

    Positions are fractions of logical pixels from the widget's corner, as precise as the device gives
    them. Further fingers, further buttons and the mouse that follows a tablet are ignored.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._holder = _Holder.NOBODY
        self._finger = -1

    def pen_went_down(self, position: QPointF) -> None:
        raise NotImplementedError

    def pen_moved(self, position: QPointF) -> None:
        raise NotImplementedError

    def pen_lifted(self) -> None:
        raise NotImplementedError

    def drop_pen(self) -> None:
        """Lift the pen now; what its holder does until it lets go is ignored."""
        if self._holder is not _Holder.NOBODY:
            self._holder = _Holder.NOBODY
            self.pen_lifted()

    def _down(self, holder: _Holder, position: QPointF) -> bool:
        if self._holder is not _Holder.NOBODY:
            return False
        self._holder = holder
        self.pen_went_down(position)
        return True

    def _move(self, holder: _Holder, position: QPointF) -> None:
        if self._holder is holder:
            self.pen_moved(position)

    def _lift(self, holder: _Holder, position: QPointF | None = None) -> None:
        if self._holder is holder:
            if position is not None:
                self.pen_moved(position)
            self._holder = _Holder.NOBODY
            self.pen_lifted()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._down(_Holder.MOUSE, event.position())
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The second of two quick strokes arrives as a double click.
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(_Holder.MOUSE, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._lift(_Holder.MOUSE, event.position())
        else:
            super().mouseReleaseEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        # Accepted, or Qt sends the same movement again as a mouse's.
        event.accept()
        position = event.position()
        if event.type() == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            self._down(_Holder.TABLET, position)
        elif event.type() == QEvent.Type.TabletMove:
            self._move(_Holder.TABLET, position)
        elif event.type() == QEvent.Type.TabletRelease:
            self._lift(_Holder.TABLET, position)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self._lift(_Holder.FINGER)
            return
        for point in event.points():
            state = point.state()
            if state == QEventPoint.State.Pressed:
                if self._down(_Holder.FINGER, point.position()):
                    self._finger = point.id()
            elif point.id() == self._finger:
                if state == QEventPoint.State.Updated:
                    self._move(_Holder.FINGER, point.position())
                elif state == QEventPoint.State.Released:
                    self._lift(_Holder.FINGER, point.position())
                    self._finger = -1
