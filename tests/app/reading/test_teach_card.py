import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.look.theme import LIGHT
from app.reading.flips_strip import Flip
from app.reading.lesson import Lesson
from app.reading.teach_card import ASK, NOTHING, TeachCard
from lrengine.features import Pixels
from lrengine.history import History
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.teaching import Compared, Taught

LEFT = Qt.MouseButton.LeftButton
FLIP = Flip(np.ones((4, 4)), "3", "8", "3")


def lesson(flips: tuple[Flip, ...] | None, rows: int, compared: Compared = "test") -> Lesson:
    model = Model(Pixels("unit", 1.0, (4, 4)), np.ones((1, 16)), np.zeros(1), ("3", "8"), Recipe())
    none = np.zeros(0, np.int64)
    return Lesson(Taught(model, none, none, none, None, 0.1, History(), "epochs"), flips, rows, compared)


def test_nothing_can_be_taught_without_a_drawing(qtbot: QtBot, stood_up) -> None:
    card = stood_up(TeachCard(), 262, 240)
    card.show_classes(("3", "8"))
    assert card.ask.text() == NOTHING
    eight = card.findChild(QToolButton, "class_button_1")
    with qtbot.assertNotEmitted(card.class_chosen):
        qtbot.mouseClick(eight, LEFT)
    card.show_ready(True)
    assert card.ask.text() == ASK
    with qtbot.waitSignal(card.class_chosen) as told:
        qtbot.mouseClick(eight, LEFT)
    assert told.args == [1]
    card.show_ready(False, "This model reads points, not drawings")
    assert card.ask.text() == "This model reads points, not drawings" and not eight.isEnabled()


def test_a_lesson_from_its_start_to_its_end(qtbot: QtBot, stood_up) -> None:
    card = stood_up(TeachCard(), 262, 240)
    card.show_theme(LIGHT)
    card.show_classes(("3", "8"))
    card.show_ready(True)
    assert not card.outcome.isVisible() and not card.undo.isVisible()
    card.show_learning("8")
    assert card.outcome.text() == "Learning that this is a 8 …" and not card.buttons.isEnabled()
    card.show_taught("Learned: now read as 8 (93 %)", lesson((FLIP,), 100))
    assert card.outcome.text().startswith("Learned") and card.buttons.isEnabled()
    assert (
        card.flips.isVisible()
        and card.flips_line.text()
        == "Of 100 test images: 1 mended\N{NO-BREAK SPACE}✓, 0 broken\N{NO-BREAK SPACE}✗."
    )
    with qtbot.waitSignal(card.undo_asked):
        qtbot.mouseClick(card.undo, LEFT)
    card.clear_outcome()
    assert not (card.outcome.isVisible() or card.undo.isVisible() or card.flips.isVisible())


def test_no_flips_and_no_test_rows_are_told_apart(stood_up) -> None:
    card = stood_up(TeachCard(), 262, 240)
    card.show_taught("Learned", lesson((), 100, "validation"))
    assert not card.flips.isVisible() and card.flips_line.text() == (
        "None of 100 validation images is read otherwise. The test set stays sealed."
    )
    card.show_taught("Learned", lesson(None, 0))
    assert not card.flips_line.isVisible()


def test_a_failure_leaves_nothing_to_undo(stood_up) -> None:
    card = stood_up(TeachCard(), 262, 240)
    card.show_learning("8")
    card.show_failure("The place for your digits is full: free some room.")
    assert card.outcome.text().startswith("The place") and not card.undo.isVisible()
    assert card.buttons.isEnabled()
