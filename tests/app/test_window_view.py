"""The panels follow the session: together, not too often, and each with its own run's figures."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from app.drawing.drawing_history import Drawing
from app.main_window import MainWindow

STROKE = Drawing((np.array([[0.5, 0.2], [0.5, 0.8]]),))


@pytest.fixture
def window(qtbot, small_data):
    window = MainWindow()
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.session.rows is not None)
    window.session.change_settings({"stopping.iterations": 15, "stopping.epochs": 0.0})
    yield window
    window.close()


def test_class_means_appear_with_the_run_that_learns_from_them(qtbot, window):
    shown = []
    window.weights.show_means = shown.append
    window.view.show_run()
    assert shown[-1] is None, "the ready model was trained on other rows"
    window.actions_["reset_action"].trigger()
    qtbot.waitUntil(lambda: window.session.run is not None and len(window.session.run.history) == 1)
    window.view.show_run()
    assert shown[-1] is window.session.desk.data.means


def test_rows_that_come_close_together_are_shown_together(qtbot, window):
    shown = []
    window.time_slider.show_range = lambda *what: shown.append("time")
    window.weights.show_weights = lambda *what: shown.append("weights")
    window.curves.show_history = lambda *what: shown.append("curves")
    for _ in range(50):
        window.view.note_run()
    assert shown == ["time"], "the first at once, the others with the clock"
    qtbot.waitUntil(lambda: len(shown) == 6)
    assert shown == 2 * ["time", "weights", "curves"], "each in a turn of its own"


def test_another_run_is_shown_at_once(window):
    shown = []
    window.time_slider.show_range = lambda *what: shown.append("time")
    window.curves.show_history = lambda *what: shown.append("curves")
    window.view.note_run()
    window.view.show_run()
    assert shown == ["time", "time", "curves"]
    assert not window.view._parts.is_active, "nothing of what was on view before comes later"


def test_a_finished_run_stops_the_clock(qtbot, window):
    with qtbot.waitSignal(window.session.run_ended):
        window.actions_["train_action"].trigger()
    qtbot.waitUntil(lambda: not window.view._clock.isActive())
    assert not window.view._changed


def test_the_drawing_is_read_by_the_iterate_beside_it(qtbot, window):
    window.session.set_drawing(STROKE)
    label = window.findChild(QLabel, "prediction_label")
    window.actions_["reset_action"].trigger()
    qtbot.waitUntil(lambda: window.session.run is not None and len(window.session.run.history) == 1)
    window.view.show_run()
    assert label.text().startswith("Unsure"), "untrained weights find every class alike"
    with qtbot.waitSignal(window.session.run_ended):
        window.actions_["train_action"].trigger()
    prediction, _ = window.session.read_drawing()
    assert label.text().startswith(prediction.class_names[int(np.argmax(prediction.probabilities))])


def test_settings_that_wait_are_marked(qtbot, window):
    with qtbot.waitSignal(window.session.run_ended):
        window.actions_["train_action"].trigger()
    window.show()
    window.session.change_settings({"solver.batch_size": 10})
    assert window.settings_panel.pending_note.isVisible()
    window.actions_["reset_action"].trigger()
    assert not window.settings_panel.pending_note.isVisible()


def test_loading_is_said(window):
    window.session.desk.is_loading = True
    window.view.show_loading(0.5)
    window.session.desk.is_loading = False
    assert "50%" in window.run_bar.status.text() and "Generated digits" in window.run_bar.status.text()


def test_the_optimum_is_shown_beside_its_own_objective_only(qtbot, window):
    shown = []
    window.curves.show_optimum = shown.append
    window.session.change_settings({"objective.l2": 0.05})
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] is not None)
    with qtbot.waitSignal(window.session.run_ended):
        window.actions_["train_action"].trigger()
    assert shown[-1] is not None
    window.session.change_settings({"objective.l2": 0.5})
    optimum = window.session.desk
    qtbot.waitUntil(lambda: optimum.optimum.value is not None)
    window.view.show_run()
    assert shown[-1] is None, "the finished run minimised another objective"


def test_the_optimum_of_other_rows_is_not_drawn_beside_a_run(qtbot, window):
    session, drawn = window.session, []
    session.change_settings({"objective.l2": 0.1, "stopping.iterations": 5, "stopping.epochs": 0.0})
    with qtbot.waitSignal(session.run_ended):
        session.train()
    run = session.run
    window.curves.show_optimum = drawn.append
    session.change_settings({"data.test": 0.3})
    qtbot.waitUntil(lambda: session.desk.optimum is not None and session.desk.optimum.value is not None)
    window.view.show_run()
    assert drawn[-1] is not None, "the run at row 0 is of these rows"
    session.show_run(run.number)
    assert session.run is run and drawn[-1] is None


def test_the_bar_speaks_of_a_new_run_at_once(qtbot, window):
    session = window.session
    session.change_settings({"stopping.iterations": 5, "stopping.epochs": 0.0})
    with qtbot.waitSignal(session.run_ended):
        session.train()
    session.reset()
    assert "iteration <b>5</b>" not in window.run_bar.status.text()
