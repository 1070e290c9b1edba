"""One sentence at a time, gone with what it was about."""

import pytest
from PySide6.QtWidgets import QStatusBar

from app.drawing.drawing_history import Drawing
from app.messages import Messages
from lrengine.settings import change


@pytest.fixture
def bar(qtbot, session):
    bar = QStatusBar()
    qtbot.addWidget(bar)
    bar.messages = Messages(bar, session, bar)
    return bar


def test_what_the_session_says_is_shown_until_the_settings_change(bar, session):
    session.said.emit("Too few rows.")
    assert bar.currentMessage() == bar.toolTip() == "Too few rows."
    session.change_settings({"solver.learning_rate": 0.2})
    assert bar.currentMessage() == ""


def test_what_was_said_of_a_loading_is_over_with_the_next_one(bar, session):
    session.said.emit("Loading was stopped.")
    session.desk.loading_changed.emit(False)
    assert bar.currentMessage() == "Loading was stopped."
    session.desk.loading_changed.emit(True)
    assert bar.currentMessage() == ""


def test_a_refused_picture_is_spoken_of_until_there_is_another_drawing(bar, session):
    bar.messages.refuse("No picture.")
    session.set_drawing(Drawing())
    assert bar.currentMessage() == ""
    bar.messages.refuse("No picture.")
    session.said.emit("Something newer.")
    session.set_drawing(Drawing())
    assert bar.currentMessage() == "Something newer."


def test_a_divergence_is_said_in_the_colour_of_alarm(qtbot, bar, session):
    runaway = change(session.recipe, {"solver.learning_rate": 1e4, "objective.l2": 1.0})
    session.open_recipe(runaway)
    with qtbot.waitSignal(session.run_ended):
        session.train()
    assert session.run.reason == "diverged" and bar.property("bad") is True
    assert bar.currentMessage() == session.run.sentence
    session.reset()
    assert bar.property("bad") is False


def test_what_was_moved_to_the_bin_is_still_said_when_another_run_comes_on_view(qtbot, bar, session):
    session.open_recipe(change(session.recipe, {"stopping.iterations": 3, "stopping.epochs": 0.0}))
    with qtbot.waitSignal(session.run_ended):
        session.train()
    session.run_list.delete((1,))
    assert bar.currentMessage() == "Run 1 moved to the bin."
