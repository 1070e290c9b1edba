"""What is judged is the iterate on view, on rows of its own; nothing of another run is left standing."""

import numpy as np
import pytest

from app.evaluation import evaluation_desk
from app.evaluation.evaluation_desk import NO_ROWS, OTHER_ROWS, WAITING, EvaluationDesk
from app.runs.run_record import Certainty
from app.session import Session
from lrengine.recipe import Recipe
from lrengine.settings import change

SHORT = change(Recipe(), {"stopping.iterations": 30, "solver.learning_rate": 0.1})


@pytest.fixture
def session(qtbot, small_data, monkeypatch):
    monkeypatch.setattr(evaluation_desk, "PAUSE_MS", 1)
    session = Session()
    session.open_recipe(SHORT)
    qtbot.waitUntil(lambda: session.rows is not None)
    yield session
    session.close()


@pytest.fixture
def desk(session):
    desk = EvaluationDesk(session)
    yield desk
    desk.close()


@pytest.fixture
def told(desk):
    """What the desk has said: (Judged or None, title)."""
    told = []
    desk.judged.connect(lambda judged, title: told.append((judged, title)))
    return told


def train(qtbot, session):
    with qtbot.waitSignal(session.run_ended):
        session.train()
    return session.run


def test_nothing_is_judged_while_nobody_looks(qtbot, session, desk, told):
    train(qtbot, session)
    assert not told and not desk._judge_thread.isRunning()


def test_the_figures_are_those_of_the_run_and_iterate_in_the_title(qtbot, session, desk, told):
    run = train(qtbot, session)
    desk.set_on_view(True)
    qtbot.waitUntil(lambda: bool(told))
    judged, title = told[-1]
    assert title == "Run 1, iteration 30" and judged.part == "validation"
    assert judged.accuracy == run.figure("validation_accuracy")
    assert judged.risk == pytest.approx(run.figure("validation_risk"), rel=1e-6)


def test_it_follows_the_time_slider_and_the_part(qtbot, session, desk, told):
    run = train(qtbot, session)
    desk.set_on_view(True)
    session.rewind(4)
    qtbot.waitUntil(lambda: bool(told) and told[-1][1] == "Run 1, iteration 4")
    assert told[-1][0].accuracy == run.history.column("validation_accuracy")[4]
    desk.choose_part("train")
    qtbot.waitUntil(lambda: told[-1][0].part == "train")
    assert told[-1][0].accuracy == run.history.column("train_accuracy")[4]


def test_it_keeps_up_with_a_run_that_trains_though_judging_is_slow(qtbot, session, desk, told, monkeypatch):
    import time

    def slow(*args, **kwargs):
        time.sleep(0.03)
        return judge(*args, **kwargs)

    judge = evaluation_desk.judge
    monkeypatch.setattr(evaluation_desk, "judge", slow)
    session.change_settings({"stopping.iterations": 0})
    desk.set_on_view(True)
    session.train()
    qtbot.waitUntil(lambda: len([title for _, title in told if title.startswith("Run 1")]) > 2)
    iterations = [int(t.split()[-1].replace(",", "")) for _, t in told if t.startswith("Run 1")]
    assert iterations == sorted(set(iterations))


def test_the_same_iterate_is_judged_once(qtbot, session, desk, told):
    train(qtbot, session)
    desk.set_on_view(True)
    qtbot.waitUntil(lambda: bool(told))
    with qtbot.assertNotEmitted(desk.judged, wait=50):
        session.run_advanced.emit(session.run)
        desk.set_on_view(True)


def test_an_iterate_that_is_calibrated_meanwhile_is_judged_anew(qtbot, session, desk, told):
    run = train(qtbot, session)
    desk.set_on_view(True)
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1][0].temperature == 1.0
    run.certainty = Certainty(run.reached_iteration, 2.5)
    desk.note_change()
    qtbot.waitUntil(lambda: told[-1][0].temperature == 2.5)
    assert told[-1][1] == "Run 1, iteration 30"


def test_a_run_without_rows_says_what_to_do(qtbot, session, desk, told):
    run = train(qtbot, session)
    desk.set_on_view(True)
    qtbot.waitUntil(lambda: bool(told))
    session.change_settings({"data.test": 0.3})
    qtbot.waitUntil(lambda: session.run is not run)
    session.show_run(run.number)
    assert told[-1] == (None, NO_ROWS)
    session.take_settings()
    qtbot.waitUntil(lambda: told[-1][0] is not None)


def test_a_ready_model_is_judged_only_on_rows_of_its_kind(qtbot, session, desk, told):
    train(qtbot, session)
    model = session.model
    desk.set_on_view(True)
    session.open_model(model)
    qtbot.waitUntil(lambda: bool(told) and told[-1][1] == "Ready model")
    right = told[-1][0].accuracy
    opposite = type(model)(model.features, -model.weights, -model.intercept, model.class_names, model.recipe)
    session.open_model(opposite)
    qtbot.waitUntil(lambda: told[-1][0] is not None and told[-1][0].accuracy < right)
    session.change_settings({"data.name": "digits8"})
    qtbot.waitUntil(lambda: told[-1] == (None, OTHER_ROWS))


def test_what_belongs_to_another_run_goes_when_the_new_answer_takes_long(
    qtbot, session, desk, told, monkeypatch
):
    import threading

    first = train(qtbot, session)
    second = train(qtbot, session)
    desk.set_on_view(True)
    qtbot.waitUntil(lambda: bool(told) and told[-1][1].startswith(f"Run {second.number}"))
    go_on, judge = threading.Event(), evaluation_desk.judge

    def slow(*args, **kwargs):
        go_on.wait(5)
        return judge(*args, **kwargs)

    monkeypatch.setattr(evaluation_desk, "judge", slow)
    session.show_run(first.number)
    qtbot.waitUntil(lambda: told[-1] == (None, WAITING))
    go_on.set()
    qtbot.waitUntil(lambda: told[-1][1].startswith(f"Run {first.number},"))


def test_no_rows_in_the_part_is_said(qtbot, session, desk, told):
    session.change_settings({"data.validation": 0})
    qtbot.waitUntil(lambda: session.rows is not None)
    train(qtbot, session)
    desk.set_on_view(True)
    assert told[-1][0] is None and "no validation rows" in told[-1][1]


def test_curves_are_of_what_was_judged_and_of_the_chosen_class(qtbot, session, desk, told):
    train(qtbot, session)
    desk.set_on_view(True)
    with qtbot.waitSignal(desk.curves, timeout=20000):
        pass
    with qtbot.waitSignal(desk.curves) as caught:
        desk.choose_class(3)
    curves = caught.args[0]
    assert curves.judged is told[-1][0] and curves.positive == 3
    assert len(curves.positives) == np.sum(curves.judged.labels == 3)
