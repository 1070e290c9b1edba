"""Keys a widget keeps from the window's shortcuts."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from app.settings.key_claims import claims_choosing, claims_navigation, claims_space


def override(key, text="", modifiers=Qt.KeyboardModifier.NoModifier):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, text)
    event.ignore()
    return event


@pytest.mark.parametrize(
    ("claims", "key", "text", "claimed"),
    [
        (claims_navigation, Qt.Key.Key_Right, "", True),
        (claims_navigation, Qt.Key.Key_Space, " ", False),
        (claims_navigation, Qt.Key.Key_R, "r", False),
        (claims_choosing, Qt.Key.Key_R, "r", True),
        (claims_choosing, Qt.Key.Key_Down, "", True),
        (claims_choosing, Qt.Key.Key_Space, " ", False),
        (claims_choosing, Qt.Key.Key_F1, "", False),
        (claims_space, Qt.Key.Key_Space, " ", True),
        (claims_space, Qt.Key.Key_R, "r", False),
    ],
)
def test_claims(claims, key, text, claimed):
    event = override(key, text)
    assert claims(event) is claimed and event.isAccepted() is claimed


def test_keys_with_modifiers_are_shortcuts():
    assert not claims_choosing(override(Qt.Key.Key_S, "\x13", Qt.KeyboardModifier.ControlModifier))
    assert not claims_navigation(override(Qt.Key.Key_Right, "", Qt.KeyboardModifier.ShiftModifier))


def test_the_keypad_counts_as_plain():
    assert claims_navigation(override(Qt.Key.Key_Left, "", Qt.KeyboardModifier.KeypadModifier))


def test_other_events_are_left_alone():
    assert not claims_space(QEvent(QEvent.Type.Polish))
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
    assert not claims_space(press)
