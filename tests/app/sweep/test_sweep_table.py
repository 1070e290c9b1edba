"""The table and its buttons."""

import pytest
from PySide6.QtCore import Qt

from app.sweep.sweep_table import SweepTable


@pytest.fixture
def table(shown):
    return shown(SweepTable(), 420, 220)


def column(table, place):
    model = table.table.model()
    return [model.index(row, place).data() for row in range(model.rowCount())]


def click(qtbot, table, row, place=1):
    where = table.table.visualRect(table.table.model().index(row, place)).center()
    qtbot.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    return where


def test_a_click_selects_and_enter_opens(table, qtbot, rates, make_book):
    table.show_book(make_book(rates, [0.9, 0.8]))
    with qtbot.waitSignal(table.cell_selected) as heard:
        click(qtbot, table, 1)
    assert heard.args == [1]
    with qtbot.waitSignal(table.cell_activated) as heard:
        qtbot.keyClick(table.table, Qt.Key.Key_Return)
    assert heard.args == [1]
    with qtbot.waitSignal(table.cell_activated) as heard:
        qtbot.mouseClick(table.open_button, Qt.MouseButton.LeftButton)
    assert heard.args == [1]


def test_heads_sort_and_the_selection_stays_with_its_cell(table, qtbot, rates, make_book):
    table.show_book(make_book(rates, [0.7, 0.9, 0.8]))
    table.show_selected(2)
    header = table.table.horizontalHeader()
    where = header.viewport().rect().topLeft()
    where.setX(header.sectionViewportPosition(2) + 30)
    where.setY(10)
    for order in ([0.7, 0.8, 0.9], [0.9, 0.8, 0.7]):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert column(table, 2) == [f"{100 * figure:.2f} %" for figure in order]
        assert table.selected == 2
    with qtbot.waitSignal(table.cell_selected) as heard:
        click(qtbot, table, 0)
    assert heard.args == [1]


def test_selecting_from_outside_is_not_announced(table, qtbot, rates, make_book):
    table.show_book(make_book(rates, [0.7]))
    with qtbot.assertNotEmitted(table.cell_selected):
        table.show_selected(1)
        table.show_selected(None)
    assert table.selected is None


def test_only_what_has_ended_can_be_opened(table, qtbot, rates, make_book, outcome_of):
    book = make_book(rates)
    table.show_book(book)
    table.show_selected(1)
    assert not table.open_button.isEnabled() and not table.reveal_button.isEnabled()
    book.note_outcome(outcome_of(book.cells[1]))
    table.show_changed([1])
    assert table.open_button.isEnabled()
    with qtbot.waitSignal(table.reveal_asked):
        qtbot.mouseClick(table.reveal_button, Qt.MouseButton.LeftButton)
    table.show_revealed(True)
    assert not table.reveal_button.isVisible() and column(table, 3)[1] == "89.00 %"


def test_rows_are_sorted_again_at_the_end(table, rates, make_book, outcome_of):
    book = make_book(rates, [0.7])
    table.show_book(book)
    table.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    book.note_outcome(outcome_of(book.cells[2], 0.9))
    table.show_changed([2])
    book.note_end()
    table.show_end()
    assert column(table, 2)[:2] == ["90.00 %", "70.00 %"]


def test_space_is_left_to_the_window(qtbot, shown, rates, make_book, key_host):
    table = SweepTable(key_host)
    table.show_book(make_book(rates))
    shown(key_host)
    qtbot.keyClick(table.table, Qt.Key.Key_Space)
    assert key_host.keys == [Qt.Key.Key_Space]
