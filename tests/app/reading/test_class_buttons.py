import string

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from app.reading.class_buttons import ClassButtons


def test_each_class_has_a_button(qtbot: QtBot, stood_up) -> None:
    buttons = stood_up(ClassButtons(), 262, 120)
    buttons.show_classes(tuple("0123456789"))
    seven = buttons.findChild(QToolButton, "class_button_7")
    assert seven is not None and seven.accessibleName() == "It is a 7"
    with qtbot.waitSignal(buttons.class_chosen) as told:
        qtbot.mouseClick(seven, Qt.MouseButton.LeftButton)
    assert told.args == [7]


def test_other_classes_take_the_old_ones_places(qtbot: QtBot, stood_up) -> None:
    buttons = stood_up(ClassButtons(), 262, 120)
    buttons.show_classes(tuple("01"))
    buttons.show_classes(tuple(string.ascii_lowercase))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = buttons.findChildren(QToolButton)
    assert [button.text() for button in found] == list(string.ascii_lowercase)
    assert buttons.minimumSizeHint().width() <= 262
    buttons.show_classes(("a class with quite a long name", "another with a long name"))
    assert buttons.minimumSizeHint().width() <= 262


def test_ten_digits_stand_in_one_line(stood_up) -> None:
    buttons = stood_up(ClassButtons(), 262, 120)
    buttons.show_classes(tuple("0123456789"))
    QApplication.processEvents()
    assert len({button.y() for button in buttons.findChildren(QToolButton)}) == 1
