from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.reading.fold import Fold


def test_a_click_opens_and_closes(qtbot: QtBot, stood_up) -> None:
    fold = stood_up(Fold("Like these", QLabel("body")), 240, 80)
    assert fold.objectName() == "like_these_fold" and not fold.is_open and not fold.body.isVisible()
    with qtbot.waitSignal(fold.opened) as told:
        qtbot.mouseClick(fold.head, Qt.MouseButton.LeftButton)
    assert told.args == [True] and fold.body.isVisible()
    with qtbot.waitSignal(fold.opened) as told:
        qtbot.mouseClick(fold.head, Qt.MouseButton.LeftButton)
    assert told.args == [False] and not fold.body.isVisible()


def test_arrows_and_space_fold_too(qtbot: QtBot, stood_up) -> None:
    fold = stood_up(Fold("Why", QLabel("body")), 240, 80)
    for key, is_open in (
        (Qt.Key.Key_Right, True),
        (Qt.Key.Key_Left, False),
        (Qt.Key.Key_Space, True),
        (Qt.Key.Key_Down, True),
    ):
        qtbot.keyClick(fold.head, key)
        assert fold.is_open is is_open


def test_a_click_leaves_the_focus_where_it_was(qtbot: QtBot, stood_up) -> None:
    fold = stood_up(Fold("Why", QLabel("body")), 240, 80)
    # A window gives the focus to what takes it by Tab.
    fold.head.clearFocus()
    qtbot.mouseClick(fold.head, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is not fold.head


def test_a_closed_head_tells_its_remark(stood_up) -> None:
    fold = stood_up(Fold("Lens", QLabel("body")), 240, 80)
    blank = fold.head.grab().toImage()
    fold.head.show_remark("3 in 120 of 169 places")
    assert fold.head.grab().toImage() != blank
    assert fold.head.accessibleDescription() == "3 in 120 of 169 places"
    fold.set_open(True)
    opened = fold.head.grab().toImage()
    fold.head.show_remark("")
    assert fold.head.grab().toImage() == opened
