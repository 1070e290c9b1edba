"""A low button for places where a whole one would be too loud."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from app.settings.key_claims import claims_space


class SmallButton(QToolButton):
    """A click does not take the focus, so that Space goes on training; reached by Tab, Space presses it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setStyleSheet("QToolButton { padding: 1px 6px; min-height: 18px; font-weight: 400; }")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent) -> bool:
        return claims_space(event) or super().event(event)
