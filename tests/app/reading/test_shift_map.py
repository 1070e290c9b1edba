from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.look.theme import DARK, LIGHT
from app.playground.class_marks import class_colour
from app.reading.shift_map import ShiftMap
from app.reading.shown_lens import Steadiness


def test_cells_of_another_class_have_its_colour(stood_up, steadiness: Steadiness) -> None:
    shown = stood_up(ShiftMap(), 120, 120)
    for theme in (DARK, LIGHT):
        shown.show_theme(theme)
        shown.show_steadiness(steadiness)
        image = shown.grab().toImage()
        for place, colour in (
            (shown.shift_rect(0, 4), class_colour(theme, 1)),
            (shown.shift_rect(0, 0), theme.hover),
            (shown.size_rect(0), class_colour(theme, 2)),
            (shown.size_rect(2), theme.hover),
        ):
            corner = place.topLeft().toPoint() + QPoint(2, 2)
            assert QColor(image.pixel(corner)) == QColor(colour)
    assert shown.accessibleDescription() == steadiness.sentence


def test_the_pointer_asks_for_words(qtbot: QtBot, stood_up, steadiness: Steadiness) -> None:
    shown = stood_up(ShiftMap(), 120, 120)
    shown.show_steadiness(steadiness)
    with qtbot.waitSignal(shown.pointed) as told:
        QTest.mouseMove(shown, shown.shift_rect(0, 4).center().toPoint())
    assert told.args == ["2 px right, 2 px up: 8, 61%"]
    with qtbot.waitSignal(shown.pointed, check_params_cb=lambda words: words.startswith("0.7 times")):
        QTest.mouseMove(shown, shown.size_rect(0).center().toPoint())


def test_nothing_is_an_empty_frame(qtbot: QtBot, stood_up, steadiness: Steadiness) -> None:
    shown = stood_up(ShiftMap(), 180, 240)
    blank = shown.grab().toImage()
    wide = shown.sizeHint()
    shown.show_steadiness(steadiness)
    assert shown.grab().toImage() != blank and shown.sizeHint() != wide
    shown.show_steadiness(None)
    assert shown.grab().toImage() == blank and shown.accessibleDescription() == ""
