import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.evaluation.gallery_card import GalleryCard
from app.look.theme import DARK


@pytest.fixture
def card(show, judged):
    made = show(GalleryCard())
    made.show_theme(DARK)
    made.show_judged(judged)
    return made


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_misread_rows_at_first_and_a_cells_on_demand(card, judged, qtbot):
    np.testing.assert_array_equal(card.gallery.rows, judged.misread())
    assert card.title.text() == f"Misread: {len(judged.misread())}" and not card.all_button.isVisible()
    card.show_cell((1, 1))
    np.testing.assert_array_equal(card.gallery.rows, judged.behind(1, 1))
    assert card.title.text() == f"1 → 1: {judged.confusion[1, 1]}"
    with qtbot.waitSignal(card.cell_left):
        press(qtbot, card.all_button)


def test_next_and_previous_show_image_after_image(card, judged, qtbot):
    wrong = judged.misread()
    for place in (0, 1):
        with qtbot.waitSignal(card.image_chosen) as heard:
            press(qtbot, card.next_button)
        chosen = heard.args[0]
        assert chosen.row == wrong[place] and chosen.label == judged.labels[wrong[place]]
        np.testing.assert_array_equal(chosen.picture, judged.inputs[chosen.row])
        assert chosen.full_scale == 255.0
        assert card.title.text() == f"Misread: {place + 1}/{len(wrong)}"
    press(qtbot, card.previous_button)
    assert card.gallery.current == wrong[0] and not card.previous_button.isEnabled()
    card.gallery.step(10_000)
    assert not card.next_button.isEnabled() and card.previous_button.isEnabled()


def test_another_moment_keeps_the_image_and_other_rows_do_not(card, make_judged, qtbot):
    card.show_cell((0, 0))
    row = int(np.intersect1d(card.gallery.rows, make_judged(moment=1).behind(0, 0))[0])
    card.gallery.step(1 + int(np.flatnonzero(card.gallery.rows == row)[0]))
    card.gallery.current = row
    card.show_judged(make_judged(moment=1))
    assert card.gallery.current == row
    card.show_judged(make_judged(rows=60))
    assert card.gallery.current is None


def test_an_empty_cell_leaves_nothing_to_press(card, make_judged):
    # Everything is read as the first class.
    card.show_judged(make_judged(sharpness=0))
    assert card.next_button.isEnabled() and card.previous_button.isEnabled()
    card.show_cell((0, 1))
    assert card.title.text() == "0 → 1: 0"
    assert not card.next_button.isEnabled() and not card.previous_button.isEnabled()


def test_points_are_gone_through_but_never_put_on_the_canvas(card, make_judged, qtbot):
    card.show_judged(make_judged(images=False))
    with qtbot.assertNotEmitted(card.image_chosen):
        press(qtbot, card.next_button)
    assert card.gallery.position() == 0
