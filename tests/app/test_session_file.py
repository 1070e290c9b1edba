"""What is autosaved comes back; what is broken is named, set aside and never fatal."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.drawing.drawing_history import Drawing
from app.runs.run_store import RunStore
from app.session_file import SavedSession, read_session, set_aside, write_session
from lrengine.errors import LabError
from lrengine.experiment import conclude, start
from lrengine.recipe import Recipe


@pytest.fixture
def saved(small_recipe, small_rows):
    training = start(small_recipe, small_rows)
    steps = tuple(training.steps())
    run = RunStore().add(small_recipe, small_rows, training)
    run.extend(steps, training.theta.copy(), training.watch.best.iteration)
    run.finish("iterations", "Done.", conclude(small_recipe, small_rows, training))
    strokes = (np.array([[0.1, 0.2], [0.3, 0.4]]), np.array([[0.5, 0.5]]))
    return SavedSession(small_recipe, "softmax", Drawing(strokes, 0.06), run)


def test_everything_comes_back(saved, tmp_path):
    path = tmp_path / "deeper" / "session.npz"
    write_session(saved, path)
    back = read_session(path)
    assert back.recipe == saved.recipe and back.recipe_name == "softmax"
    assert back.drawing.width == 0.06
    for ours, theirs in zip(saved.drawing.strokes, back.drawing.strokes, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(back.run.history.table(), saved.run.history.table())
    np.testing.assert_array_equal(back.run.theta, saved.run.theta)
    assert back.run.state == "finished" and back.run.class_names == saved.run.class_names
    assert back.run.test_accuracy() == saved.run.test_accuracy()
    images = np.arange(36, dtype=np.uint8).reshape(1, 6, 6)
    np.testing.assert_array_equal(
        back.run.model().probabilities(images), saved.run.model().probabilities(images)
    )


def test_a_picture_comes_back(tmp_path):
    picture = np.arange(64, dtype=np.uint8).reshape(8, 8)
    write_session(SavedSession(Recipe(), "", Drawing(picture=picture), None), tmp_path / "s.npz")
    back = read_session(tmp_path / "s.npz")
    np.testing.assert_array_equal(back.drawing.picture, picture)
    assert back.run is None


def test_no_file_is_no_session(tmp_path):
    assert read_session(tmp_path / "session.npz") is None


def test_a_place_that_cannot_be_written_is_one_sentence(saved, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(LabError, match="Cannot"):
        write_session(saved, blocked / "session.npz")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_file_reads_whole_or_is_named(saved, tmp_path, data):
    path = tmp_path / "session.npz"
    write_session(saved, path)
    content = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        back = read_session(path)
    except LabError as error:
        sentence = str(error)
    else:
        sentence = "a new one begins" if back is not None else ""
    assert "new one begins" in sentence


def test_an_unreadable_session_is_kept_under_another_name(tmp_path):
    path = tmp_path / "session.npz"
    path.write_bytes(b"junk")
    with pytest.raises(LabError):
        read_session(path)
    set_aside(path)
    assert (tmp_path / "session.unreadable.npz").read_bytes() == b"junk" and not path.exists()
