"""The panel and the desk together."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.look.theme import DARK, LIGHT
from app.sweep.sweep_desk import SweepDesk
from app.sweep.sweep_panel import SweepPanel
from lrengine.recipe import Recipe
from lrengine.settings import change
from lrengine.sweep import Outcomes


@pytest.fixture
def panel(shown):
    return shown(SweepPanel(), 860, 330)


@pytest.fixture
def desk(panel):
    made = SweepDesk()
    panel.follow(made)
    yield made
    made.close()


def test_without_a_sweep_a_sentence_says_what_it_is_for(panel, rates):
    sentence = panel.findChild(QLabel, "sweep_empty")
    panel.show_recipe(Recipe())
    assert sentence.isVisible() and not panel.table.isVisible()
    panel.show_sweep(rates)
    assert panel.table.isVisible() and not sentence.isVisible()


def test_what_is_asked_for_runs_and_is_shown(qtbot, panel, desk, small_rows, rates):
    panel.show_recipe(rates)
    with qtbot.waitSignal(panel.sweep_asked) as asked:
        qtbot.mouseClick(panel.form.starter.button, Qt.MouseButton.LeftButton)
    recipe = msgspec.structs.replace(rates, sweep=asked.args[0])
    with qtbot.waitSignal(desk.ended, timeout=20_000):
        desk.begin(recipe, small_rows.dataset)
        assert panel.form.starter.button.text() == "Cancel"
    assert panel.form.starter.words.text().startswith("3 of 3 in")
    words = panel.form.starter.choice.text()
    assert words.startswith("◆ chosen: Learning rate") and words.endswith("test sealed")
    assert panel.selected == desk.results.chosen, "the chosen one is selected"
    panel.show_test_revealed(True)
    assert "%" in panel.form.starter.choice.text().rpartition("test ")[2]


def test_cancel_and_resume_go_to_the_desk(qtbot, panel, desk, small_rows, rates):
    endless = change(rates, {"stopping.iterations": 0})
    with qtbot.waitSignal(desk.advanced, timeout=20_000):
        desk.begin(endless, small_rows.dataset)
    with qtbot.waitSignal(desk.ended, timeout=20_000):
        qtbot.mouseClick(panel.form.starter.button, Qt.MouseButton.LeftButton)
    assert panel.form.starter.button.text() == "Resume 3 runs"
    with qtbot.waitSignal(desk.advanced, timeout=20_000):
        qtbot.mouseClick(panel.form.starter.button, Qt.MouseButton.LeftButton)
    assert desk.is_running


def test_a_sweep_that_cannot_be_is_said_in_the_form(panel, desk, sweep_recipe):
    from lrengine.recipe import Axis

    desk.begin(sweep_recipe(Axis(setting="run.seed", values=(1, 2)), repeats=3))
    assert "repeats" in panel.form.starter.words.text() and panel.form.starter.words.property("bad")


def test_a_sweep_that_came_back_is_shown_and_one_that_went_is_not(shown, rates, make_book):
    desk = SweepDesk()
    desk.restore(Outcomes(rates, tuple(make_book(rates, [0.9, 0.8, 0.7]).outcomes.values())))
    late = shown(SweepPanel(), 860, 330)
    late.follow(desk)
    assert late.table.isVisible() and late.form.starter.words.text().startswith("3 of 3")
    assert late.form.starter.choice.text().startswith("◆ chosen: Learning rate 0.01")
    desk.forget()
    assert not late.table.isVisible() and not late.form.starter.choice.isVisible()
    desk.restore(Outcomes(rates, ()))
    assert late.table.isVisible() and "cancelled" in late.form.starter.words.text()
    desk.close()


def test_selected_anywhere_is_selected_everywhere(qtbot, panel, rates, make_book):
    panel.show_sweep(rates, make_book(rates, [0.9, 0.8, 0.7]).outcomes)
    canvas = panel.pictures.canvas
    place = canvas.grid().tile(1).center().toPoint()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert panel.selected == panel.table.selected == 1
    where = panel.table.table.visualRect(panel.table.table.model().index(2, 0)).center()
    qtbot.mouseClick(panel.table.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert panel.selected == canvas.selected == 2


def test_a_cell_opens_with_its_outcome(qtbot, panel, rates, make_book):
    book = make_book(rates, [0.9, None, 0.7])
    panel.show_sweep(rates, book.outcomes)
    canvas = panel.pictures.canvas
    with qtbot.waitSignal(panel.cell_opened) as heard:
        place = canvas.grid().tile(2).center().toPoint()
        qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [book.outcomes[2]]
    with qtbot.assertNotEmitted(panel.cell_opened):
        place = canvas.grid().tile(1).center().toPoint()
        qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place)


def test_results_of_other_settings_are_greyed(panel, rates):
    panel.show_recipe(rates)
    panel.show_sweep(rates)
    assert not panel.pictures.note.isVisible()
    panel.show_recipe(change(rates, {"objective.l2": 0.5}))
    assert panel.pictures.note.isVisible()
    panel.show_recipe(change(rates, {"solver.learning_rate": 9.0}))
    assert not panel.pictures.note.isVisible(), "what is varied is not part of the comparison"


def test_news_of_running_cells_are_drawn(panel, rates, history_of, outcome_of):
    panel.show_advance({0: history_of(3)})
    panel.show_outcome(None)
    panel.show_sweep(rates)
    before = panel.pictures.canvas.grab().toImage()
    panel.show_advance({0: history_of(20)})
    after = panel.pictures.canvas.grab().toImage()
    assert after != before
    cell = panel._book.cells[0]
    panel.show_outcome(outcome_of(cell, 0.9))
    assert panel.table.table.model().index(0, 0).data() == "◇ 0.01"
    panel.show_end()
    assert panel.table.table.model().index(0, 0).data() == "◆ 0.01"
    assert panel.table.table.model().index(1, 4).data() == "not run"


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("size", [(660, 280), (860, 330), (1500, 800)])
def test_every_part_is_within_the_panel(panel, pairs, make_book, theme, size):
    panel.show_theme(theme)
    panel.resize(*size)
    panel.show_recipe(pairs)
    panel.show_sweep(pairs, make_book(pairs, [0.9, "diverged", 0.8]).outcomes)
    panel.grab()
    for part in (panel.form.starter.button, panel.pictures, panel.table.table, panel.table.open_button):
        box = part.rect().translated(part.mapTo(panel, part.rect().topLeft()))
        assert panel.rect().contains(box) and box.height() >= 18 and box.width() >= 60


def test_the_reveal_is_asked_for(qtbot, panel, rates, make_book):
    panel.show_sweep(rates, make_book(rates, [0.9]).outcomes)
    with qtbot.waitSignal(panel.reveal_asked):
        qtbot.mouseClick(panel.table.reveal_button, Qt.MouseButton.LeftButton)
