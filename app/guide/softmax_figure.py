"""Softmax: what it keeps, what it does not see, and what happens if it is applied twice."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.guide.axes import Axes, faded, handle, pen_of
from app.guide.figure import Figure, number

Array = NDArray[Any]

_FAR: Final = 6.0
_SHIFT: Final = 3.0
_ROWS: Final = 4
_TITLES: Final = ("logits z", "softmax(z)", "twice: a mistake")


def softmax(logits: Array) -> Array:
    """e^zₖ / Σ e^z, from differences to the largest so that nothing overflows."""
    grown = np.exp(logits - logits.max())
    shares: Array = grown / grown.sum()
    return shares


class SoftmaxFigure(Figure):
    """Three logits and a constant added to all are dragged; the arrow keys move the one dragged last."""

    def __init__(self) -> None:
        super().__init__("softmax")

    def reset(self) -> None:
        self.logits = np.array([2.0, 0.5, -1.0])
        self.shift = 0.0
        self.row = 0

    def step(self, count: int) -> None:
        self._set(self._value() + 0.1 * count)

    def drag(self, place: QPointF, *, begins: bool) -> None:
        frame = QRectF(self.rect()).adjusted(8, 8, -8, -8)
        if begins:
            self.row = min(max(int((place.y() - self._top(frame)) // self._height(frame)), 0), _ROWS - 1)
        self._set(round(self._track(frame, self.row).x_at(place.x()), 2))

    def _value(self) -> float:
        return self.shift if self.row == 3 else float(self.logits[self.row])

    def _set(self, value: float) -> None:
        if self.row == 3:
            self.shift = min(max(value, -_SHIFT), _SHIFT)
        else:
            self.logits[self.row] = min(max(value, -_FAR), _FAR)

    def shares(self) -> tuple[Array, Array]:
        """The probabilities, and those of softmax applied to them once more."""
        once = softmax(self.logits + self.shift)
        return once, softmax(once)

    def words(self) -> str:
        once, twice = self.shares()
        rows = (
            f"logit {number(float(z + self.shift))}: {p:.3f}, twice {q:.3f}"
            for z, p, q in zip(self.logits, once, twice, strict=True)
        )
        return "; ".join(rows) + f"; constant {number(self.shift)}."

    def _is_narrow(self, frame: QRectF) -> bool:
        return frame.width() < 380

    def _top(self, frame: QRectF) -> float:
        return frame.top() + self.line_height() + 4

    def _height(self, frame: QRectF) -> float:
        return (frame.bottom() - self._top(frame)) / _ROWS

    def _columns(self, frame: QRectF) -> tuple[QRectF, QRectF, QRectF]:
        gap = 14.0
        unit = (frame.width() - 2 * gap) / 10
        # A slider needs its room more than a bar does.
        widths = (
            (5 * unit, 2.5 * unit, 2.5 * unit) if self._is_narrow(frame) else (4 * unit, 3 * unit, 3 * unit)
        )
        left, columns = frame.left(), []
        for width in widths:
            columns.append(QRectF(left, frame.top(), width, frame.height()))
            left += width + gap
        return columns[0], columns[1], columns[2]

    def _track(self, frame: QRectF, row: int) -> Axes:
        column = self._columns(frame)[0]
        y = self._top(frame) + (row + 0.5) * self._height(frame)
        far = _SHIFT if row == 3 else _FAR
        return Axes(QRectF(column.left() + 28, y, column.width() - 76, 0.001), -far, far, 0.0, 1.0)

    def draw(self, painter: QPainter, frame: QRectF) -> None:
        columns = self._columns(frame)
        titles = ("logits z", "softmax", "twice") if self._is_narrow(frame) else _TITLES
        for column, text in zip(columns, titles, strict=True):
            self.write(painter, column.topLeft(), text, self.theme.quiet_ink)
        once, twice = self.shares()
        for row in range(_ROWS):
            self._draw_slider(painter, frame, row)
        for row in range(3):
            y = self._top(frame) + (row + 0.5) * self._height(frame)
            self._draw_bar(painter, columns[1], y, float(once[row]), self.theme.accent, strong=True)
            self._draw_bar(painter, columns[2], y, float(twice[row]), self.orange, strong=False)
        y = self._top(frame) + 3.5 * self._height(frame) - self.line_height() / 2
        room = columns[1].width() + columns[2].width()
        text = "A constant added to all changes nothing." if room > 250 else "changes nothing"
        self.write(painter, QPointF(columns[1].left(), y), text, self.theme.quiet_ink)

    def _draw_slider(self, painter: QPainter, frame: QRectF, row: int) -> None:
        track, theme = self._track(frame, row), self.theme
        y = track.rect.top()
        is_shift = row == 3
        value = self.shift if is_shift else float(self.logits[row])
        name = "+ c" if is_shift else f"z{'₁₂₃'[row]}"
        self.write(painter, QPointF(frame.left(), y - self.line_height() / 2), name)
        painter.setPen(pen_of(theme.edge, 3.0))
        painter.drawLine(QLineF(track.rect.left(), y, track.rect.right(), y))
        painter.setPen(pen_of(theme.quiet_ink, 1.0))
        painter.drawLine(QLineF(track.x(0), y - 5, track.x(0), y + 5))
        handle(painter, theme, QPointF(track.x(value), y), theme.quiet_ink if is_shift else theme.accent)
        right = self._columns(frame)[0].right()
        shown = value if is_shift else value + self.shift
        self.write(
            painter,
            QPointF(right, y - self.line_height() / 2),
            number(shown),
            right=True,
            strong=row == self.row,
        )

    def _draw_bar(
        self, painter: QPainter, column: QRectF, y: float, share: float, colour: str, *, strong: bool
    ) -> None:
        narrow = column.width() < 90
        room = QRectF(column.left(), y - 5, max(column.width() - (36 if narrow else 50), 10), 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self.theme.edge, 0.25))
        painter.drawRoundedRect(room, 2, 2)
        painter.setBrush(QColor(colour))
        room.setWidth(max(room.width() * share, 1.0))
        painter.drawRoundedRect(room, 2, 2)
        place = QPointF(column.right(), y - self.line_height() / 2)
        self.write(painter, place, f"{100 * share:.{0 if narrow else 1}f} %", strong=strong, right=True)
