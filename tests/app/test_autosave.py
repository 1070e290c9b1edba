"""The session is on disk soon after each change, without anyone asking."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from app.autosave import Autosave, take_snapshot
from app.drawing.drawing_history import Drawing
from app.session import Session
from app.session_file import load_folder
from app.sweep.kept_sweep import kept_outcomes
from lrengine.recipe import Axis, Recipe, Sweep
from lrengine.settings import change

SHORT = change(Recipe(), {"stopping.iterations": 20})


@pytest.fixture
def autosave(session, tmp_path, monkeypatch):
    monkeypatch.setattr("app.autosave.DELAY_MS", 1)
    autosave = Autosave(session, tmp_path)
    yield autosave
    autosave.close()


def saved(tmp_path):
    return load_folder(tmp_path)


def test_settings_strokes_and_the_run_are_saved_without_closing(qtbot, session, autosave, tmp_path):
    session.recipe_name = "softmax"
    session.open_recipe(SHORT)
    with qtbot.waitSignal(session.run_ended):
        session.train()
    session.set_drawing(Drawing((np.array([[0.2, 0.3], [0.4, 0.5]]),)))

    def is_whole():
        back = saved(tmp_path)
        has_run = back is not None and bool(back.runs) and back.runs[-1].updates == 20
        return has_run and len(back.drawing.strokes) == 1

    qtbot.waitUntil(is_whole)
    back = saved(tmp_path)
    assert back.recipe == SHORT and back.recipe_name == "softmax"
    np.testing.assert_array_equal(back.runs[-1].theta, session.run.theta)


def test_a_running_run_is_saved_as_far_as_it_got(qtbot, session, autosave, tmp_path):
    session.open_recipe(change(SHORT, {"stopping.iterations": 0}))
    session.train()
    qtbot.waitUntil(lambda: (back := saved(tmp_path)) is not None and bool(back.runs))
    back = saved(tmp_path)
    assert len(back.runs[-1].history) == back.runs[-1].shown_iteration + 1


def test_a_restored_session_shows_the_run_and_trains_anew(qtbot, session, autosave, tmp_path):
    session.open_recipe(SHORT)
    with qtbot.waitSignal(session.run_ended):
        session.train()
    autosave.save()
    qtbot.waitUntil(lambda: (back := saved(tmp_path)) is not None and bool(back.runs))
    back = saved(tmp_path)
    other = Session()
    try:
        other.restore(back)
        np.testing.assert_array_equal(other.model.weights, session.model.weights)
        with qtbot.waitSignal(other.run_ended):
            other.train()
        assert [run.number for run in other.runs] == [1, 2]
    finally:
        other.close()


def test_a_full_disk_is_said_once(qtbot, session, tmp_path, monkeypatch):
    monkeypatch.setattr("app.autosave.DELAY_MS", 1)
    blocked = tmp_path / "file"
    blocked.write_text("")
    autosave = Autosave(session, blocked)
    said = []
    autosave.said.connect(said.append)
    session.set_drawing(Drawing())
    qtbot.waitUntil(lambda: bool(said))
    assert "Cannot" in said[0]
    session.set_drawing(Drawing())
    autosave.save()
    autosave.close()
    assert len(said) == 2, "once while open, and once more at the last save"


def test_a_reset_does_not_lose_the_last_run(qtbot, session, autosave, tmp_path):
    session.open_recipe(SHORT)
    with qtbot.waitSignal(session.run_ended):
        session.train()
    theta = session.run.theta
    session.reset()
    qtbot.waitUntil(lambda: len(session.run.history) == 1)
    autosave.save()
    qtbot.waitUntil(lambda: (back := saved(tmp_path)) is not None and bool(back.runs))
    np.testing.assert_array_equal(saved(tmp_path).runs[-1].theta, theta)


def test_deleted_runs_and_the_one_on_view_are_part_of_a_snapshot(qtbot, session, autosave, tmp_path):
    session.open_recipe(SHORT)
    for _ in range(3):
        with qtbot.waitSignal(session.run_ended):
            session.train()
    session.run_list.delete((2,))
    session.show_run(1)
    taken = take_snapshot(session)
    assert sorted(run.number for run in taken.runs) == [1, 2, 3]
    assert taken.shown == 1 and taken.binned == (2,)


def test_what_was_read_from_the_folder_is_not_written_again(qtbot, session, autosave, tmp_path):
    session.open_recipe(SHORT)
    with qtbot.waitSignal(session.run_ended):
        session.train()
    autosave.save()
    qtbot.waitUntil(lambda: (back := saved(tmp_path)) is not None and bool(back.runs))
    other = Session()
    other.restore(saved(tmp_path))
    again = Autosave(other, tmp_path)
    again.trust_folder()
    path = next(tmp_path.glob("run-*.npz"))
    path.write_bytes(b"a mark")
    again.close()
    assert path.read_bytes() == b"a mark"
    other.close()


def test_a_sweep_is_whole_once_it_has_ended_even_if_no_writing_was_due(
    qtbot, session, autosave, tmp_path, monkeypatch
):
    monkeypatch.setattr("lrengine.sweep.saved.time", SimpleNamespace(monotonic=lambda: -1.0))
    session.open_recipe(SHORT)
    with qtbot.waitSignal(session.sweep.ended):
        session.sweep_over(Sweep(vary=(Axis("solver.learning_rate", (0.1, 0.2)),)))
    qtbot.waitUntil(lambda: has_outcomes(saved(tmp_path), 2))


def has_outcomes(back, count):
    return back is not None and back.sweep is not None and len(kept_outcomes(back.sweep).items) == count


def test_a_sweep_is_saved_and_another_session_without_one_lets_it_go(qtbot, session, autosave, tmp_path):
    session.open_recipe(SHORT)
    with qtbot.waitSignal(session.sweep.ended):
        session.sweep_over(Sweep(vary=(Axis("solver.learning_rate", (0.1, 0.2)),)))
    qtbot.waitUntil(lambda: has_outcomes(saved(tmp_path), 2))
    session.restore(replace(take_snapshot(session), sweep=None))
    qtbot.waitUntil(lambda: saved(tmp_path).sweep is None)
