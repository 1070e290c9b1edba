from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from lrengine.data.dataset import Dataset
from lrengine.data.splits import DEFAULT_TEST_SHARE, split, split_for
from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.settings import change


def numbered(rows=100, classes=4, test=0, seed=0):
    """Points whose only coordinate is the row's own number; test rows count from 1,000."""
    rng = np.random.default_rng(seed)
    labels, test_labels = (
        np.concatenate([np.arange(classes), rng.integers(0, classes, max(n - classes, 0))])[:n]
        for n in (rows, test)
    )
    names = tuple("abcdefghij"[:classes])
    points = np.arange(rows, dtype=float)[:, None]
    if not test:
        return Dataset("numbers", points, labels, names, full_scale=1.0)
    sealed = 1000 + np.arange(test, dtype=float)[:, None]
    return Dataset(
        "numbers", points, labels, names, full_scale=1.0, test_inputs=sealed, test_labels=test_labels
    )


def rows_of(part):
    return part.inputs[:, 0].astype(int).tolist()


amounts = st.integers(0, 60) | st.floats(0, 1) | st.builds(
    "{}:{}".format,
    st.sampled_from(["first", "last"]),
    st.integers(0, 60) | st.floats(0, 1).map("{:.3f}".format),
)  # fmt: skip


@given(
    rows=st.integers(4, 80),
    own_test=st.sampled_from([0, 30]),
    classes=st.permutations("abcd").flatmap(lambda names: st.integers(2, 4).map(lambda n: names[:n]))
    | st.just(()),
    train=amounts,
    validation=amounts,
    test=amounts,
    order=st.sampled_from(["seeded", "file", "train_test_split"]),
    noise=st.sampled_from([0.0, 0.3, 1.0]),
    seed=st.integers(0, 2**53),
)
def test_any_setting_gives_disjoint_parts_of_the_chosen_classes_or_a_sentence(
    rows, own_test, classes, train, validation, test, order, noise, seed
):
    dataset = numbered(rows, test=own_test, seed=seed)
    settings = {
        "classes": classes,
        "train": train,
        "validation": validation,
        "test": test,
        "order": order,
        "label_noise": noise,
        "seed": seed,
    }
    try:
        parts = split(dataset, **settings)
    except LabError:
        reject()
    train_rows, validation_rows, test_rows = map(rows_of, (parts.train, parts.validation, parts.test))
    everything = train_rows + validation_rows + test_rows
    assert len(set(everything)) == len(everything) and train_rows
    assert all((row >= 1000) == bool(own_test) for row in test_rows)
    assert parts.class_names == (tuple(classes) or dataset.class_names)

    # Labels are indices into the chosen names, and wrong ones are exactly those that are marked.
    names = np.array(parts.class_names)
    true_names = np.array(dataset.class_names)
    for part, source in (
        (parts.validation, dataset.labels),
        (parts.test, dataset.test_labels if own_test else dataset.labels),
    ):
        own = np.array(rows_of(part), int) % 1000
        assert names[part.labels].tolist() == true_names[source[own]].tolist()
    wrong = names[parts.train.labels] != true_names[dataset.labels[train_rows]]
    assert wrong.tolist() == parts.flipped.tolist()
    assert parts.flipped.sum() == round(noise * len(train_rows))
    if isinstance(train, int):
        assert len(train_rows) == train
    if own_test and isinstance(test, int):
        assert len(test_rows) == test

    again = split(dataset, **settings)
    assert rows_of(again.train) == train_rows
    assert again.train.labels.tolist() == parts.train.labels.tolist()


class TestRules:
    """Each rule of the documentation on rows that are easily counted by hand."""

    def test_file_order_keeps_the_files_order(self):
        parts = split(numbered(10, test=4), order="file", validation=2, test=3)
        assert rows_of(parts.train) == [0, 1, 2, 3, 4, 5, 6, 7]
        assert rows_of(parts.validation) == [8, 9] and rows_of(parts.test) == [1000, 1001, 1002]

    def test_an_end_is_counted_before_the_classes_are_chosen(self):
        dataset = numbered(100, test=40)
        parts = split(dataset, classes="bd", train="first:50", test="last:20", validation=0, order="file")
        chosen = np.isin(dataset.labels, [1, 3])
        assert rows_of(parts.train) == np.flatnonzero(chosen[:50]).tolist()
        sealed = np.flatnonzero(np.isin(dataset.test_labels, [1, 3]))
        assert rows_of(parts.test) == (1000 + sealed[sealed >= 20]).tolist()

    def test_an_end_may_be_a_share(self):
        parts = split(numbered(100, test=40), train="last:0.3", test="first:0.25", validation=0, order="file")
        assert rows_of(parts.train) == list(range(70, 100))
        assert rows_of(parts.test) == list(range(1000, 1010))

    @pytest.mark.parametrize(("test", "sealed"), [("last:20", range(80, 100)), ("first:20", range(20))])
    @pytest.mark.parametrize("order", ["file", "seeded"])
    def test_without_a_test_part_an_end_is_one_of_the_file(self, test, sealed, order):
        parts = split(numbered(100), test=test, validation=0, order=order)
        assert sorted(rows_of(parts.test)) == list(sealed)
        assert sorted(rows_of(parts.train)) == sorted(set(range(100)) - set(sealed))

    def test_a_row_of_both_ends_is_sealed(self):
        parts = split(numbered(100), train="first:90", test="last:20", validation=0, order="file")
        assert rows_of(parts.train) == list(range(80)) and rows_of(parts.test) == list(range(80, 100))

    @pytest.mark.parametrize(("test", "count"), [(0, 0), (1, 1), (20, 20), (0.1, 10), (1.0, 20)])
    def test_without_a_test_part_it_is_taken_from_the_end(self, test, count):
        parts = split(numbered(100), test=test, validation=0, order="file")
        assert rows_of(parts.test) == list(range(100 - count, 100))
        assert DEFAULT_TEST_SHARE == 0.2

    @pytest.mark.parametrize(("test", "count"), [(0, 0), (1, 1), (20, 20), (0.1, 4), (1.0, 40)])
    def test_a_test_part_is_cut_to_the_amount(self, test, count):
        parts = split(numbered(100, test=40), test=test, validation=0, order="file")
        assert rows_of(parts.test) == list(range(1000, 1000 + count)) and len(parts.train) == 100

    def test_a_count_for_training_takes_the_first_and_validation_follows(self):
        parts = split(numbered(100, test=4), train=30, validation=20, order="file")
        assert rows_of(parts.train) == list(range(30))
        assert rows_of(parts.validation) == list(range(30, 50))

    def test_a_share_for_validation_is_one_of_all_rows_from_their_end(self):
        parts = split(numbered(100, test=4), train=0.5, validation=0.2, order="file")
        assert rows_of(parts.validation) == list(range(80, 100))
        assert rows_of(parts.train) == list(range(40))

    def test_validation_may_come_from_the_start(self):
        parts = split(numbered(100, test=4), validation="first:0.1", order="file")
        assert rows_of(parts.validation) == list(range(10))
        assert rows_of(parts.train) == list(range(10, 100))

    def test_the_second_of_two_classes_is_the_positive_one(self):
        dataset = numbered(40, test=4)
        parts = split(dataset, classes=("d", "b"), order="file", validation=0)
        own = dataset.labels[rows_of(parts.train)]
        assert (
            parts.class_names == ("d", "b") and parts.train.labels.tolist() == (own == 1).astype(int).tolist()
        )

    def test_classes_may_be_given_as_numbers(self, digits):
        assert split(digits, classes=(2, 0)).class_names == ("2", "0")

    def test_the_seed_decides_the_order(self):
        dataset = numbered(100, test=40)
        orders = [rows_of(split(dataset, seed=seed).train) for seed in (0, 0, 1)]
        assert orders[0] == orders[1] != orders[2]
        assert orders[0] != sorted(orders[0])

    def test_the_seed_does_not_choose_the_test_rows_of_a_whole_part(self):
        dataset = numbered(100, test=40)
        assert sorted(rows_of(split(dataset, seed=3).test)) == list(range(1000, 1040))

    def test_noise_gives_another_class_and_each_of_them(self):
        dataset = numbered(2000, test=4)
        parts = split(dataset, label_noise=0.5, validation=0, order="file")
        assert parts.flipped.sum() == 1000
        moved = (parts.train.labels - dataset.labels)[parts.flipped] % 4
        counts = np.bincount(moved, minlength=4)
        assert counts[0] == 0 and (counts[1:] > 250).all()

    def test_noise_leaves_validation_and_test_alone_and_the_dataset_too(self):
        dataset = numbered(100, test=40)
        noisy, clean = (split(dataset, label_noise=noise, validation=0.2) for noise in (1.0, 0.0))
        assert noisy.flipped.all()
        for part in ("validation", "test"):
            assert getattr(noisy, part).labels.tolist() == getattr(clean, part).labels.tolist()


@pytest.mark.parametrize("test", [0.2, 25, 1, 0.333])
def test_the_split_of_scikit_learn(test):
    from sklearn.model_selection import train_test_split

    dataset = numbered(101)
    train_rows, test_rows = train_test_split(np.arange(101), test_size=test, random_state=42)
    parts = split(dataset, order="train_test_split", test=test, validation=0, seed=42)
    assert rows_of(parts.train) == train_rows.tolist() and rows_of(parts.test) == test_rows.tolist()


@pytest.mark.parametrize(("settings", "words"), [
    ({"classes": ("a", "z")}, "numbers has no class z: choose among a, b, c, d."),
    ({"classes": ("a", "a")}, "two different classes"),
    ({"classes": ("a",)}, "two different classes"),
    ({"train": 200}, "ask for fewer"),
    ({"train": 90, "validation": 20}, "90 training and 20 validation rows are more than the 80"),
    ({"train": "first:200"}, "data.train asks for 200 rows, but there are 100: ask for fewer."),
    ({"train": "first:0"}, "no training rows of the classes"),
    ({"train": 0}, "No training rows are left"),
    ({"train": 0.0}, "No training rows are left"),
    ({"validation": 1.0}, "No training rows are left"),
    ({"validation": 300}, "data.validation asks for 300"),
    ({"test": 300}, "data.test asks for 300"),
    ({"test": "last:300"}, "data.test asks for 300"),
    ({"test": "last:100"}, "no training rows of the classes"),
    ({"order": "train_test_split", "test": 1.0}, "needs data.test as a count or a share"),
    ({"order": "train_test_split", "test": 0}, "needs data.test as a count or a share"),
    ({"order": "train_test_split", "test": "last:20"}, "needs data.test as a count or a share"),
    ({"order": "train_test_split", "test": 100}, "which leaves none to learn from"),
    ({"order": "train_test_split", "test": 500}, "which leaves none to learn from"),
    ({"order": "train_test_split", "test": 0.999}, "which leaves none to learn from"),
])  # fmt: skip
def test_what_cannot_be_shared_out_is_one_sentence(settings, words):
    with pytest.raises(LabError, match=words):
        split(numbered(100), **settings)


def test_scikit_learns_order_is_refused_for_data_with_a_test_part():
    with pytest.raises(LabError, match="has a test part of its own"):
        split(numbered(100, test=10), order="train_test_split", test=0.2)


@pytest.mark.mnist
@pytest.mark.parametrize(("classes", "train", "test"), [((2, 3), 4005, 405), ((2, 8), 3851, 385)])
def test_the_pairs_of_zhu_and_guo(classes, train, test):
    """First 20,000 training and last 2,000 test images, the first tenth of the pair held out."""
    from lrengine.data.mnist import load_mnist

    ends = {"train": "first:20000", "test": "last:2000", "order": "file"}
    whole = split(load_mnist(), classes=classes, validation=0, **ends)
    assert (len(whole.train), len(whole.validation), len(whole.test)) == (train, 0, test)

    parts = split(load_mnist(), classes=classes, validation="first:0.1", **ends)
    assert len(parts.validation) == round(train / 10) and len(parts.test) == test
    np.testing.assert_array_equal(
        np.concatenate([parts.validation.inputs, parts.train.inputs]), whole.train.inputs
    )


def test_a_recipe_says_all_of_it():
    data, shares = numbered(100), {"train": 20, "validation": "first:0.2", "test": 9, "order": "file"}
    asked = {f"data.{key}": value for key, value in shares.items()}
    recipe = change(Recipe(), asked | {"task.classes": ["d", "b"], "data.label_noise": 0.5, "run.seed": 5})
    parts = split_for(recipe, data)
    plain = split(data, classes=("d", "b"), label_noise=0.5, seed=5, **shares)
    for name in ("train", "validation", "test"):
        assert rows_of(getattr(parts, name)) == rows_of(getattr(plain, name))
    np.testing.assert_array_equal(parts.train.labels, plain.train.labels)
    assert parts.class_names == plain.class_names == ("d", "b") and parts.flipped.any()
