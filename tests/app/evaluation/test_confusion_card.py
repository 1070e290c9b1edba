from PySide6.QtCore import Qt

from app.evaluation.confusion_card import ConfusionCard
from app.look.theme import DARK


def test_the_line_tells_the_pairs_or_the_cell_pointed_at(show, qtbot, judged):
    card = show(ConfusionCard())
    card.show_theme(DARK)
    card.show_judged(judged)
    pairs = card.line.text()
    assert pairs.startswith("most confused: ")
    place = card.view.layout_of_cells().cell_rect((1, 2)).center().toPoint()
    qtbot.mouseMove(card.view, place)
    qtbot.waitUntil(lambda: card.line.text() == card.view.sentence((1, 2)))
    card.show_judged(judged)
    assert card.line.text() == card.view.sentence((1, 2))


def test_counts_or_rates(show, qtbot, judged):
    card = show(ConfusionCard())
    card.show_judged(judged)
    counts = card.view.grab().toImage()
    qtbot.mouseClick(card.rates_button, Qt.MouseButton.LeftButton)
    assert not card.counts_button.isChecked() and card.view.grab().toImage() != counts
    qtbot.mouseClick(card.counts_button, Qt.MouseButton.LeftButton)
    assert card.view.grab().toImage() == counts


def test_a_chosen_cell_is_passed_on(show, qtbot, judged):
    card = show(ConfusionCard())
    card.show_judged(judged)
    with qtbot.waitSignal(card.cell_chosen) as heard:
        place = card.view.layout_of_cells().cell_rect((2, 0)).center().toPoint()
        qtbot.mouseClick(card.view, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [(2, 0)]
