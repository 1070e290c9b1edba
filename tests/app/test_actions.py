"""Every action is in a menu, has a tip, and no two share a key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from app.actions import ACTIONS, MENUS, Actions


@pytest.fixture
def actions(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    yield Actions(window)


@pytest.mark.parametrize("words", ACTIONS, ids=lambda words: words.name)
def test_each_action_is_in_its_menu_with_a_tip(actions, words):
    action = actions[words.name]
    assert action in actions.menus[words.menu].actions()
    assert words.tip in action.toolTip() and action.objectName() == words.name


def test_no_two_actions_share_a_key():
    keys = [(words.key, words.shift) for words in ACTIONS if words.key is not None]
    shortcuts = [words.shortcut for words in ACTIONS if words.shortcut]
    assert len(keys) == len(set(keys)) and len(shortcuts) == len(set(shortcuts))
    assert all(words.menu in MENUS for words in ACTIONS)


def test_keys_alone_are_found_with_their_modifier_only(actions):
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    assert actions.for_key(Qt.Key.Key_Space, none) is actions["train_action"]
    assert actions.for_key(Qt.Key.Key_R, shift) is actions["new_seed_action"]
    assert actions.for_key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier) is None
    assert actions.for_key(Qt.Key.Key_F7, none) is None
    assert actions.for_key(0x12345678, none) is None


def test_keys_alone_are_shown_but_not_bound(actions):
    """A bound Space would fire while someone types a number with spaces in it."""
    assert actions["train_action"].shortcut().isEmpty()
    assert actions["train_action"].text().endswith("Space")
    assert actions["train_action"].iconText() == "Train"
