import pytest
from PySide6.QtCore import Qt

from app.evaluation.threshold_card import ThresholdCard
from app.look.theme import DARK
from lrengine.judging import curves_of


@pytest.fixture
def card(show):
    made = show(ThresholdCard())
    made.show_theme(DARK)
    yield made


def test_curves_are_awaited_then_shown(card, make_judged, qtbot):
    card.show_class("1")
    assert card._title.text() == "1 v rest" and not card.best_button.isEnabled()
    assert card.readout.reading is None
    curves = curves_of(make_judged(sharpness=2.0), 1)
    card.show_curves(curves)
    assert card.readout.reading == curves.at(0.5)
    assert card._title.text() == f"1 v rest · AP {curves.precision_recall.average_precision:.3f}"
    with qtbot.waitSignal(card.threshold_moved) as heard:
        qtbot.mouseClick(card.best_button, Qt.MouseButton.LeftButton)
    assert heard.args == [curves.best_threshold]
    assert card.readout.reading == curves.at(curves.best_threshold)


def test_the_threshold_stays_until_it_is_forgotten(card, make_judged, qtbot):
    card.show_curves(curves_of(make_judged(), 1))
    qtbot.keyClick(card.plot, Qt.Key.Key_PageUp)
    card.show_class("2")
    assert card.plot.threshold == pytest.approx(0.6)
    card.forget_threshold()
    assert card.plot.threshold == 0.5


def test_precision_over_recall_is_one_button_away(card, make_judged, qtbot):
    card.show_curves(curves_of(make_judged(sharpness=2.0), 1))
    before = card.plot.grab().toImage(), card.readout.grab().toImage()
    qtbot.mouseClick(card.recall_button, Qt.MouseButton.LeftButton)
    assert card.plot.grab().toImage() != before[0] and card.readout.grab().toImage() != before[1]
    qtbot.mouseClick(card.recall_button, Qt.MouseButton.LeftButton)
    assert card.plot.grab().toImage() == before[0]


def test_a_class_without_rows_has_no_best(card, make_judged):
    card.show_class("3")
    card.show_curves(curves_of(make_judged(classes=4, rows=3), 3))
    assert not card.best_button.isEnabled() and card._title.text() == "3 v rest"
