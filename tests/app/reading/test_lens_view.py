import numpy as np
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.look.theme import LIGHT
from app.reading.lens_view import NOTHING, LensView
from app.reading.shown_lens import ShownLens, ShownStage, Steadiness

STAGES = (ShownStage("drawn", np.ones((4, 4)), "3", 0.9, False),)


def test_it_opens_with_a_sentence(stood_up) -> None:
    view = stood_up(LensView(), 252, 320)
    assert view.notice.isVisible() and view.notice.text() == NOTHING
    assert not view.strip.isVisible() and not view.map.isVisible()


def test_stages_come_with_or_without_the_map(stood_up, steadiness: Steadiness) -> None:
    view = stood_up(LensView(), 252, 320)
    view.show_theme(LIGHT)
    view.show_lens(ShownLens(STAGES))
    assert view.strip.isVisible() and not view.map.isVisible() and not view.notice.isVisible()
    view.show_lens(ShownLens(STAGES, steadiness))
    assert view.map.isVisible() and view.words.text().startswith("The drawing moved by up to 2 pixels")
    view.show_nothing("This model reads points.")
    assert view.notice.text() == "This model reads points." and not view.strip.isVisible()


def test_the_cell_under_the_pointer_is_told(qtbot: QtBot, stood_up, steadiness: Steadiness) -> None:
    view = stood_up(LensView(), 252, 320)
    view.show_lens(ShownLens(STAGES, steadiness))
    assert view.pointed.text() == f"Read as {steadiness.sentence}."
    with qtbot.waitSignal(view.map.pointed):
        QTest.mouseMove(view.map, view.map.shift_rect(0, 4).center().toPoint())
    assert view.pointed.text() == steadiness.place_words(0, 4)
