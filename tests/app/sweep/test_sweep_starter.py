"""The button that starts, cancels or resumes."""

import pytest
from PySide6.QtCore import Qt

from app.sweep.sweep_starter import SweepStarter
from app.sweep.sweep_state import SweepState


@pytest.fixture
def starter(shown):
    return shown(SweepStarter(), 210, 120)


@pytest.mark.parametrize(
    ("state", "text", "signal"),
    [
        (SweepState(), "Start 6 runs", "start_asked"),
        (SweepState("running", 2, 6), "Cancel", "cancel_asked"),
        (SweepState("cancelled", 5, 6), "Resume 1 run", "resume_asked"),
        (SweepState("finished", 6, 6), "Start 6 runs", "start_asked"),
    ],
)
def test_the_button_does_what_it_says(starter, qtbot, state, text, signal):
    starter.show_count(6)
    starter.show_state(state)
    assert starter.button.text() == text
    assert starter.progress.isVisible() == (state.phase == "running")
    assert starter.again_button.isVisible() == (state.phase == "cancelled")
    with qtbot.waitSignal(getattr(starter, signal)):
        qtbot.mouseClick(starter.button, Qt.MouseButton.LeftButton)


def test_nothing_to_vary_is_nothing_to_start(starter):
    starter.show_count(1)
    assert not starter.button.isEnabled() and "vary" in starter.button.toolTip()
    starter.show_count(0)
    assert starter.button.isEnabled(), "a wrong entry is explained when it is tried"


def test_a_sweep_that_is_stopping_cannot_be_stopped_again(starter):
    starter.show_state(SweepState("running", 2, 6, stopping=True))
    assert not starter.button.isEnabled() and "stopping" in starter.words.text()


def test_a_cancelled_sweep_may_begin_afresh(starter, qtbot):
    starter.show_count(4)
    starter.show_state(SweepState("cancelled", 1, 6))
    with qtbot.waitSignal(starter.start_asked):
        qtbot.mouseClick(starter.again_button, Qt.MouseButton.LeftButton)


def test_words_stand_above_the_button(starter):
    assert not starter.words.isVisible() and not starter.choice.isVisible()
    starter.show_state(SweepState("running", 7, 21, 5.0, 12.0))
    assert starter.words.text() == "7 of 21, 12 s left" and starter.progress.value() == 7
    starter.show_choice("◆ chosen: 0.1")
    assert starter.choice.isVisible()
    starter.show_sentence("This cannot be.")
    assert starter.words.property("bad") and starter.words.text() == "This cannot be."
    starter.show_state(SweepState("finished", 21, 21, 3.0))
    assert not starter.words.property("bad")


def test_a_click_leaves_space_to_the_window(starter, qtbot):
    starter.show_count(3)
    starter.button.clearFocus()
    qtbot.mouseClick(starter.button, Qt.MouseButton.LeftButton)
    assert not starter.button.hasFocus()
