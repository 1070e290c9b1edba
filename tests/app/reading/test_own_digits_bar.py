from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.reading.own_digits_bar import OwnDigitsBar

LEFT = Qt.MouseButton.LeftButton


def test_the_count_is_told_and_none_cannot_be_managed(stood_up) -> None:
    bar = stood_up(OwnDigitsBar(), 252, 60)
    assert bar.label.text() == "No digits of yours yet" and not bar.manage.isEnabled()
    bar.show_count(1200)
    assert bar.label.text() == "My digits: 1,200" and bar.manage.isEnabled()


def test_the_menu_asks(qtbot: QtBot, stood_up) -> None:
    bar = stood_up(OwnDigitsBar(), 252, 60)
    bar.show_count(2)
    with qtbot.waitSignal(bar.export_asked):
        bar.export.trigger()
    with qtbot.waitSignal(bar.delete_last_asked):
        bar.delete_last.trigger()


def test_deleting_all_is_asked_twice(qtbot: QtBot, stood_up) -> None:
    bar = stood_up(OwnDigitsBar(), 252, 60)
    bar.show_count(2)
    with qtbot.assertNotEmitted(bar.delete_all_asked):
        bar.delete_all.trigger()
        assert bar.question.isVisible()
        qtbot.mouseClick(bar.no, LEFT)
        assert not bar.question.isVisible()
    bar.delete_all.trigger()
    with qtbot.waitSignal(bar.delete_all_asked):
        qtbot.mouseClick(bar.yes, LEFT)
    assert not bar.question.isVisible()
    bar.delete_all.trigger()
    bar.show_count(3)
    # Another count makes it another question.
    assert not bar.question.isVisible()
