from __future__ import annotations

import zipfile

import numpy as np
import pytest

from lrengine.errors import LabError
from lrengine.settings import change
from lrengine.sweep.saved import Archive, SweepFile, load_outcomes, read_outcomes, save_outcomes
from lrengine.sweep.schedule import run_cells

AXIS = {"solver.learning_rate": (0.1, 1e4)}


@pytest.fixture
def ended(swept):
    """A recipe whose second run diverges and whose third fails, and what came of it."""
    recipe = change(swept({"task.classes": ([0, 1], [0, 7])}), {"solver.learning_rate": 0.5})
    return recipe, run_cells(recipe, jobs=1).items


def test_outcomes_come_back_to_the_last_bit(ended, tmp_path):
    recipe, items = ended
    assert [item.reason for item in items] == ["iterations", "failed"]
    save_outcomes(tmp_path / "sweep.zip", recipe, items)
    back = load_outcomes(tmp_path / "sweep.zip", recipe)
    assert [one.cell for one in back] == [item.cell for item in items]
    for one, item in zip(back, items, strict=True):
        assert (one.reason, one.sentence, one.seconds) == (item.reason, item.sentence, item.seconds)
        np.testing.assert_array_equal(one.history.table(), item.history.table())
        assert (one.model is None) == (item.model is None) == one.failed
    # Steps hold NaN, which equals nothing.
    assert repr(back[0].final) == repr(items[0].final) and repr(back[0].best) == repr(items[0].best)
    np.testing.assert_array_equal(back[0].model.weights, items[0].model.weights)


def test_a_sweep_goes_on_from_its_file_with_the_same_numbers(swept, tmp_path):
    recipe = swept({"solver.learning_rate": (0.1, 0.2, 0.4)}, repeats=2)
    path = tmp_path / "sweep.zip"
    file = SweepFile(path, recipe)
    ended = []
    first = run_cells(recipe, jobs=1, on_outcome=ended.append, cancelled=lambda: len(ended) >= 2)
    for outcome in first.items:
        file.add(outcome)
    file.write()
    done = load_outcomes(path, recipe)
    assert 2 <= len(done) < 6
    fresh = []
    resumed = run_cells(recipe, jobs=1, done=done, on_outcome=fresh.append)
    assert len(fresh) == 6 - len(done) and resumed.is_whole
    for one, other in zip(resumed.items, run_cells(recipe, jobs=1).items, strict=True):
        np.testing.assert_array_equal(one.model.weights, other.model.weights)


def test_an_archive_tells_its_own_recipe(ended):
    recipe, items = ended
    archive = Archive(recipe)
    assert archive.take(items) and not archive.take(items), "nothing is news twice"
    back = read_outcomes(archive.to_bytes())
    assert back.recipe == recipe and [item.cell for item in back.items] == [item.cell for item in items]


def test_what_does_not_fit_is_left_out(swept):
    recipe = swept({"solver.learning_rate": (0.1, 0.2)})
    items = run_cells(recipe, jobs=1).items
    whole = Archive(recipe)
    whole.take(items)
    short = Archive(recipe, limit=0.5 * len(whole.to_bytes()))
    assert short.take(items)
    assert [item.cell.index for item in read_outcomes(short.to_bytes()).items] == [0]


def test_a_file_is_written_again_only_for_news(swept, tmp_path):
    recipe, path = swept(AXIS), tmp_path / "sweep.zip"
    items = run_cells(recipe, jobs=1).items
    file = SweepFile(path, recipe)
    file.add(items[0])
    file.write()
    path.unlink()
    file.write()
    assert not path.exists()
    file.add(items[1])
    file.write()
    assert len(load_outcomes(path, recipe)) == 2


def test_cancelled_cells_are_not_in_the_file(swept, tmp_path):
    recipe = swept(AXIS)
    save_outcomes(tmp_path / "sweep.zip", recipe, run_cells(recipe, cancelled=lambda: True).items)
    assert load_outcomes(tmp_path / "sweep.zip", recipe) == ()


def test_a_file_of_another_sweep_is_refused_and_one_of_more_threads_is_not(swept, tmp_path):
    recipe = swept(AXIS)
    path = tmp_path / "sweep.zip"
    save_outcomes(path, recipe, ())
    for other in (swept({"solver.learning_rate": (0.1, 1.0)}), change(recipe, {"objective.l2": 0.1})):
        with pytest.raises(LabError, match="another recipe or sweep"):
            load_outcomes(path, other)
    assert load_outcomes(path, change(recipe, {"run.threads": 1})) == ()


def test_a_damaged_file_is_a_sentence(ended, tmp_path):
    recipe, items = ended
    path = tmp_path / "sweep.zip"
    save_outcomes(path, recipe, items)
    whole = path.read_bytes()
    for content in (b"", b"nothing", whole[:-40], whole[: len(whole) // 2]):
        path.write_bytes(content)
        with pytest.raises(LabError, match=r"not a saved sweep that can be read"):
            load_outcomes(path, recipe)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("outcomes.json", '{"format": "logit-lab sweep 99"}')
    with pytest.raises(LabError, match="format is not known"):
        load_outcomes(path, recipe)
    with pytest.raises(LabError, match="Cannot read"):
        load_outcomes(tmp_path / "missing", recipe)
