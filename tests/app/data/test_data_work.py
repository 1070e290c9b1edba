"""Work beside the window: class means, the curvature bound and the certified optimum."""

import numpy as np
import pytest

from app.data.data_work import bound_work, class_means, data_work, optimum_work
from lrengine.errors import Cancelled, LabError
from lrengine.experiment import prepare, start
from lrengine.settings import change


def never():
    return False


def silent(share):
    return None


def test_class_means_are_those_of_the_training_rows(small_rows):
    means = class_means(small_rows)
    part = small_rows.split.train
    np.testing.assert_allclose(means[1], part.inputs[part.labels == 1].mean(axis=0) / 255, rtol=1e-5)
    assert not means.flags.writeable


def test_loaded_data_is_not_loaded_again(small_recipe, small_data, small_rows):
    dataset = small_rows.dataset
    ready = data_work(small_recipe, dataset, small_recipe)(silent, never)
    assert not small_data and ready.rows.dataset is dataset
    other = change(small_recipe, {"run.seed": 1})
    data_work(other, dataset, small_recipe)(silent, never)
    assert small_data == ["generated"], "generated digits depend on the seed"
    data_work(change(small_recipe, {"data.name": "moons"}), dataset, small_recipe)(silent, never)
    assert small_data == ["generated", "moons"]
    moved = change(small_recipe, {"data.points": 9, "features.standardise": True})
    assert data_work(moved, dataset, small_recipe)(silent, never).rows.dataset is dataset


def test_rows_that_new_data_cannot_give_are_replaced_and_told(small_recipe, small_data, small_rows):
    asked = change(small_recipe, {"data.train": "first:20000"})
    ready = data_work(asked, None, None)(silent, never)
    assert ready.recipe.data.train == 1.0 and "Training rows first:20000: now 1.0." in ready.sentence
    with pytest.raises(LabError, match="20,000 rows"):
        data_work(asked, small_rows.dataset, small_recipe)(silent, never)


def test_cancelled_loading_ends_without_a_result(small_recipe, small_data):
    with pytest.raises(Cancelled):
        data_work(small_recipe, None, None)(silent, lambda: True)


def test_who_cancels_does_not_wait_for_the_compiler(small_recipe, small_rows, monkeypatch):
    asked = []

    def compiling(dtype, cancelled):
        asked.append(dtype)
        assert cancelled()
        raise Cancelled

    monkeypatch.setattr("lrengine.prepared.loops_for", compiling)
    with pytest.raises(Cancelled):
        data_work(small_recipe, small_rows.dataset, small_recipe)(silent, lambda: bool(asked))
    assert asked


@pytest.mark.parametrize("kind", ["softmax", "one-vs-rest"])
def test_the_optimum_is_certified(small_recipe, small_rows, kind):
    recipe = change(small_recipe, {"objective.l2": 0.02, "task.kind": kind})
    rows = prepare(recipe, small_rows.dataset)
    known = bound_work(recipe, rows)(silent, never)
    found = optimum_work(recipe, known, never)(silent, never)
    long = change(
        recipe,
        {"run.dtype": "float64", "solver.learning_rate": 1.0 / known.loss_curvature,
         "solver.name": "nesterov", "stopping.iterations": 3000},
    )  # fmt: skip
    training = start(long, prepare(long, small_rows.dataset))
    *_, last = training.steps()
    assert found.value == pytest.approx(last.train_objective, rel=2e-4)


@pytest.mark.parametrize("changes", [{"objective.l2": 0.0}, {"objective.l2": 0.1, "objective.l1": 0.1}])
def test_an_objective_without_a_certificate_gets_no_line(small_recipe, small_rows, changes):
    recipe = change(small_recipe, changes)
    known = bound_work(recipe, small_rows)(silent, never)
    assert optimum_work(recipe, known, never)(silent, never).value is None


@pytest.mark.parametrize("loss", ["double-softmax", "squared-error"])
def test_nothing_is_claimed_of_a_loss_that_is_not_convex(small_recipe, small_rows, loss):
    recipe = change(small_recipe, {"objective.l2": 0.1, "objective.loss": loss})
    known = bound_work(recipe, small_rows)(silent, never)
    assert known.loss_curvature is None
    assert optimum_work(recipe, known, never)(silent, never).value is None


def test_the_optimum_of_a_run_row_by_row_is_searched_at_full_speed(small_recipe, small_rows, monkeypatch):
    monkeypatch.setattr("lrengine.per_sample.PerSample._block", None)
    recipe = change(small_recipe, {"objective.l2": 0.1, "solver.gradient": "per-sample"})
    known = bound_work(recipe, small_rows)(silent, never)
    assert optimum_work(recipe, known, never)(silent, never).value is not None


def test_the_search_for_the_optimum_can_be_cancelled(small_recipe, small_rows):
    recipe = change(small_recipe, {"objective.l2": 1e-6})
    known = bound_work(recipe, small_rows)(silent, never)
    with pytest.raises(Cancelled):
        optimum_work(recipe, known, never)(silent, lambda: True)


def test_images_on_the_disk_are_for_the_command_line(small_recipe, tmp_path):
    np.save(tmp_path / "images.npy", np.zeros((4, 8, 8), np.uint8))
    np.save(tmp_path / "labels.npy", np.arange(4) % 2)
    recipe = change(
        small_recipe,
        {"data.name": "file", "data.path": str(tmp_path), "data.kept": "disk", "task.classes": ()},
    )
    with pytest.raises(LabError, match=r"stay on the disk, where only `logitlab run` trains from"):
        data_work(recipe, None, None)(silent, never)
    held = change(recipe, {"data.kept": "memory", "data.test": 0, "data.validation": 0})
    assert len(data_work(held, None, None)(silent, never).rows.train) == 4
