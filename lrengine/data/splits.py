"""Which rows are for training, which are held out, and which stay sealed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Dataset, Labels
from lrengine.data.stored import StoredImages
from lrengine.errors import LabError
from lrengine.recipe import Amount, Recipe

Array = NDArray[Any]

# All of the test rows (1.0) means these when the data has no test part of its own.
DEFAULT_TEST_SHARE = 0.2


@dataclass(frozen=True, eq=False, repr=False)
class Part:
    """Some rows: inputs as the dataset has them, labels as indices into the split's classes."""

    inputs: Array
    labels: Labels

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, eq=False)
class Split:
    """Training, validation and test rows of the chosen classes; a part may be empty but for training.

    class_names  names of the chosen classes, in label order
    flipped      (training rows,) bool, true where label noise replaced the label
    """

    train: Part
    validation: Part
    test: Part
    class_names: tuple[str, ...]
    flipped: NDArray[np.bool_]


def split_for(recipe: Recipe, dataset: Dataset) -> Split:
    """The rows shared out as the recipe says; see `split`."""
    data = recipe.data
    return split(
        dataset,
        classes=recipe.task.classes,
        train=data.train,
        validation=data.validation,
        test=data.test,
        order=data.order,
        label_noise=data.label_noise,
        seed=recipe.run.seed,
    )


def split(
    dataset: Dataset,
    *,
    classes: Sequence[int | str] = (),
    train: Amount = 1.0,
    validation: Amount = 0.1,
    test: Amount = 1.0,
    order: str = "seeded",
    label_noise: float = 0.0,
    seed: int = 0,
) -> Split:
    """Share the rows out; no row is in two parts.

    In this order: an end ("first:20000", "last:2000") named for training or test is taken as the
    file has it, and a row of both is sealed; the classes are chosen; the rows are ordered; a count
    or a share of test rows is taken, from the dataset's own test part if it has one, else from the
    end of the rows (1.0, all of a test part, then means a fifth of them); then the validation rows,
    and the rest is for training.

    A count of training rows takes the first ones and the validation rows follow them. A share of
    validation rows is a share of all rows but the test's and taken from their end ("first:" takes it
    from their start); a share of training rows is one of what is then left.
    Images on the disk stay there, each part of them in the file's order whatever `order` says: that then
    decides only which rows are in which part.
    With order "train_test_split" the shuffle is scikit-learn's, seeded alike.
    """
    chosen, names = _choose_classes(dataset, classes)
    pool = _rows_of(dataset.labels, chosen, train, "data.train")
    own_test = dataset.test_labels is not None
    from_end = isinstance(test, str)
    sealed = np.empty(0, np.int64)
    if own_test or from_end:
        labels = dataset.test_labels if own_test else dataset.labels
        sealed = _rows_of(labels, chosen, test, "data.test")
    if not own_test:
        pool = np.setdiff1d(pool, sealed)
    if not len(pool):
        raise LabError(
            f"{dataset.name} has no training rows of the classes {', '.join(names)}: choose others."
        )

    if order == "train_test_split":
        pool, own_order = _like_scikit_learn(pool, test, own_test, seed)
        sealed = sealed if own_test else own_order
    else:
        if order == "seeded":
            pool = np.random.default_rng([seed, 1]).permutation(pool)
            sealed = np.random.default_rng([seed, 2]).permutation(sealed)
        if not own_test and not from_end:
            share = DEFAULT_TEST_SHARE if _is_everything(test) else test
            held = _amount(share, len(pool), "data.test")
            pool, sealed = pool[: len(pool) - held], pool[len(pool) - held :]
    if own_test and not from_end:
        sealed = sealed[: _amount(test, len(sealed), "data.test")]

    training, held_out = _hold_out(pool, train, validation)
    part = _part_maker(dataset, chosen)
    whole = part(training, dataset.inputs, dataset.labels)
    labels, flipped = _with_noise(whole.labels, label_noise, len(names), seed)
    test_part = (
        part(sealed, dataset.test_inputs, dataset.test_labels)
        if own_test
        else part(sealed, dataset.inputs, dataset.labels)
    )
    return Split(
        train=replace(whole, labels=labels),
        validation=part(held_out, dataset.inputs, dataset.labels),
        test=test_part,
        class_names=names,
        flipped=flipped,
    )


def _choose_classes(dataset: Dataset, classes: Sequence[int | str]) -> tuple[list[int], tuple[str, ...]]:
    if len(dataset.class_names) < 2:
        raise LabError(f"{dataset.name} has one class only: choose data with at least two.")
    if not classes:
        return list(range(len(dataset.class_names))), dataset.class_names
    names = tuple(str(name) for name in classes)
    unknown = [name for name in names if name not in dataset.class_names]
    if unknown:
        raise LabError(
            f"{dataset.name} has no class {unknown[0]}: choose among {', '.join(dataset.class_names)}."
        )
    if len(set(names)) != len(names) or len(names) < 2:
        raise LabError(f"Choose at least two different classes, not {', '.join(names)}.")
    return [dataset.class_names.index(name) for name in names], names


def _rows_of(labels: Labels | None, chosen: list[int], amount: Amount, key: str) -> Labels:
    """Rows of the chosen classes within the end of the file that `amount` names, in file order."""
    assert labels is not None
    rows = np.arange(len(labels))
    if isinstance(amount, str):
        rows = _end(rows, amount, key)
    return rows[np.isin(labels[rows], chosen)]


def _end(rows: Labels, amount: str, key: str) -> Labels:
    side, _, size = amount.partition(":")
    count = _amount(float(size) if "." in size else int(size), len(rows), key)
    return rows[:count] if side == "first" else rows[len(rows) - count :]


def _amount(amount: Amount, available: int, key: str) -> int:
    """How many of the rows available an amount means."""
    if isinstance(amount, str):
        return len(_end(np.arange(available), amount, key))
    count = round(amount * available) if isinstance(amount, float) else amount
    if count > available:
        raise LabError(f"{key} asks for {count:,} rows, but there are {available:,}: ask for fewer.")
    return count


def _is_everything(amount: Amount) -> bool:
    """True for the share 1.0; the count 1 is one row."""
    return isinstance(amount, float) and amount == 1.0


def _hold_out(pool: Labels, train: Amount, validation: Amount) -> tuple[Labels, Labels]:
    """Training and validation rows of an ordered pool."""
    held = _amount(validation, len(pool), "data.validation")
    if isinstance(train, int):
        wanted = train + held
        if wanted > len(pool):
            raise LabError(
                f"{train:,} training and {held:,} validation rows are more than the {len(pool):,} there are: "
                "ask for fewer."
            )
        training, held_out = pool[:train], pool[train:wanted]
    else:
        at_start = isinstance(validation, str) and validation.startswith("first")
        held_out = pool[:held] if at_start else pool[len(pool) - held :]
        rest = pool[held:] if at_start else pool[: len(pool) - held]
        training = rest[: round(train * len(rest))] if isinstance(train, float) else rest
    if not len(training):
        raise LabError("No training rows are left: hold out fewer rows or take more data.")
    return training, held_out


def _like_scikit_learn(pool: Labels, test: Amount, own_test: bool, seed: int) -> tuple[Labels, Labels]:
    if own_test:
        raise LabError("This data has a test part of its own: set data.order to seeded or file.")
    if isinstance(test, str) or test == 0 or _is_everything(test):
        raise LabError(
            "data.order train_test_split needs data.test as a count or a share below 1, as in 0.2."
        )
    # scikit-learn rounds a share up, and refuses to leave either part empty.
    held_rows = math.ceil(test * len(pool)) if isinstance(test, float) else test
    if held_rows >= len(pool):
        raise LabError(
            f"data.test asks for {held_rows:,} of {len(pool):,} rows, which leaves none to learn from: "
            "ask for fewer."
        )
    from sklearn.model_selection import train_test_split

    kept, held = train_test_split(pool, test_size=test, random_state=seed % 2**32)
    return np.asarray(kept), np.asarray(held)


def _part_maker(dataset: Dataset, chosen: list[int]) -> Any:
    index = np.full(len(dataset.class_names), -1)
    index[chosen] = np.arange(len(chosen))

    def part(rows: Labels, inputs: Array, labels: Labels) -> Part:
        if isinstance(inputs, StoredImages):
            return Part(cast(Array, inputs.select(rows)), index[labels[np.sort(rows)]])
        return Part(inputs[rows], index[labels[rows]])

    return part


def _with_noise(labels: Labels, share: float, classes: int, seed: int) -> tuple[Labels, NDArray[np.bool_]]:
    """Replace a share of the labels by another class each, drawn evenly.

    Source: "Logistic Regression for MNIST", effect of noisy labels.
    """
    flipped = np.zeros(len(labels), bool)
    if share:
        rng = np.random.default_rng([seed, 3])
        rows = rng.permutation(len(labels))[: round(share * len(labels))]
        flipped[rows] = True
        labels = labels.copy()
        labels[rows] = (labels[rows] + rng.integers(1, classes, len(rows))) % classes
    return labels, flipped
