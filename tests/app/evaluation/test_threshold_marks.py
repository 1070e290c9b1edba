import pyqtgraph as pg
import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from app.evaluation.threshold_marks import Marks, ThresholdMarks
from app.look.theme import DARK


@pytest.fixture
def marks(show):
    host = QWidget()
    plot = pg.PlotWidget(host, background=DARK.card)
    plot.hideAxis("left")
    plot.hideAxis("bottom")
    plot.resize(300, 200)
    plot.setRange(xRange=(0, 1), yRange=(0, 1), padding=0)
    item = ThresholdMarks()
    item.show_look(QFont(), DARK)
    plot.addItem(item)
    show(host)
    item.plot = plot
    yield item


def seen(marks, colour, left=0.0, right=1.0):
    image = marks.plot.grab().toImage()
    columns = range(int(left * image.width()), int(right * image.width()))
    return sum(image.pixelColor(x, y).name() == colour for x in columns for y in range(image.height()))


def test_line_and_best_stand_where_they_belong(marks):
    marks.show_marks(Marks(0.25, ((0.9, DARK.training),), "threshold 0.25", (0.75, 0.5), "best F1 0.500"))
    assert seen(marks, DARK.ink, 0.22, 0.28) > 100
    assert seen(marks, DARK.training, 0.22, 0.28) > 5
    assert seen(marks, DARK.good, 0.72, 0.78) > 20
    assert seen(marks, DARK.good, 0.0, 0.4) == 0


@pytest.mark.parametrize("x", [0.0, 0.55, 0.6, 1.0])
def test_texts_stay_inside_and_do_not_lie_across_the_line(marks, x):
    marks.show_marks(Marks(x, (), "threshold", (0.5, 0.9), "best F1 0.500"))
    image = marks.plot.grab().toImage()
    lower = range(image.height() // 2, image.height())
    green = [
        column
        for column in range(image.width())
        if abs(column - 150) > 3 and any(image.pixelColor(column, y).name() == DARK.good for y in lower)
    ]
    assert green and min(green) > 2 and max(green) < image.width() - 3
    assert max(green) < x * 300 or min(green) > x * 300


def test_without_marks_nothing_is_painted_and_the_focus_shows(marks):
    marks.show_marks(Marks(0.5, ((float("nan"), DARK.training),), "threshold 0.50", None, ""))
    assert seen(marks, DARK.accent) == 0
    marks.show_focus(True)
    assert seen(marks, DARK.accent) > 10
    marks.show_marks(None)
    assert seen(marks, DARK.ink) == seen(marks, DARK.accent) == 0
