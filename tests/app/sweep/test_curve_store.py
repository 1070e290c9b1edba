"""Curves of cells, and the axes that hold them."""

import numpy as np
import pytest

from app.sweep.curve_store import CurveStore, figure_name, heights_in_sight, iterations_in_sight, round_up
from lrengine.history import History
from lrengine.settings import change


def test_new_rows_are_added_and_a_fresh_start_replaces_them(rates, make_book, history_of):
    book = make_book(rates)
    store = CurveStore(book)
    assert len(store.curve(0, "train_risk", 30.0, 40, log=True)[0]) == 0
    book.note_advance({0: history_of(5)})
    assert store.curve(0, "train_risk", 30.0, 40, log=True)[0].tolist() == [0, 1, 2, 3, 4]
    book.note_advance({0: history_of(9)})
    x, y = store.curve(0, "train_risk", 30.0, 40, log=True)
    assert x.tolist() == list(range(9))
    assert y[0] == pytest.approx(np.log10(1.3)) and store.last_iteration() == 8
    book.note_advance({0: history_of(2, risk=5.0)})
    x, y = store.curve(0, "train_risk", 30.0, 40, log=True)
    assert len(x) == 2 and y[0] == pytest.approx(np.log10(6.0))


def test_names_of_columns():
    assert figure_name("risk", "train") == "train_risk"
    assert figure_name("weight_norm", "validation") == "weight_norm"


@pytest.mark.parametrize(("value", "rounded"), [(0.0, 1.0), (1.0, 1.0), (1.1, 2.0), (34.0, 50.0), (0.7, 1.0)])
def test_axes_end_at_round_numbers(value, rounded):
    assert round_up(value) == rounded


def test_the_axis_of_iterations_ends_at_the_limit_while_cells_run(rates, make_book):
    book = make_book(rates)
    assert iterations_in_sight(book, 7.0) == 30.0, "curves fill their pictures"
    patient = make_book(change(rates, {"stopping.patience": 3, "stopping.iterations": 1000}))
    assert iterations_in_sight(patient, 34.0) == 50.0
    endless = make_book(change(rates, {"stopping.iterations": 0, "stopping.epochs": 3.0}))
    assert iterations_in_sight(endless, 340.0) == 500.0
    book.note_end()
    assert iterations_in_sight(book, 7.0) == 7.0


def test_heights_hold_the_curves_but_not_a_first_leap():
    x = np.arange(100.0)
    calm = np.linspace(0.0, -1.0, 100)
    leaping = calm.copy()
    leaping[2] = 9.0
    low, high = heights_in_sight("risk", [(x, calm), (x, leaping)])
    assert -1.5 < low < -1.0 and 0.0 < high < 0.5
    low, high = heights_in_sight("accuracy", [(x, np.append(np.zeros(5), np.full(95, 0.97)))])
    assert 0.9 <= low < 0.97 and high >= 1.0
    assert heights_in_sight("weight_norm", [(x, x)]) == (0.0, 200.0)
    assert heights_in_sight("accuracy", []) == (0.0, 1.0)
    assert heights_in_sight("risk", [(np.empty(0), np.empty(0))]) == (-1.0, 0.0)


def test_a_store_of_an_empty_history_has_no_curve(rates, make_book):
    book = make_book(rates)
    book.note_advance({0: History()})
    assert len(CurveStore(book).curve(0, "train_risk", 30.0, 40, log=False)[0]) == 0
