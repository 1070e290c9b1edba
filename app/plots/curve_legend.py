"""Names of the curves beside short samples of their lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

_SAMPLE = 20
_SPACE = 6
_BETWEEN = 14


class CurveLegend(QWidget):
    """Each entry is (name, colour, (dash, gap) in pixels or None for a solid line)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curve_legend")
        self.setAccessibleName("Legend")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._entries: tuple[tuple[str, str, tuple[float, float] | None], ...] = ()
        self._ink = "#808080"
        small = QFont(self.font())
        small.setPointSizeF(0.85 * small.pointSizeF())
        self.setFont(small)

    def show_entries(self, entries: Sequence[tuple[str, str, tuple[float, float] | None]], ink: str) -> None:
        self._entries, self._ink = tuple(entries), ink
        self.setAccessibleDescription(", ".join(f"{name} {_look(dash)}" for name, _, dash in self._entries))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widths = [_SAMPLE + _SPACE + metrics.horizontalAdvance(name) for name, _, _ in self._entries]
        return QSize(sum(widths) + _BETWEEN * max(len(widths) - 1, 0), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0, self.height() / 2
        for name, colour, dash in self._entries:
            pen = QPen(QColor(colour), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
            if dash is not None:
                pen.setDashPattern([part / 1.5 for part in dash])
            painter.setPen(pen)
            painter.drawLine(QLineF(x, middle, x + _SAMPLE, middle))
            x += _SAMPLE + _SPACE
            painter.setPen(QColor(self._ink))
            width = self.fontMetrics().horizontalAdvance(name)
            painter.drawText(x, 0, width + 2, self.height(), Qt.AlignmentFlag.AlignVCenter, name)
            x += width + _BETWEEN


def _look(dash: tuple[float, float] | None) -> str:
    if dash is None:
        return "solid"
    return "dashed" if dash[0] > 2 else "dotted"
