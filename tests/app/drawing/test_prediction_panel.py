from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.drawing.prediction_panel import (
    NOT_FINITE,
    Prediction,
    PredictionPanel,
    doubt_rest,
    headline_parts,
)

DIGITS = tuple("0123456789")


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[PredictionPanel]:
    # In a window of its own: without a screen Qt cannot tell a window its least size, and warns.
    window = QWidget()
    qtbot.addWidget(window)
    widget = PredictionPanel(window)
    widget.resize(260, 320)
    with qtbot.waitExposed(window):
        window.show()
    yield widget


def of_ten(**shares: float) -> Prediction:
    """Ten digits, those named d0 … d9 with a share."""
    probabilities = np.zeros(10)
    for name, share in shares.items():
        probabilities[int(name[1:])] = share
    return Prediction(DIGITS, probabilities, 2.0)


def label(panel: PredictionPanel) -> QLabel:
    found = panel.findChild(QLabel, "prediction_label")
    assert isinstance(found, QLabel)
    return found


def test_an_empty_canvas_asks_for_a_digit(panel: PredictionPanel) -> None:
    assert label(panel).text() == "Draw a digit"
    assert panel.accessibleDescription() == "Draw a digit"
    assert panel.bars.class_names == DIGITS and panel.bars.probabilities is None


def test_the_headline_starts_with_the_class(panel: PredictionPanel) -> None:
    panel.show_prediction(of_ten(d3=0.91, d8=0.06, d5=0.03))
    assert label(panel).text() == "3 · 91 % sure, then 8 (6 %)"
    assert panel.accessibleDescription() == label(panel).text()


def test_two_classes_show_their_margin(panel: PredictionPanel) -> None:
    panel.show_prediction(Prediction(("3", "8"), np.array([0.19, 0.81]), 1.45))
    assert label(panel).text() == "8 · 81 % sure, then 3 (19 %) · margin 1.45"
    assert panel.bars.class_names == ("3", "8")
    panel.show_prediction(Prediction(("3", "8"), np.array([0.19, 0.81])))
    assert label(panel).text() == "8 · 81 % sure, then 3 (19 %)"


def test_what_was_shown_goes_with_the_drawing(panel: PredictionPanel) -> None:
    panel.show_prediction(of_ten(d3=1.0))
    panel.show_prediction(None)
    assert label(panel).text() == "Draw a digit"
    assert panel.bars.probabilities is None and panel.meter.share is None
    assert panel.bars.class_names == DIGITS


def test_classes_of_another_model(panel: PredictionPanel) -> None:
    panel.show_prediction(of_ten(d3=1.0))
    panel.show_classes(["cat", "dog"])
    assert panel.bars.class_names == ("cat", "dog") and panel.bars.probabilities is None
    assert label(panel).text() == "Draw a digit"


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_answers_that_are_no_numbers_are_said_to_be(panel: PredictionPanel, bad: float) -> None:
    panel.show_prediction(Prediction(("3", "8"), np.array([0.5, bad]), None))
    assert label(panel).text() == NOT_FINITE and NOT_FINITE.startswith("Unsure")
    assert panel.bars.probabilities is None


def test_it_paints_in_every_state(panel: PredictionPanel) -> None:
    blank = panel.grab().toImage()
    panel.show_prediction(of_ten(d3=0.6, d5=0.4))
    three = panel.grab().toImage()
    panel.show_prediction(of_ten(d4=0.6, d5=0.4))
    assert blank != three != panel.grab().toImage()
    names = ("a class with quite a long name", "another with a long name")
    panel.show_prediction(Prediction(names, np.array([0.5, 0.5]), 0.0))
    assert not panel.grab().isNull()


def test_the_first_of_equals_wins() -> None:
    winner, surety, rest = headline_parts(Prediction(DIGITS, np.full(10, 0.1)))
    assert (winner, surety, rest) == ("0", "10 % sure", "then 1 (10 %)")
    assert headline_parts(Prediction(("only",), np.array([1.0]))) == ("only", "100 % sure", "")


def test_a_doubt_takes_the_place_of_the_class(panel: PredictionPanel) -> None:
    shares = np.array([0.52, 0.41, 0.07])
    panel.show_prediction(Prediction(("4", "9", "7"), shares, doubt="Unsure: 4 or 9", familiarity=0.8))
    assert label(panel).text() == "Unsure: 4 or 9, 4 (52 %), 9 (41 %)"
    assert panel.bars.probabilities is shares and panel.meter.isVisible() and panel.meter.share == 0.8
    sure = label(panel).grab().toImage()
    panel.show_prediction(Prediction(("4", "9", "7"), shares, familiarity=0.8))
    assert label(panel).text() == "4 · 52 % sure, then 9 (41 %)" and label(panel).grab().toImage() != sure
    assert doubt_rest(Prediction(("4", "9"), np.array([0.2, 0.8]))) == "9 (80 %), 4 (20 %)"


def test_the_meter_tells_what_is_known_of_the_model(panel: PredictionPanel) -> None:
    meter = panel.meter
    panel.show_classes(DIGITS, reads_pictures=False)
    assert not meter.isVisible()
    panel.show_classes(DIGITS, knows_familiar=True, is_calibrated=True)
    assert meter.isVisible() and meter.share is None and meter.knows and meter.is_calibrated
    panel.show_prediction(of_ten(d3=1.0))
    assert meter.isVisible() and not meter.knows and not meter.is_calibrated
    panel.show_prediction(Prediction(("4", "9"), np.array([0.6, 0.4]), is_calibrated=True))
    assert meter.is_calibrated and meter.accessibleDescription() == "calibrated"
