"""Round marks in the runs' colours."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

_SIDE = 32


class ColourDots:
    """Painted once for each colour."""

    def __init__(self) -> None:
        self._known: dict[str, QIcon] = {}

    def of(self, colour: str) -> QIcon:
        if colour not in self._known:
            pixmap = QPixmap(_SIDE, _SIDE)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawEllipse(QRectF(2, 2, _SIDE - 4, _SIDE - 4))
            painter.end()
            self._known[colour] = QIcon(pixmap)
        return self._known[colour]
