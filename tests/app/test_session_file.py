"""What is autosaved comes back; what is broken is named, set aside and never fatal."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.drawing.drawing_history import Drawing
from app.runs.run_store import RunStore
from app.session_file import (
    HEAD,
    SavedSession,
    load_archive,
    load_folder,
    save_archive,
    save_folder,
    set_aside,
)
from lrengine.errors import LabError
from lrengine.experiment import conclude, start
from lrengine.recipe import Recipe


@pytest.fixture
def saved(small_recipe, small_rows):
    store = RunStore()
    for _ in range(3):
        training = start(small_recipe, small_rows)
        steps = tuple(training.steps())
        run = store.add(small_recipe, small_rows, training)
        run.extend(steps, training.theta.copy(), training.watch.best.iteration)
        run.finish("iterations", "Done.", conclude(small_recipe, small_rows, training))
    strokes = (np.array([[0.1, 0.2], [0.3, 0.4]]), np.array([[0.5, 0.5]]))
    return SavedSession(small_recipe, "softmax", Drawing(strokes, 0.06), tuple(store), 2, (1,))


def assert_same(back, saved):
    assert back.recipe == saved.recipe and back.recipe_name == "softmax"
    assert back.drawing.width == 0.06 and back.shown == 2 and back.binned == (1,)
    for ours, theirs in zip(saved.drawing.strokes, back.drawing.strokes, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert [run.number for run in back.runs] == [1, 2, 3]
    for ours, theirs in zip(saved.runs, back.runs, strict=True):
        np.testing.assert_array_equal(ours.history.table(), theirs.history.table())
        np.testing.assert_array_equal(ours.theta, theirs.theta)


def test_a_folder_gives_everything_back(saved, tmp_path):
    save_folder(saved, tmp_path / "deeper", {})
    assert_same(load_folder(tmp_path / "deeper"), saved)


def test_an_archive_gives_everything_back(saved, tmp_path):
    save_archive(saved, tmp_path / "a.lab")
    assert_same(load_archive(tmp_path / "a.lab"), saved)


def test_the_sweep_is_named_by_its_file_and_lies_in_the_archive(saved, tmp_path):
    (tmp_path / "sweep.zip").write_bytes(b"a sweep")
    save_folder(saved, tmp_path, {})
    back = load_folder(tmp_path)
    assert back.sweep == tmp_path / "sweep.zip"
    save_archive(back, tmp_path / "a.lab")
    assert load_archive(tmp_path / "a.lab").sweep == b"a sweep"
    (tmp_path / "sweep.zip").unlink()
    assert load_folder(tmp_path).sweep is None


def test_a_run_is_written_again_only_when_it_has_changed(saved, tmp_path):
    known = save_folder(saved, tmp_path, {})
    for path in tmp_path.glob("run-*.npz"):
        path.write_bytes(b"not touched")
    saved.runs[1].revealed = True
    save_folder(saved, tmp_path, known)
    untouched = {path.name for path in tmp_path.glob("run-*.npz") if path.read_bytes() == b"not touched"}
    assert untouched == {"run-1.npz", "run-3.npz"}


def test_runs_that_are_gone_leave_no_file(saved, tmp_path):
    known = save_folder(saved, tmp_path, {})
    fewer = SavedSession(saved.recipe, "softmax", saved.drawing, saved.runs[:1])
    save_folder(fewer, tmp_path, known)
    assert [path.name for path in tmp_path.glob("run-*.npz")] == ["run-1.npz"]


def test_one_broken_run_does_not_take_the_others_along(saved, tmp_path):
    save_folder(saved, tmp_path, {})
    (tmp_path / "run-2.npz").write_bytes(b"junk")
    assert [run.number for run in load_folder(tmp_path).runs] == [1, 3]


def test_a_picture_comes_back(tmp_path):
    picture = np.arange(64, dtype=np.uint8).reshape(8, 8)
    save_folder(SavedSession(Recipe(), "", Drawing(picture=picture)), tmp_path, {})
    back = load_folder(tmp_path)
    np.testing.assert_array_equal(back.drawing.picture, picture)
    assert back.runs == () and back.shown is None


def test_no_file_is_no_session(tmp_path):
    assert load_folder(tmp_path) is None
    with pytest.raises(LabError, match="no file"):
        load_archive(tmp_path / "gone.lab")


def test_a_place_that_cannot_be_written_is_one_sentence(saved, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(LabError, match="Cannot"):
        save_folder(saved, blocked, {})
    with pytest.raises(LabError, match="Cannot"):
        save_archive(saved, blocked / "a.lab")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_head_or_archive_reads_whole_or_is_named(saved, tmp_path, data):
    is_folder = data.draw(st.booleans())
    if is_folder:
        save_folder(saved, tmp_path, {})
    path = tmp_path / (HEAD if is_folder else "a.lab")
    if not is_folder:
        save_archive(saved, path)
    content = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    sentence = ""
    try:
        back = load_folder(tmp_path) if is_folder else load_archive(path)
    except LabError as error:
        sentence = str(error)
    else:
        assert_same(back, saved)
    assert not sentence or ("a new one begins" if is_folder else "choose another file") in sentence


def test_an_unreadable_session_is_kept_under_another_name(tmp_path):
    (tmp_path / HEAD).write_bytes(b"junk")
    with pytest.raises(LabError, match="unreadable"):
        load_folder(tmp_path)
    set_aside(tmp_path)
    assert (tmp_path / "session.unreadable.npz").read_bytes() == b"junk"
    assert load_folder(tmp_path) is None
