import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.evaluation.image_gallery import ImageGallery
from app.look.theme import LIGHT


@pytest.fixture
def gallery(show, make_judged):
    made = show(ImageGallery(), 280, 200)
    judged = make_judged(rows=3000)
    made.show_rows(judged, judged.worst_first)
    return made


def test_only_what_is_in_sight_is_painted(gallery):
    gallery.grab()
    assert gallery.columns() < gallery.painted < 30
    top = gallery.grab().toImage()
    gallery.verticalScrollBar().setValue(gallery.verticalScrollBar().maximum())
    assert gallery.grab().toImage() != top and 0 < gallery.painted < 30


def test_a_click_chooses_the_tile_under_it(gallery, qtbot):
    gallery.verticalScrollBar().setValue(400)
    middle = gallery.viewport().rect().center()
    with qtbot.waitSignal(gallery.row_chosen) as heard:
        qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    position = gallery.position_at(middle.x(), middle.y())
    assert heard.args == [gallery.rows[position]] and position >= gallery.columns()
    assert gallery.tile_rect(position).contains(middle)


def test_keys_go_through_the_rows_and_keep_them_in_sight(gallery, qtbot):
    across, chosen = gallery.columns(), []
    gallery.row_chosen.connect(chosen.append)
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up)
    for key in (*keys, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        qtbot.keyClick(gallery, key)
        assert gallery.viewport().rect().contains(gallery.tile_rect(gallery.position()).center().toPoint())
    places = [int(np.flatnonzero(gallery.rows == row)[0]) for row in chosen]
    assert places[:5] == [0, 1, 1 + across, across, 0]
    assert places[5] > across and places[6] == len(gallery.rows) - 1 and places[8] == 0
    with qtbot.waitSignal(gallery.row_chosen) as heard:
        qtbot.keyClick(gallery, Qt.Key.Key_Return)
    assert heard.args == [gallery.rows[0]]


@pytest.mark.parametrize(("by", "first"), [(1, 0), (-1, -1)])
def test_the_first_step_begins_at_an_end(gallery, by, first):
    gallery.step(by)
    assert gallery.current == gallery.rows[first]
    gallery.step(by)
    assert gallery.current == gallery.rows[first + by]
    gallery.step(-9999)
    assert gallery.position() == 0


def test_the_current_row_and_the_place_stay_when_others_come(gallery, make_judged):
    gallery.verticalScrollBar().setValue(300)
    gallery.current = int(gallery.rows[40])
    other = make_judged(rows=3000, moment=1)
    gallery.show_rows(other, other.worst_first)
    assert gallery.position() == np.flatnonzero(other.worst_first == gallery.current)[0]
    assert gallery.verticalScrollBar().value() == 300
    assert "of 3,000: true" in gallery.accessibleDescription()
    rest = other.worst_first[other.worst_first != gallery.current]
    gallery.show_rows(other, rest)
    assert gallery.current is None and gallery.accessibleDescription() == "2,999 rows, the worst first"
    gallery.to_start()
    assert gallery.verticalScrollBar().value() == 0


def test_nothing_to_show_is_a_sentence(gallery, make_judged, qtbot):
    judged = make_judged(rows=3000)
    gallery.show_rows(judged, judged.worst_first[:0], "Nothing is misread.")
    assert gallery.accessibleDescription() == "Nothing is misread."
    before = gallery.grab().toImage()
    gallery.step(1)
    qtbot.keyClick(gallery, Qt.Key.Key_Down)
    assert gallery.current is None and gallery.verticalScrollBar().maximum() == 0
    gallery.show_theme(LIGHT)
    assert gallery.grab().toImage() != before


def test_points_are_listed_one_below_the_other(show, make_judged):
    gallery, judged = show(ImageGallery(), 280, 200), make_judged(images=False)
    gallery.show_rows(judged, judged.worst_first)
    assert gallery.columns() == 1
    assert gallery.tile_rect(1).top() - gallery.tile_rect(0).top() < 40


def test_space_is_left_to_the_window(gallery, qtbot):
    heard = []
    gallery.row_chosen.connect(heard.append)
    qtbot.keyClick(gallery, Qt.Key.Key_Space)
    assert not heard and gallery.current is None
