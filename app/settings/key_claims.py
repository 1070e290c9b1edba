"""Which keys a widget keeps for itself before the window's shortcuts see them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_NAVIGATION = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


def claims_navigation(event: QEvent) -> bool:
    """Accept arrow, page, Home and End keys that would otherwise trigger a shortcut."""
    return _claims(event, lambda key: key.key() in _NAVIGATION)


def claims_choosing(event: QEvent) -> bool:
    """The same, and letters, which choose by name in a list; Space is left to the window."""
    return _claims(
        event, lambda key: key.key() in _NAVIGATION or (key.text().isprintable() and bool(key.text().strip()))
    )


def claims_space(event: QEvent) -> bool:
    """Accept Space, the key that switches."""
    return _claims(event, lambda key: key.key() == Qt.Key.Key_Space)


def _claims(event: QEvent, wanted: Callable[[QKeyEvent], bool]) -> bool:
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    if not plain or not wanted(event):
        return False
    event.accept()
    return True
