import numpy as np
from PySide6.QtGui import QPalette
from pytestqt.qtbot import QtBot

from app.drawing.prediction_bars import PredictionBars

DIGITS = tuple("0123456789")


def accented_rows(bars: PredictionBars) -> list[int]:
    """Pixels of the accent's colour in the middle of each row."""
    image = bars.grab().toImage()
    accent = bars.palette().color(QPalette.ColorRole.Accent)
    ratio = image.devicePixelRatio()
    counts = []
    for row in range(len(bars.class_names)):
        y = round((row + 0.5) * bars.row_height() * ratio)
        counts.append(sum(image.pixelColor(x, y) == accent for x in range(image.width())))
    return counts


def test_the_largest_is_accented_and_as_long_as_its_share(qtbot: QtBot) -> None:
    bars = PredictionBars()
    qtbot.addWidget(bars)
    bars.resize(300, bars.row_height() * 10)
    shares = np.full(10, 0.02)
    shares[3] = 0.82
    bars.show_probabilities(DIGITS, shares)
    long = accented_rows(bars)
    assert long[3] > 100 and sum(long) == long[3]
    shares = np.full(10, 0.06)
    shares[7] = 0.46
    bars.show_probabilities(DIGITS, shares)
    short = accented_rows(bars)
    assert short[3] == 0 and abs(short[7] / long[3] - 0.46 / 0.82) < 0.05


def test_nothing_is_accented_without_probabilities(qtbot: QtBot) -> None:
    bars = PredictionBars()
    qtbot.addWidget(bars)
    bars.resize(300, 200)
    bars.show_probabilities(DIGITS, np.full(10, 0.1))
    bars.show_classes(DIGITS)
    assert sum(accented_rows(bars)) == 0
    assert bars.probabilities is None


def test_height_follows_the_number_of_classes(qtbot: QtBot) -> None:
    bars = PredictionBars()
    qtbot.addWidget(bars)
    bars.show_classes(("3", "8"))
    two = bars.sizeHint().height()
    bars.show_classes(tuple(f"a long class name {n}" for n in range(26)))
    assert bars.sizeHint().height() == 13 * two
    bars.resize(200, bars.sizeHint().height())
    assert not bars.grab().isNull()
