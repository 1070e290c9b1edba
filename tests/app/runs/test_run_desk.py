"""One run is active at most, any may be on view, and what is shown is one run at one iterate."""

import numpy as np
import pytest
from PySide6.QtCore import QObject, Slot

from lrengine.experiment import start
from lrengine.settings import change


class Recorder(QObject):
    """Notes that a signal came."""

    def __init__(self, told, name, parent):
        super().__init__(parent)
        self._told, self._name = told, name

    @Slot()
    def note(self):
        self._told.append(self._name)


def test_a_run_begins_moves_and_ends(desk, run_to_end):
    told = []
    for name in ("began", "advanced", "ended"):
        getattr(desk, name).connect(Recorder(told, name, desk).note)
    run = run_to_end(desk)
    assert told[0] == "began" and told[-1] == "ended" and "advanced" in told
    assert run.updates == 30 and desk.active is None and run.training is None


def test_a_look_back_is_said_until_the_run_stands_where_it_stood(desk, run_to_end):
    told = []
    desk.said.connect(told.append)
    run = run_to_end(desk)
    assert told == [run.sentence]
    desk.rewind(7)
    assert told[-1] == "Looking back: row 7 of run 1."
    desk.rewind(None)
    assert told[-1] == run.sentence
    desk.rewind(None)
    assert len(told) == 3


def test_a_run_that_goes_on_takes_back_that_it_looked_back(qtbot, desk, endless, small_rows):
    desk.begin(endless, small_rows, "running")
    qtbot.waitUntil(lambda: desk.current.updates > 9)
    desk.pause()
    desk.rewind(5)
    with qtbot.waitSignal(desk.said) as heard:
        desk.resume()
    assert heard.args == [""] and desk.current.rewound is None


def test_a_branch_begins_where_the_other_was_drawn_back_to(qtbot, desk, small_recipe, small_rows, run_to_end):
    run = run_to_end(desk)
    desk.rewind(7)
    theta = run.theta.copy()
    desk.begin(small_recipe, small_rows, "ready", run)
    qtbot.waitUntil(lambda: desk.current.theta is not None)
    branch = desk.current
    np.testing.assert_array_equal(branch.theta, theta)
    assert branch.parent == (1, 7) and run.rewound is None
    assert branch.history.column("train_risk")[0] == pytest.approx(run.history.column("train_risk")[7])


def test_a_branch_of_other_weights_is_refused_and_the_run_stays(
    qtbot, desk, small_recipe, small_rows, run_to_end
):
    run = run_to_end(desk)
    bare = change(small_recipe, {"task.intercept": False})
    with qtbot.waitSignal(desk.said) as caught:
        desk.begin(bare, small_rows, "running", run)
    assert "weights" in caught.args[0] and desk.current is run and len(desk.store) == 1


def test_a_rate_moved_before_the_first_row_is_seen_counts(qtbot, desk, endless, small_rows):
    desk.begin(endless, small_rows, "running")
    desk.change_live(change(endless, {"solver.learning_rate": 0.025}))
    run = desk.current
    qtbot.waitUntil(lambda: run.updates > 30)
    assert run.history.column("step_size")[-1] == 0.025 and run.changed_live


def test_the_test_coming_into_sight_moves_nothing(qtbot, desk, endless, small_rows):
    desk.begin(endless, small_rows, "running")
    run = desk.current
    qtbot.waitUntil(lambda: run.updates > 3)
    desk.change_live(change(endless, {"evaluation.reveal_test": True}))
    qtbot.waitUntil(lambda: np.isfinite(run.figure("test_accuracy")))
    assert not run.changed_live


def test_one_that_takes_the_place_of_another_takes_its_number(qtbot, desk, endless, small_rows):
    desk.begin(endless, small_rows, "running")
    first = desk.current
    qtbot.waitUntil(lambda: first.updates > 1)
    desk.begin(endless, small_rows, "running", in_place_of=first)
    assert [run.number for run in desk.store] == [1] and desk.current is not first


def test_an_impossible_start_is_said_and_leaves_the_run_there_is(qtbot, desk, small_recipe, small_rows):
    wrong = change(small_recipe, {"solver.name": "lbfgs", "solver.batch_size": 10})
    with pytest.raises(Exception, match="batch size"):
        start(wrong, small_rows)
    with qtbot.waitSignals([desk.said, desk.state_changed]):
        desk.begin(wrong, small_rows, "running")
    assert desk.current is None
