"""The cells as a table."""

import pytest
from PySide6.QtCore import Qt

from app.look.theme import DARK
from app.sweep.sweep_model import SORT_ROLE, SweepModel

ROLES = Qt.ItemDataRole


@pytest.fixture
def model(qtmodeltester):
    made = SweepModel()
    made.show_theme(DARK)
    return made


def texts(model, row):
    return [model.index(row, column).data() for column in range(model.columnCount())]


def titles(model):
    return [model.headerData(k, Qt.Orientation.Horizontal) for k in range(model.columnCount())]


def test_what_differs_the_figures_and_the_end(model, rates, make_book, history_of, qtmodeltester):
    assert (model.rowCount(), model.columnCount()) == (0, 0)
    book = make_book(rates, [0.9, "diverged"])
    model.show_book(book)
    qtmodeltester.check(model)
    assert titles(model) == ["Learning rate", "Train risk", "Validation", "Test", "Ended"]
    assert texts(model, 0) == ["◇ 0.01", ".3000", "90.00 %", "sealed", "all iterations"]
    assert texts(model, 1) == ["0.1", "50.0000", "diverged", "sealed", "diverged"]
    assert texts(model, 2) == ["1", "–", "–", "sealed", "waiting"]
    book.note_advance({2: history_of(413)})
    model.show_changed([2])
    assert texts(model, 2)[-1] == "iteration 412"
    book.note_end()
    assert texts(model, 2)[-1] == "not run" and texts(model, 0)[0] == "◆ 0.01"
    model.show_revealed(True)
    assert texts(model, 0)[3] == "89.00 %"


def test_two_settings_and_seeds_have_columns(model, pairs, variants, make_book):
    model.show_book(make_book(pairs))
    assert titles(model)[:2] == ["Learning rate", "L2"] and texts(model, 1)[:2] == ["0.01", "0.1"]
    model.show_book(make_book(variants))
    assert titles(model)[:2] == ["Variant", "Seed"] and texts(model, 3)[:2] == ["Adam", "1"]


def test_failure_has_a_colour_and_a_word(model, rates, make_book):
    model.show_book(make_book(rates, ["failed", 0.9]))
    last = model.index(0, 4)
    assert last.data() == "failed" and last.data(ROLES.ForegroundRole).name() == DARK.bad
    assert "choose something else" in last.data(ROLES.ToolTipRole)
    assert (
        model.index(1, 0).data(ROLES.FontRole).bold() or model.index(1, 0).data(ROLES.FontRole).weight() > 500
    )
    assert model.index(1, 3).data(ROLES.ForegroundRole).name() == DARK.quiet_ink
    model.show_greyed(True)
    assert model.index(1, 1).data(ROLES.ForegroundRole).name() == DARK.quiet_ink


def test_columns_sort_by_number_and_hide_the_test(model, rates, make_book):
    model.show_book(make_book(rates, [0.9, "diverged", 0.95]))
    order = [[model.index(row, column).data(SORT_ROLE) for row in range(3)] for column in (0, 2, 3)]
    assert order[0] == [-2.0, -1.0, 0.0]
    assert order[1] == [0.9, 0.1, 0.95]
    assert order[2] == [0.0, 1.0, 2.0], "sealed figures may not be guessed from their order"
    model.show_revealed(True)
    assert model.index(2, 3).data(SORT_ROLE) == pytest.approx(0.94)


def test_a_new_best_is_told(model, qtbot, rates, make_book, outcome_of):
    book = make_book(rates, [0.8])
    model.show_book(book)
    book.note_outcome(outcome_of(book.cells[2], 0.9))
    with qtbot.waitSignal(model.dataChanged) as heard:
        model.show_changed([2])
    assert heard.args[0].row() == 0, "the one that was the best is drawn again, too"
    assert texts(model, 2)[0] == "◇ 1"
