from __future__ import annotations

import numpy as np
import pytest

from lrengine import prepared as module
from lrengine.byte_rows import ByteRows
from lrengine.data.dataset import Dataset
from lrengine.errors import Cancelled, LabError
from lrengine.prepared import prepare, row_settings, source_settings
from lrengine.recipe import Recipe
from lrengine.settings import change

QUICK = change(Recipe(), {"stopping.iterations": 15, "run.threads": 1})


def quick(**changes):
    """A short run; a double underscore stands for the dot of a key."""
    return change(QUICK, {key.replace("__", "."): value for key, value in changes.items()})


class TestRows:
    def test_parts_become_features_of_the_precision_asked_for(self, digits):
        rows = prepare(quick(run__dtype="float64", data__validation=0.25, data__order="file"), digits)
        assert rows.train.shape == (72, 30) and rows.train.dtype == np.float64
        assert rows.validation.shape == (24, 30) and rows.test.shape == (24, 30)
        np.testing.assert_allclose(rows.train, rows.split.train.inputs.reshape(-1, 30) / 255)
        assert rows.class_names == ("0", "1", "2") and rows.dataset is digits

    @pytest.mark.parametrize(("changes", "same"), [
        ({"solver.learning_rate": 9.0, "stopping.patience": 3, "objective.l2": 1.0, "run.threads": 4}, True),
        ({"run.seed": 1}, False),
        ({"run.dtype": "float64"}, False),
        ({"run.products": "blas"}, False),
        ({"data.label_noise": 0.1}, False),
        ({"data.scale": "raw"}, False),
        ({"task.classes": (0, 1)}, False),
    ])  # fmt: skip
    def test_they_serve_every_run_of_the_same_data(self, digits, changes, same):
        rows = prepare(QUICK, digits)
        changed = change(QUICK, changes)
        assert rows.serve(QUICK) and rows.serve(changed) == same
        if same:
            np.testing.assert_array_equal(prepare(changed, digits).train, rows.train)

    @pytest.mark.parametrize(("changes", "same"), [
        ({}, True),
        ({"solver.batch_size": 10, "solver.start": "normal"}, True),
        ({"data.validation": 0.2, "features.standardise": True}, True),
        ({"data.order": "seeded"}, False),
        ({"data.order": "train_test_split", "data.test": 0.2}, False),
        ({"data.label_noise": 0.1}, False),
        ({"data.name": "generated"}, False),
        ({"data.name": "moons"}, False),
        ({"features.kind": "fourier", "features.count": 20}, False),
    ])  # fmt: skip
    def test_the_seed_belongs_to_them_only_where_they_depend_on_it(self, digits, changes, same):
        base = change(QUICK, {"data.name": "file", "data.order": "file"} | changes)
        other = change(base, {"run.seed": 1})
        assert (row_settings(base) == row_settings(other)) == same
        if base.data.name == "file":
            rows, others = prepare(base, digits), prepare(other, digits)
            equal = np.array_equal(rows.train, others.train)
            assert (equal and np.array_equal(rows.split.train.labels, others.split.train.labels)) == same

    @pytest.mark.parametrize("classes", [(), (0, 1, 2)])
    def test_a_binary_task_needs_two_classes(self, digits, classes):
        with pytest.raises(LabError, match=r"just two, not 3: set task\.classes"):
            prepare(quick(task__kind="binary", task__classes=classes), digits)


class TestProducts:
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize("scale", ["unit", "raw", "normalised"])
    def test_pixels_stay_bytes_and_are_the_same_numbers(self, digits_with_test, dtype, scale):
        asked = quick(run__dtype=dtype, data__scale=scale, data__validation=0.25)
        rows, others = (
            prepare(change(asked, {"run.products": products}), digits_with_test)
            for products in ("auto", "blas")
        )
        for part in ("train", "validation", "test"):
            bytes_, numbers = getattr(rows, part), getattr(others, part)
            assert type(bytes_) is ByteRows and type(numbers) is np.ndarray
            assert bytes_.dtype == numbers.dtype == dtype and len(bytes_) == len(getattr(rows.split, part))
            np.testing.assert_array_equal(np.asarray(bytes_), numbers)

    @pytest.mark.parametrize("changes", [
        {"run.dtype": "longdouble"}, {"features.standardise": True}, {"features.kind": "deskewed"},
        {"features.kind": "histograms"}, {"features.kind": "fourier", "features.count": 20},
        {"run.products": "blas"},
    ], ids=str)  # fmt: skip
    def test_whatever_else_is_numbers(self, digits, changes):
        assert type(prepare(change(QUICK, changes), digits).train) is np.ndarray

    def test_points_are_numbers(self):
        rng = np.random.default_rng(0)
        points = Dataset("points", rng.normal(size=(20, 2)), np.arange(20) % 2, ("a", "b"), full_scale=1.0)
        assert type(prepare(QUICK, points).train) is np.ndarray

    def test_a_part_whose_inputs_are_no_bytes_is_numbers(self, digits_with_test):
        given = digits_with_test
        mixed = Dataset(
            "mixed", given.inputs, given.labels, given.class_names,
            test_inputs=given.test_inputs.astype(np.float32), test_labels=given.test_labels,
        )  # fmt: skip
        rows = prepare(QUICK, mixed)
        assert type(rows.train) is ByteRows and type(rows.test) is np.ndarray

    def test_without_loops_they_are_numbers(self, digits, monkeypatch):
        monkeypatch.setattr(module, "loops_for", lambda dtype, cancelled: None)
        assert type(prepare(QUICK, digits).train) is np.ndarray

    def test_one_who_waits_for_the_compiler_may_cancel(self, digits, monkeypatch):
        def compiling(dtype, cancelled):
            assert cancelled()
            raise Cancelled

        monkeypatch.setattr(module, "loops_for", compiling)
        with pytest.raises(Cancelled):
            prepare(QUICK, digits, cancelled=lambda: True)


@pytest.mark.parametrize(("changes", "same"), [
    ({"data.name": "moons", "data.noise": 0.5}, False),
    ({"data.name": "moons", "data.points": 100}, False),
    ({"data.name": "moons", "data.validation": 0.3, "features.degree": 5, "data.path": "x"}, True),
    ({"data.name": "classification", "data.noise": 0.5}, True),
    ({"data.name": "classification", "run.seed": 3}, False),
    ({"data.name": "points", "data.placed": ((0.0, 1.0, "a"),)}, False),
    ({"data.name": "points", "run.seed": 3, "data.points": 9}, True),
    ({"data.name": "generated", "run.seed": 3}, False),
    ({"data.name": "generated", "data.points": 3}, True),
    ({"data.name": "mnist", "run.seed": 3}, True),
    ({"data.name": "file", "data.path": "other.csv"}, False),
])  # fmt: skip
def test_what_decides_which_data_are_loaded(changes, same):
    before = change(Recipe(), {"data.name": changes["data.name"]})
    assert (source_settings(change(before, changes)) == source_settings(before)) == same


def test_settings_of_other_data_change_the_source():
    names = ("generated", "mnist", "digits8", "blobs", "moons", "classification", "points", "file")
    assert len({source_settings(change(Recipe(), {"data.name": name})) for name in names}) == len(names)


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_one_row_and_a_share_of_all_are_other_rows(part):
    one, everything = (change(Recipe(), {f"data.{part}": amount}) for amount in (1, 1.0))
    assert row_settings(one) != row_settings(everything)
