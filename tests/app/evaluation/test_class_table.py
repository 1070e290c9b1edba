import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.evaluation.class_table import ClassTable
from app.look.theme import LIGHT
from lrengine.metrics import class_scores

NAMES = ("0", "1", "2")
COUNTS = np.array([[8, 2, 0], [2, 8, 0], [0, 0, 1000]])


@pytest.fixture
def table(show):
    made = show(ClassTable(), 260, 200)
    made.show_scores(NAMES, class_scores(COUNTS))
    return made


def line(table, row):
    model = table.model()
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_a_line_for_each_class_and_their_means(table):
    assert line(table, 0) == ["0", "0.800", "0.800", "0.800", "10"]
    assert line(table, 2) == ["2", "1.000", "1.000", "1.000", "1,000"]
    assert line(table, 3) == ["mean", "0.867", "0.867", "0.867", "1,020"]
    header = [table.model().headerData(k, Qt.Orientation.Horizontal) for k in range(5)]
    assert header == ["Class", "Precision", "Recall", "F1", "Rows"]


def test_what_is_undefined_is_a_dash_and_no_part_of_the_mean(table):
    table.show_scores(NAMES, class_scores(np.array([[8, 2, 0], [2, 8, 0], [0, 0, 0]])))
    assert line(table, 2) == ["2", "–", "–", "–", "0"]
    assert line(table, 3)[1] == "0.800"
    table.show_scores(NAMES, class_scores(np.zeros((3, 3), np.int64)))
    assert line(table, 3)[1] == "–"


def click(qtbot, table, row):
    place = table.visualRect(table.model().index(row, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_clicks_and_arrows_choose_a_class_but_not_the_mean(table, qtbot):
    with qtbot.waitSignal(table.class_chosen) as heard:
        click(qtbot, table, 1)
    assert heard.args == [1]
    with qtbot.waitSignal(table.class_chosen) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert heard.args == [2]
    with qtbot.assertNotEmitted(table.class_chosen):
        qtbot.keyClick(table, Qt.Key.Key_Down)
        click(qtbot, table, 3)
        table.show_chosen(0)
    assert table.currentIndex().row() == 0


def test_enter_and_a_double_click_open_a_class(table, qtbot):
    table.show_chosen(1)
    with qtbot.waitSignal(table.class_activated) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args == [1]
    place = table.visualRect(table.model().index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.class_activated) as heard:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [2]


def test_the_choice_stays_when_scores_change(table, qtbot):
    table.show_chosen(2)
    with qtbot.assertNotEmitted(table.class_chosen):
        table.show_scores(NAMES, class_scores(COUNTS + 1))
    assert table.currentIndex().row() == 2 and line(table, 0)[4] == "13"


def test_all_columns_are_in_sight(table):
    for width in (220, 500):
        table.resize(width, 200)
        widths = [table.columnWidth(column) for column in range(5)]
        assert sum(widths) <= table.viewport().width() and min(widths) > 30
    before = table.grab().toImage()
    table.show_theme(LIGHT)
    assert table.grab().toImage() != before
