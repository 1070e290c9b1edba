"""A small map of what is read when the drawing is moved or resized."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.evaluation.small_buttons import small_font
from app.look.contrast import contrast
from app.look.theme import DARK, Theme
from app.playground.class_marks import class_colour
from app.reading.shown_lens import Steadiness

CELL: Final = 13
_ROOM: Final = 6
_CELLS: Final = 13


class ShiftMap(QWidget):
    """A square of shifts over a row of sizes; where another class is read, its colour and its name.

    pointed  words for the cell under the pointer, or none
    """

    pointed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shift_map")
        self.setAccessibleName("What is read when the drawing is moved or resized")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setFont(small_font(self))
        self.steadiness: Steadiness | None = None
        self._theme: Theme = DARK

    def show_steadiness(self, shown: Steadiness | None) -> None:
        old = self.sizeHint()
        self.steadiness = shown
        self.setAccessibleDescription(shown.sentence if shown is not None else "")
        if self.sizeHint() != old:
            self.updateGeometry()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        shown = self.steadiness
        rows, columns = shown.shift_classes.shape if shown is not None else (_CELLS, _CELLS)
        widest = max(columns, len(shown.scales) if shown is not None else columns)
        return QSize(widest * CELL + 1, (rows + 1) * CELL + _ROOM + self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def shift_rect(self, row: int, column: int) -> QRectF:
        return QRectF(column * CELL, row * CELL, CELL, CELL)

    def size_rect(self, index: int) -> QRectF:
        shown = self.steadiness
        rows = len(shown.shift_classes) if shown is not None else _CELLS
        return QRectF(index * CELL, rows * CELL + _ROOM, CELL, CELL)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.steadiness
        if shown is None:
            painter.setPen(QColor(self._theme.line))
            painter.drawRect(QRectF(0.5, 0.5, _CELLS * CELL, _CELLS * CELL))
            return
        tiny = QFont(self.font())
        tiny.setPixelSize(10)
        tiny.setWeight(QFont.Weight.DemiBold)
        painter.setFont(tiny)
        rows, columns = shown.shift_classes.shape
        for row in range(rows):
            for column in range(columns):
                read = int(shown.shift_classes[row, column])
                self._paint_cell(painter, shown, self.shift_rect(row, column), read)
        for index in range(len(shown.scales)):
            self._paint_cell(painter, shown, self.size_rect(index), int(shown.scale_classes[index]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.ink), 1))
        painter.drawRect(self.shift_rect(rows // 2, columns // 2).adjusted(0.5, 0.5, -0.5, -0.5))
        own = int(abs(shown.scales - 1).argmin())
        painter.drawRect(self.size_rect(own).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.quiet_ink))
        top = self.size_rect(0).bottom() + 1
        line = QRectF(0, top, len(shown.scales) * CELL, self.fontMetrics().height())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, f"×{float(shown.scales[0]):.2g}")
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, f"×{float(shown.scales[-1]):.2g}")
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, "size")
        painter.end()

    def _paint_cell(self, painter: QPainter, shown: Steadiness, place: QRectF, read: int) -> None:
        inside = place.adjusted(0.5, 0.5, -0.5, -0.5)
        if read == shown.read:
            painter.fillRect(inside, QColor(self._theme.hover))
            return
        colour = class_colour(self._theme, read)
        painter.fillRect(inside, QColor(colour))
        dark = contrast("#000000", colour) > contrast("#ffffff", colour)
        painter.setPen(QColor("#000000" if dark else "#ffffff"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, shown.class_names[read][:1])

    # -- the pointer ---------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self._words_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit("")
        super().leaveEvent(event)

    def _words_at(self, position: QPointF) -> str:
        shown = self.steadiness
        if shown is None:
            return ""
        rows, columns = shown.shift_classes.shape
        column, row = int(position.x() // CELL), int(position.y() // CELL)
        if 0 <= row < rows and 0 <= column < columns:
            return shown.place_words(row, column)
        if 0 <= column < len(shown.scales) and self.size_rect(column).contains(position):
            return shown.size_words(column)
        return ""
