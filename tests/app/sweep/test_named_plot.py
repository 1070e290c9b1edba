"""Figures by name."""

import pytest
from PySide6.QtCore import Qt

from app.look.theme import DARK, LIGHT
from app.sweep.named_plot import NamedPlot


@pytest.fixture
def canvas(shown):
    return shown(NamedPlot())


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("column", ["risk", "accuracy", "weight_norm"])
def test_every_state_can_be_painted(canvas, variants, make_book, history_of, theme, column):
    canvas.show_theme(theme)
    canvas.show_column(column)
    book = make_book(variants, [0.9, 0.7, "diverged", 0.7])
    canvas.show_book(book)
    before = canvas.grab().toImage()
    book.note_advance({4: history_of(9)})
    canvas.show_changed([4])
    assert canvas.grab().toImage() != before
    canvas.resize(200, 150)
    assert not canvas.grab().isNull()


def test_rows_are_clicked_and_walked_through(canvas, qtbot, variants, make_book):
    canvas.show_book(make_book(variants, [0.9] * 6))
    with qtbot.waitSignal(canvas.cell_selected) as heard:
        place = canvas.row(1).center().toPoint()
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [2]
    with qtbot.waitSignal(canvas.cell_selected) as heard:
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert heard.args == [4]
    with qtbot.assertNotEmitted(canvas.cell_selected):
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.combination_at(canvas.row(9).center()) is None
