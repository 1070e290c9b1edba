"""What a table becomes: classes in order, pixels or not, squares or not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.data.tables import as_number, full_scale_of, is_pixels, number_classes, square_side
from lrengine.errors import LabError


def test_numbers_are_sorted_by_value() -> None:
    labels, names = number_classes(["10", "9", "2.0", "02", "9"], "a file")
    assert names == ("2", "9", "10")
    assert labels.tolist() == [2, 1, 0, 0, 1]
    assert labels.dtype == np.int64


def test_words_are_sorted_by_letter_and_keep_numbers_as_words() -> None:
    labels, names = number_classes(["b", "10", "9", "b"], "a file")
    assert names == ("10", "9", "b")
    assert labels.tolist() == [2, 0, 1, 2]


def test_fractions_keep_their_text() -> None:
    assert number_classes(["0.5", "-1", "nan"], "a file")[1] == ("-1", "0.5", "nan")
    assert number_classes(["1.5", "-1"], "a file")[1] == ("-1", "1.5")


def test_measurements_are_no_classes() -> None:
    with pytest.raises(LabError, match="1,001 different values"):
        number_classes([str(k) for k in range(1001)], "a file")


@given(st.lists(st.one_of(st.text(max_size=5), st.integers().map(str), st.floats().map(str)), max_size=30))
def test_every_label_finds_its_class(texts: list[str]) -> None:
    labels, names = number_classes(texts, "a file")
    assert len(labels) == len(texts)
    assert len(set(names)) == len(names)
    for text, label in zip(texts, labels, strict=True):
        assert names[label] == text or float(names[label]) == float(text)


@pytest.mark.parametrize(
    ("text", "value"), [("1e3", 1000.0), (" 2 ", 2.0), ("inf", None), ("nan", None), ("", None)]
)
def test_finite_numbers(text: str, value: float | None) -> None:
    assert as_number(text) == value


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([0.0, 255.0]), True),
        (np.array([0.5]), False),
        (np.array([-1]), False),
        (np.array([256]), False),
        (np.array([np.nan]), False),
        (np.array([np.inf]), False),
        (np.array([True]), True),
        (np.array([2**40], np.uint64), False),
        (np.array([7], np.uint8), True),
        (np.array(["7"]), False),
        (np.zeros(0), False),
    ],
)
def test_pixels_are_whole_numbers_of_a_byte(values, expected: bool) -> None:
    assert is_pixels(values) is expected


def test_squares() -> None:
    assert [square_side(n) for n in (784, 64, 63, 36, 4, 0)] == [28, 8, 0, 0, 0, 0]
    assert [square_side(n, named_pixels=True) for n in (4, 5, 1, 0)] == [2, 0, 0, 0]


def test_full_scale_is_the_usual_one_above() -> None:
    assert [full_scale_of(np.array([[top]])) for top in (0, 1, 2, 16, 17, 255)] == [1, 1, 16, 16, 255, 255]
