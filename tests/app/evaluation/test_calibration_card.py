import numpy as np
from PySide6.QtCore import QPoint

from app.evaluation.calibration_card import AS_TRAINED, CalibrationCard
from app.evaluation.calibration_plot import bin_sentence, summary
from app.look.theme import DARK
from lrengine.metrics import reliability

SHOWN = reliability(np.array([0.3, 0.8, 0.9]), np.array([0, 1, 1], bool))


def test_the_line_tells_the_error_or_the_bin_pointed_at(show, qtbot):
    card = show(CalibrationCard())
    card.show_theme(DARK)
    card.show_reliability(None)
    assert card.line.text() == "The curve is being worked out."
    card.show_reliability(SHOWN)
    assert card.line.text() == summary(SHOWN)
    frame = card.plot.frame()
    place = QPoint(round(frame.left() + 0.79 * frame.width()), round(frame.center().y()))
    qtbot.mouseMove(card.plot.viewport(), place)
    qtbot.waitUntil(lambda: card.line.text() == bin_sentence(SHOWN, 11))
    qtbot.mouseMove(card.plot.viewport(), QPoint(2, 2))
    qtbot.waitUntil(lambda: card.line.text() == summary(SHOWN))


def test_it_says_whether_these_are_the_probabilities_as_trained(show):
    card = show(CalibrationCard())
    card.show_reliability(SHOWN, 1.0)
    assert "(as trained)" in card.title.text() and card.title.toolTip() == AS_TRAINED
    card.show_reliability(SHOWN, 1.314)
    assert "(calibrated)" in card.title.text() and "a temperature of 1.31, fitted" in card.title.toolTip()
    card.show_reliability(None)
    assert "(calibrated)" in card.title.text()
