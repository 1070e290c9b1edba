"""The head of what folds away: its keys, its arrow and its ring of focus, the same wherever it stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.settings.key_claims import claims_navigation, claims_space

_SHUT = ((-1.5, -3.0), (1.5, 0.0), (-1.5, 3.0))
_OPEN = ((-3.0, -1.5), (0.0, 1.5), (3.0, -1.5))


class FoldButton(QAbstractButton):
    """Checked while open; Space or a click folds, Left closes, Right opens. Its heirs paint it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        # A click does not take the focus, so that Space goes on training afterwards.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def event(self, event: QEvent) -> bool:
        return claims_space(event) or claims_navigation(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def paint_focus(self, painter: QPainter, ring: QRectF) -> None:
        """A ring around a head that was reached by Tab."""
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(ring, 4, 4)

    def paint_arrow(self, painter: QPainter, x: float) -> None:
        """In the pen's colour, half way down: to the right while closed, downwards while open."""
        painter.setPen(QPen(painter.pen().color(), 1.5))
        y = self.height() / 2
        arrow = _OPEN if self.isChecked() else _SHUT
        painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in arrow])


def heading_font(font: QFont) -> QFont:
    """The face of a small head in capitals."""
    made = QFont(font)
    made.setPointSizeF(made.pointSizeF() * 0.85)
    made.setWeight(QFont.Weight.DemiBold)
    made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.0)
    return made
