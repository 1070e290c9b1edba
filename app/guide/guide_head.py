"""The line of the guide that stays: a title, and what the text says while the rest is folded away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.settings.key_claims import claims_navigation, claims_space

_ARROW = 20
_CHANGED = " (changed)"


class GuideHead(QAbstractButton):
    """Checked while the guide is open; Space or a click folds, Left closes, Right opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide_head")
        self.setCheckable(True)
        self.setChecked(True)
        # A click does not take the focus, so that Space goes on training afterwards.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._summary = ""
        self._changed = False

    def show_title(self, title: str, summary: str, *, changed: bool) -> None:
        """The recipe's title, its first sentence, and whether the settings have left it."""
        self.setText(title)
        self._summary, self._changed = summary, changed
        self.setAccessibleName(f"About {title}{_CHANGED if changed else ''}")
        self.setToolTip("" if self.isChecked() else summary)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(QFontMetricsF(self._strong()).height()) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        return claims_space(event) or claims_navigation(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles, palette = QPalette.ColorRole, self.palette()
        if self.hasFocus():
            painter.setPen(QPen(palette.color(roles.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        quiet, ink = palette.color(roles.PlaceholderText), palette.color(roles.WindowText)
        painter.setPen(QPen(ink if self.underMouse() else quiet, 1.5))
        x, y = 8.0, self.height() / 2
        arrow = [(-3, -1.5), (0, 1.5), (3, -1.5)] if self.isChecked() else [(-1.5, -3), (1.5, 0), (-1.5, 3)]
        painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in arrow])
        left = float(_ARROW)
        parts = [(self.text(), self._strong(), ink)]
        if self._changed:
            parts.append((_CHANGED, self.font(), quiet))
        if not self.isChecked() and self._summary:
            parts.append((f"   {self._summary}", self.font(), quiet))
        for text, font, colour in parts:
            metrics = QFontMetricsF(font)
            room = self.width() - left
            if room <= metrics.averageCharWidth() * 3:
                break
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            left += metrics.horizontalAdvance(shown)

    def _strong(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font
