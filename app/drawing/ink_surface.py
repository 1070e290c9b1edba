"""The square that shows a drawing while it grows: an image kept for it, only changed parts repainted."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.drawing.drawing_history import Drawing, Points
from app.drawing.drawing_ink import CORNER, InkImage
from app.drawing.pen_input import PenInput

PROMPT = "Draw a digit"
# Black in both themes, so what lies on it has one colour, too.
_PROMPT_COLOUR = "#8f96a6"
_FRAME_COLOUR = "#2b2f39"


class InkSurface(PenInput):
    """The largest square that fits, in the middle: a prompt while empty, a ring while it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)
        self._ink: InkImage | None = None

    def drawing(self) -> Drawing:
        """What is to be seen, the growing stroke included."""
        raise NotImplementedError

    def growing_end(self) -> Points | None:
        """The newest two points of the growing stroke, if there is one."""
        raise NotImplementedError

    def in_unit_square(self, position: QPointF) -> tuple[float, float]:
        """A position in the widget as x, y with the square from 0 to 1."""
        square = self._square()
        return (position.x() - square.x()) / square.width(), (position.y() - square.y()) / square.width()

    def repaint_all(self) -> None:
        """The drawing is another one."""
        self._ink = None
        self.update()

    def repaint_point(self, newest: Points) -> None:
        """The growing stroke has a new point; the newest three are given."""
        if self._ink is not None:
            self._update_part(self._ink.extend(newest))

    def repaint_end(self, newest: Points) -> None:
        """The stroke is finished; its last two points are given."""
        if self._ink is not None:
            self._update_part(self._ink.finish(newest))

    def sizeHint(self) -> QSize:
        return QSize(260, 260)

    def paintEvent(self, event: QPaintEvent) -> None:
        square = self._square()
        frame = QRectF(0, 0, square.width(), square.width())
        ink = self._ink_for(square.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(square.topLeft())
        painter.drawImage(QPoint(0, 0), ink.image)
        end = self.growing_end()
        if end is not None:
            painter.save()
            edge = QPainterPath()
            edge.addRoundedRect(frame, CORNER, CORNER)
            painter.setClipPath(edge)
            ink.paint_end(painter, end)
            painter.restore()
        elif self.drawing().is_empty():
            painter.setPen(QColor(_PROMPT_COLOUR))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, PROMPT)
        focused = self.hasFocus()
        width = 2.0 if focused else 1.0
        ring = self.palette().color(QPalette.ColorRole.Accent) if focused else QColor(_FRAME_COLOUR)
        painter.setPen(QPen(ring, width))
        inset = width / 2
        painter.drawRoundedRect(frame.adjusted(inset, inset, -inset, -inset), CORNER - inset, CORNER - inset)
        painter.end()

    def _ink_for(self, side: int) -> InkImage:
        """The image of the drawing at the present size and resolution, painted anew if it has none."""
        ratio = self.devicePixelRatioF()
        if self._ink is None or (self._ink.side, self._ink.ratio) != (side, ratio):
            self._ink = InkImage(side, ratio)
            self._ink.show(self.drawing(), growing=self.growing_end() is not None)
        return self._ink

    def _square(self) -> QRect:
        side = max(1, min(self.width(), self.height()))
        return QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)

    def _update_part(self, part: QRectF) -> None:
        self.update(part.translated(self._square().topLeft()).toAlignedRect())
