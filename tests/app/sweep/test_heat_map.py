"""Two settings against each other."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.look.contrast import contrast
from app.look.theme import DARK, LIGHT
from app.sweep.heat_map import HeatMap


@pytest.fixture
def canvas(shown):
    made = shown(HeatMap())
    made.show_theme(LIGHT)
    return made


def ground(canvas, number):
    """The colour of a square's corner, clear of words and frames."""
    square = canvas.square(canvas.book, canvas.book.combinations[number])
    colour = canvas.grab().toImage().pixelColor(int(square.left() + 9), int(square.top() + 7))
    return colour.name()


def test_better_is_stronger(canvas, pairs, make_book):
    canvas.show_book(make_book(pairs, [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]))
    strengths = [contrast(ground(canvas, k), LIGHT.card) for k in range(6)]
    assert strengths == sorted(strengths) and len(set(strengths)) == 6


def test_squares_lie_by_both_values(canvas, qtbot, pairs, make_book):
    canvas.show_book(make_book(pairs, [0.9] * 6))
    squares = [canvas.square(canvas.book, combo) for combo in canvas.book.combinations]
    assert squares[0].left() == squares[1].left() and squares[0].top() < squares[1].top()
    assert squares[0].top() == squares[2].top() and squares[0].left() < squares[2].left()
    for number, square in enumerate(squares):
        with qtbot.waitSignal(canvas.cell_selected) as heard:
            qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=square.center().toPoint())
        assert heard.args == [number]
    with qtbot.waitSignal(canvas.cell_selected) as heard:
        qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert heard.args == [3]
    assert canvas.combination_at(canvas.rect().topLeft().toPointF()) is None


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("size", [(420, 260), (180, 120)])
def test_what_failed_is_hatched_with_a_word(canvas, pairs, make_book, history_of, theme, size):
    canvas.show_theme(theme)
    canvas.resize(*size)
    book = make_book(pairs, [0.9, "failed", "diverged"])
    book.note_advance({3: history_of(5)})
    canvas.show_book(book)
    square = canvas.square(book, book.combinations[1])
    image = canvas.grab(square.toAlignedRect().adjusted(3, 3, -3, -3)).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(4)}
    assert len(colours) > 1, "a pattern, not a colour alone"
    book.note_end()
    before = canvas.grab().toImage()
    canvas.show_column("risk")
    assert canvas.grab().toImage() != before


def test_another_number_of_dimensions_paints_nothing(canvas, rates, make_book):
    canvas.show_book(make_book(rates, [0.9]))
    image = canvas.grab(canvas.rect().adjusted(3, 3, -3, -3)).toImage()
    pixels = np.frombuffer(image.constBits(), np.uint32)
    assert (pixels == pixels[0]).all()
