import numpy as np
from PySide6.QtCore import Qt
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
    bars.show_classes(tuple(f"a long class name {n}" for n in range(12)))
    assert bars.sizeHint().height() == 6 * two
    bars.set_low(True)
    assert bars.sizeHint().height() < 6 * two


def test_many_classes_stand_in_two_columns(qtbot: QtBot) -> None:
    bars = PredictionBars()
    qtbot.addWidget(bars)
    bars.show_classes(tuple(f"a long class name {n}" for n in range(27)))
    bars.resize(240, bars.sizeHint().height())
    assert bars.columns() == 2
    rows = [bars.row_rect(index) for index in range(27)]
    assert all(bars.rect().toRectF().contains(row) for row in rows)
    assert rows[0].top() == rows[14].top() and rows[0].right() < rows[14].left()
    assert not bars.grab().isNull()


def test_a_click_chooses_a_class_that_has_a_bar(qtbot: QtBot) -> None:
    bars = PredictionBars()
    qtbot.addWidget(bars)
    bars.show_classes(DIGITS)
    bars.resize(240, bars.sizeHint().height())
    place = bars.row_rect(7).center().toPoint()
    with qtbot.assertNotEmitted(bars.class_chosen):
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place)
    bars.show_probabilities(DIGITS, np.full(10, 0.1))
    with qtbot.waitSignal(bars.class_chosen) as told:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [7]
