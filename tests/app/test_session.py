"""The session: buttons, settings and data in any order, and never a stale number."""

import numpy as np
import pytest

from app.drawing.drawing_history import Drawing
from app.drawing.reading import random_test_digit
from app.session import Session
from app.session_file import SavedSession
from lrengine.recipe import Recipe
from lrengine.settings import change

SHORT = change(Recipe(), {"stopping.iterations": 40, "solver.learning_rate": 0.1})
LINE = Drawing((np.array([[0.5, 0.2], [0.5, 0.8]]),))


@pytest.fixture
def ready(qtbot, session):
    """A session whose data has arrived and whose objective is understood."""
    session.open_recipe(SHORT)
    qtbot.waitUntil(lambda: session.desk.stable_step(session.recipe) is not None)
    return session


def wait_for(qtbot, session, state):
    qtbot.waitUntil(lambda: session.run is not None and session.run.state == state)


def test_it_opens_with_a_model_that_reads(session):
    assert session.run is None and session.model is session.ready_model
    session.set_drawing(LINE)
    prediction, stages = session.read_drawing()
    assert stages is not None and prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_an_empty_canvas_is_not_read(session):
    session.set_drawing(LINE)
    session.set_drawing(Drawing())
    assert session.read_drawing() == (None, None)


def test_train_runs_to_the_end_and_keeps_every_row(qtbot, ready):
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    run = ready.run
    assert run.state == "finished" and run.reason == "iterations"
    assert run.history.column("iteration").tolist() == list(range(41))
    assert run.shown_iteration == 40 and run.test_accuracy() is not None


def test_train_before_the_data_is_there_waits_for_it(qtbot, session):
    session.open_recipe(SHORT)
    with qtbot.waitSignal(session.run_ended):
        session.train()
    assert session.run.updates == 40


def test_pause_resume_and_step(qtbot, ready):
    ready.change_settings({"stopping.iterations": 0})
    ready.train()
    qtbot.waitUntil(lambda: ready.run.updates > 3)
    ready.pause()
    assert ready.run.state == "paused"
    ready.step(1)
    before = ready.run.key
    ready.train()
    assert ready.run.key == before, "training goes on with the same run"
    qtbot.waitUntil(lambda: ready.run.updates > 20)
    ready.reset()
    wait_for(qtbot, ready, "ready")
    qtbot.waitUntil(lambda: len(ready.run.history) == 1)
    assert ready.run.shown_iteration == 0


def test_step_without_a_run_makes_exactly_one_update(qtbot, ready):
    ready.step(1)
    qtbot.waitUntil(lambda: ready.run.updates == 1)
    assert ready.run.state == "paused"
    ready.step(2)
    qtbot.waitUntil(lambda: ready.run.updates == 3)


def test_live_settings_reach_the_running_training(qtbot, ready):
    ready.change_settings({"stopping.iterations": 0})
    ready.step(1)
    qtbot.waitUntil(lambda: ready.run.updates == 1)
    ready.change_settings({"solver.learning_rate": 0.025})
    assert not ready.pending()
    ready.step(1)
    qtbot.waitUntil(lambda: ready.run.updates == 2)
    assert ready.run.history.column("step_size")[-1] == 0.025
    assert ready.run.changed_live


def test_other_settings_wait_for_the_next_start(qtbot, ready):
    ready.step(1)
    qtbot.waitUntil(lambda: ready.run.updates == 1)
    ready.change_settings({"solver.batch_size": 20})
    assert ready.pending() == {"solver.batch_size"}
    ready.reset()
    assert not ready.pending()


def test_a_run_at_row_zero_takes_new_settings_at_once(qtbot, ready):
    ready.reset()
    qtbot.waitUntil(lambda: len(ready.run.history) == 1)
    ready.change_settings({"solver.start": "normal"})
    assert not ready.pending()
    qtbot.waitUntil(lambda: len(ready.run.history) == 1)
    assert ready.run.history.column("weight_norm")[0] > 0


def test_a_wrong_setting_is_said_and_changes_nothing(qtbot, ready):
    before = ready.recipe
    with qtbot.waitSignal(ready.said) as caught:
        ready.change_settings({"solver.learning_rate": -1.0})
    assert "Learning rate" in caught.args[0] and ready.recipe is before


def test_an_impossible_pair_is_said_when_training_starts(qtbot, ready):
    ready.change_settings({"solver.name": "lbfgs", "solver.batch_size": 20})
    with qtbot.waitSignal(ready.said) as caught:
        ready.train()
    assert "batch size" in caught.args[0] and ready.run is None


def test_switching_the_task_in_mid_run_goes_on_with_the_new_rows(qtbot, ready):
    ready.change_settings({"stopping.iterations": 0})
    ready.train()
    qtbot.waitUntil(lambda: ready.run.updates > 2)
    old = ready.run.key
    ready.change_settings({"task.kind": "binary", "task.classes": [3, 5]})
    qtbot.waitUntil(lambda: ready.run.key != old and ready.run.updates > 2)
    assert ready.run.class_names == ("3", "5") and ready.run.theta.size == 37
    assert ready.model.class_names == ("3", "5")


def test_data_that_cannot_be_loaded_is_said_and_the_old_goes_on(qtbot, ready):
    with qtbot.waitSignal(ready.said) as caught:
        ready.change_settings({"data.name": "file", "data.path": "nowhere.csv"})
    assert "choose another" in caught.args[0] and not ready.desk.is_loading
    assert ready.recipe.data.name == "generated" and ready.rows is not None
    with qtbot.waitSignal(ready.run_ended):
        ready.train()


def test_switching_back_while_loading_drops_the_load(qtbot, ready):
    ready.change_settings({"data.name": "digits8"})
    ready.change_settings({"data.name": "generated"})
    assert ready.rows is not None and not ready.desk.is_loading
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    assert ready.run.features.shape == (6, 6)


def test_the_drawing_is_read_by_the_iterate_on_screen(qtbot, ready):
    ready.set_drawing(LINE)
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    prediction, stages = ready.read_drawing()
    expected = ready.run.model().probabilities(stages.image[None])[0]
    np.testing.assert_allclose(prediction.probabilities, expected)


def test_patience_shows_the_kept_iterate(qtbot, ready):
    ready.change_settings({"stopping.patience": 3, "stopping.iterations": 0, "solver.learning_rate": 3.0})
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    run = ready.run
    assert run.reason == "patience" and run.shown_iteration == run.best_iteration < run.updates


def test_the_stable_step_follows_the_penalty(qtbot, ready):
    loose = ready.desk.stable_step(ready.recipe)
    ready.change_settings({"objective.l2": 5.0})
    assert ready.desk.stable_step(ready.recipe) < loose


def test_the_optimum_lies_below_every_row(qtbot, ready):
    found = []
    ready.desk.optimum_found.connect(found.append)
    ready.change_settings({"objective.l2": 0.01})
    qtbot.waitUntil(lambda: any(value is not None for value in found))
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    assert found[-1] <= ready.run.history.column("train_objective").min() + 1e-6


def test_the_test_rows_stay_sealed_until_revealed(qtbot, ready):
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    assert not ready.run.revealed
    ready.reveal_test(True)
    ready.reveal_test(False)
    assert ready.run.revealed, "what has been seen can't be unseen"


def test_a_random_test_digit_becomes_the_drawing(ready):
    drawing = random_test_digit(ready.rows)
    assert drawing is not None and drawing.picture.shape == (6, 6)


def test_a_new_run_gets_a_new_number_only_after_an_update(qtbot, ready):
    ready.reset()
    ready.reset()
    assert [run.number for run in ready.runs] == [1]
    ready.step(1)
    qtbot.waitUntil(lambda: ready.run.updates == 1)
    ready.reset()
    assert [run.number for run in ready.runs] == [1, 2]


def test_loading_can_be_stopped_and_the_old_rows_serve_again(qtbot, ready, monkeypatch):
    import threading

    entered, go_on = threading.Event(), threading.Event()

    def slow(recipe, progress=None, cancelled=None):
        entered.set()
        go_on.wait(5)
        raise AssertionError("cancelled work must not be told")

    monkeypatch.setattr("app.data.data_work.load_dataset", slow)
    ready.change_settings({"data.name": "digits8", "solver.learning_rate": 0.07})
    assert entered.wait(5) and ready.desk.is_loading
    ready.settings.cancel_loading()
    go_on.set()
    assert not ready.desk.is_loading and ready.rows is not None
    assert ready.recipe.data.name == "generated" and ready.recipe.solver.learning_rate == 0.07


def test_choosing_lbfgs_makes_it_possible(qtbot, ready):
    ready.change_settings({"solver.batch_size": 20, "objective.l1": 0.1})
    ready.change_settings({"solver.name": "lbfgs"})
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    assert ready.run.updates > 0


def test_a_run_that_cannot_start_after_loading_leaves_the_buttons_usable(qtbot, ready):
    ready.change_settings({"stopping.iterations": 0})
    ready.train()
    qtbot.waitUntil(lambda: ready.run.updates > 2)
    impossible = change(ready.recipe, {"solver.name": "lbfgs", "solver.batch_size": 64, "run.seed": 3})
    with qtbot.waitSignal(ready.said):
        ready.open_recipe(impossible)
    assert not ready.waits_to_train and ready.run.state == "running", "the old run goes on"
    ready.change_settings({"solver.batch_size": 0, "stopping.iterations": 5})
    ready.reset()
    with qtbot.waitSignal(ready.run_ended):
        ready.train()


def test_taking_a_change_of_data_back_trains_on(qtbot, ready):
    ready.change_settings({"stopping.iterations": 0})
    ready.train()
    qtbot.waitUntil(lambda: ready.run.updates > 2)
    ready.change_settings({"run.seed": 7})
    ready.change_settings({"run.seed": 0})
    qtbot.waitUntil(lambda: ready.run.state == "running" and ready.run.updates > 2)
    assert not ready.waits_to_train


def test_another_setting_does_not_disturb_the_loading(qtbot, session, small_data):
    session.open_recipe(SHORT)
    session.change_settings({"solver.learning_rate": 0.033})
    session.change_settings({"stopping.iterations": 7})
    qtbot.waitUntil(lambda: session.rows is not None)
    assert small_data == ["generated"], "loaded once"


def test_a_learning_rate_moved_at_row_zero_is_the_runs_own(qtbot, ready):
    ready.reset()
    qtbot.waitUntil(lambda: len(ready.run.history) == 1)
    ready.change_settings({"solver.learning_rate": 0.5})
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    assert ready.run.recipe.solver.learning_rate == 0.5 and not ready.run.changed_live
    assert ready.run.history.column("step_size")[-1] == 0.5


def test_a_model_from_a_file_takes_no_message_of_an_older_run(qtbot, ready):
    ready.change_settings({"stopping.iterations": 0})
    ready.train()
    qtbot.waitUntil(lambda: ready.run.updates > 2)
    old = ready.run.key
    ready.open_model(ready.ready_model)
    assert ready.run is None
    ready.open_recipe(SHORT)
    qtbot.waitUntil(lambda: ready.rows is not None)
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    assert ready.run.key > old
    assert ready.run.history.column("iteration").tolist() == list(range(41))


def test_a_restored_run_stays_until_something_is_asked_for(qtbot, ready):
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    kept = ready.run
    other = Session()
    try:
        kept.rows = None
        other.restore(SavedSession(SHORT, "", Drawing(), (kept,), kept.number))
        qtbot.waitUntil(lambda: other.rows is not None)
        assert other.run is kept and other.run.updates == 40
    finally:
        other.close()


def test_a_file_that_cannot_be_read_leaves_the_running_run_alone(qtbot, ready):
    ready.change_settings({"stopping.iterations": 0})
    ready.train()
    qtbot.waitUntil(lambda: ready.run.updates > 2)
    key = ready.run.key
    with qtbot.waitSignal(ready.said):
        ready.change_settings({"data.name": "file", "data.path": "broken.csv"})
    assert ready.run.key == key and ready.run.state == "running"
    assert not ready.pending()


def test_a_model_from_a_file_is_shown_beside_the_runs(qtbot, ready):
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    ready.open_model(ready.ready_model)
    assert ready.run is None and len(ready.runs) == 1
    assert ready.model is ready.ready_model
