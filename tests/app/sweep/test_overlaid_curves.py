"""All curves on one plot."""

import pytest
from PySide6.QtCore import QPointF, Qt

from app.look.theme import DARK
from app.sweep.overlaid_curves import OverlaidCurves, moved_apart


@pytest.fixture
def canvas(shown):
    made = shown(OverlaidCurves())
    made.show_theme(DARK)
    return made


def test_validation_is_shown_where_there_is_any(canvas, rates, make_book, history_of):
    book = make_book(rates)
    assert canvas.part(book) == "train"
    book.note_advance({0: history_of(3)})
    assert canvas.part(book) == "validation"


def test_a_curve_or_its_name_selects_its_cell(canvas, qtbot, rates, make_book):
    canvas.show_book(make_book(rates, [0.6, 0.8, 0.95]))
    canvas.grab()
    names = dict(canvas._labels)
    assert sorted(names) == [0, 1, 2] and names[2].top() < names[1].top() < names[0].top()
    with qtbot.waitSignal(canvas.cell_selected) as heard:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=names[1].center().toPoint())
    assert heard.args == [1]
    frame = canvas._frame
    on_curve = QPointF(frame.across(29.0), frame.down(0.98 * 0.95))
    assert canvas.combination_at(on_curve).number == 2
    assert canvas.combination_at(QPointF(frame.across(29.0), frame.down(0.85 * 0.98))) is None


@pytest.mark.parametrize("column", ["risk", "accuracy", "weight_norm"])
def test_every_state_can_be_painted(canvas, variants, make_book, history_of, column):
    book = make_book(variants, [0.9, None, "diverged", "failed"])
    canvas.show_book(book)
    canvas.show_column(column)
    before = canvas.grab().toImage()
    book.note_advance({4: history_of(12)})
    canvas.show_changed([4])
    assert canvas.grab().toImage() != before


def test_names_are_moved_apart_no_further_than_needed():
    assert moved_apart([10.0, 50.0], 12.0, 0.0, 100.0) == [10.0, 50.0]
    assert moved_apart([10.0, 12.0, 13.0], 12.0, 0.0, 100.0) == [10.0, 22.0, 34.0]
    assert moved_apart([95.0, 96.0], 12.0, 0.0, 100.0) == [76.0, 88.0]
    assert moved_apart([], 12.0, 0.0, 100.0) == []
