"""Commands by their keys and menu entries."""

import pytest
from PySide6.QtCore import Qt

from app.main_window import MainWindow


@pytest.fixture
def window(qtbot, small_data):
    window = MainWindow(defer_plots=True)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.session.rows is not None)
    yield window
    window.close()


def test_arrows_step_once_and_a_hundred_times(qtbot, window):
    window.session.change_settings({"stopping.iterations": 0, "stopping.epochs": 0.0})
    qtbot.keyClick(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.session.run.updates == 1)
    assert window.actions_["branch_action"].isEnabled(), "it has moved, so there is something to branch from"
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.session.run.updates == 101)


def test_a_new_seed_returns_to_row_zero(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.recipe.run.seed == 1
    qtbot.waitUntil(lambda: window.session.run is not None and len(window.session.run.history) == 1)


def test_the_settings_of_a_run_are_taken_over(qtbot, window):
    assert not window.actions_["take_settings_action"].isEnabled()
    window.session.change_settings({"stopping.iterations": 3, "stopping.epochs": 0.0})
    with qtbot.waitSignal(window.session.run_ended):
        qtbot.keyClick(window, Qt.Key.Key_Space)
    window.session.change_settings({"solver.batch_size": 20, "solver.learning_rate": 0.7})
    window.actions_["take_settings_action"].trigger()
    assert window.session.recipe == window.session.run.recipe


def test_a_test_image_comes_onto_the_canvas(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_E)
    assert window.session.drawing.picture is not None


def test_the_recipes_name_is_told_from_what_decides_its_numbers(qtbot, window):
    shown = []
    window.settings_panel.show_recipe_name = lambda name, changed: shown.append(changed)
    window.actions_["reveal_action"].trigger()
    assert shown[-1] is False, "what may be seen changes no recipe"
    window.session.change_settings({"solver.learning_rate": 0.7})
    assert shown[-1] is True
