"""A slider that carries a mark, lets the wheel scroll what it lies on, and leaves steps to its owner."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from app.settings.key_claims import claims_navigation

_SHORTEST = 40
_STEPS = {
    Qt.Key.Key_Right: (1, False),
    Qt.Key.Key_Up: (1, False),
    Qt.Key.Key_Left: (-1, False),
    Qt.Key.Key_Down: (-1, False),
    Qt.Key.Key_PageUp: (1, True),
    Qt.Key.Key_PageDown: (-1, True),
}


class MarkedSlider(QSlider):
    """A horizontal slider with a dashed tick across its groove.

    A press on the groove takes the handle there and goes on as a drag. Arrow and page keys are
    reported instead of moving the handle by positions, since its owner knows the round values.

    step_asked  (steps, whether by pages), from the keys, or the wheel while it has the focus
    """

    step_asked = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._mark: int | None = None
        self._mark_colour = QColor("#e07b00")

    @property
    def marked_position(self) -> int | None:
        return self._mark

    def set_mark(self, position: int | None) -> None:
        self._mark = position
        self.update()

    def set_mark_colour(self, colour: QColor) -> None:
        self._mark_colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SHORTEST, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        return claims_navigation(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.step_asked.emit(*step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
        elif event.angleDelta().y():
            self.step_asked.emit(1 if event.angleDelta().y() > 0 else -1, False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._handle().contains(
            event.position().toPoint()
        ):
            self.setValue(self._position_at(event.position().x()))
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._mark is None:
            return
        painter = QPainter(self)
        pen = QPen(self._mark_colour if self.isEnabled() else self.palette().mid().color(), 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([2.5, 1.0])
        painter.setPen(pen)
        middle, half = self.height() / 2, min(self.height(), 18) / 2
        x = self.x_of(self._mark)
        painter.drawLine(x, round(middle - half), x, round(middle + half))

    def x_of(self, position: int) -> int:
        """Where the middle of the handle is at `position`, in pixels."""
        left, span = self._travel()
        return left + QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), position, span)

    def _position_at(self, x: float) -> int:
        left, span = self._travel()
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), round(x) - left, span)

    def _travel(self) -> tuple[int, int]:
        groove = self._control(QStyle.SubControl.SC_SliderGroove)
        handle = self._handle().width()
        return groove.left() + handle // 2, groove.width() - handle

    def _handle(self) -> QRect:
        return self._control(QStyle.SubControl.SC_SliderHandle)

    def _control(self, control: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, control, self)
