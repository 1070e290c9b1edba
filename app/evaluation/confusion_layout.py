"""Where the cells of the confusion matrix lie: right of the true classes' names and below the read ones'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

Cell = tuple[int, int]

GAP: Final = 1.0
_LONGEST_NAME: Final = 0.24


class ConfusionLayout:
    """Places of cells (true class, class read) within a rectangle, on whole pixels so that gaps are alike.

    area  all cells together; `line` is the height of a line of names
    """

    def __init__(self, room: QRectF, names: Sequence[str], font: QFont) -> None:
        self.metrics = QFontMetricsF(font)
        self.line = self.metrics.height()
        self.count = len(names)
        self.widest_name = max((self.metrics.horizontalAdvance(name) for name in names), default=0.0)
        shown = min(self.widest_name, _LONGEST_NAME * room.width())
        self.area = room.adjusted(shown + self.line + 6, 2 * self.line, -1, -1)

    def cell_rect(self, cell: Cell) -> QRectF:
        row, column = cell
        left, right = self._edge_x(column), self._edge_x(column + 1)
        top, bottom = self._edge_y(row), self._edge_y(row + 1)
        return QRectF(left, top, right - left - GAP, bottom - top - GAP)

    def cell_at(self, x: float, y: float) -> Cell | None:
        area = self.area
        if not self.count or not area.contains(x, y):
            return None
        row = int((y - area.top()) / area.height() * self.count)
        column = int((x - area.left()) / area.width() * self.count)
        return min(row, self.count - 1), min(column, self.count - 1)

    def _edge_x(self, column: int) -> float:
        return round(self.area.left() + column * self.area.width() / self.count)

    def _edge_y(self, row: int) -> float:
        return round(self.area.top() + row * self.area.height() / self.count)
