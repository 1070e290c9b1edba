"""Which row names the columns and which column holds the labels."""

from __future__ import annotations

import pytest

from lrengine.data.columns import is_header, is_row_number, labels_are_first, named_label


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (["label", "0", "1"], ["cat", "5", "6"], True),
        (["x1", "x2", "y"], ["1", "2", "a"], True),
        (["5.1", "kind"], ["5.2", "3"], True),
        (["a", "b"], [], True),
        (["y", "1", "2"], ["n", "3", "4"], False),
        (["setosa", "5.1"], ["setosa", "4.9"], False),
        (["1", "2"], ["3", "4"], False),
    ],
)
def test_header(first: list[str], second: list[str], expected: bool) -> None:
    assert is_header(first, second) is expected


def test_names_by_preference() -> None:
    assert named_label(["x", "y", "class"]) == 2
    assert named_label(["x", "y"]) == 1
    assert named_label(["target", "label"]) == 1
    assert named_label(["a", "b"]) is None


def test_row_numbers_have_no_name() -> None:
    assert is_row_number("")
    assert is_row_number("unnamed: 0")
    assert not is_row_number("x")


@pytest.mark.parametrize(
    ("first", "last", "columns", "expected"),
    [
        ("a b a b", "1 2 3 4", 3, True),
        ("1 2 1 2", "a b a b", 3, False),
        ("0 1 0 1", "0.5 1.5 2.5 3.5", 3, True),
        ("0.5 1.5 2.5 3.5", "0 1 0 1", 3, False),
        ("0.5 1.5 2.5 3.5", "0.1 1.1 2.1 3.1", 3, False),
        ("6 1 8 1 6 8", "0 1 0 1 0 1", 9, False),  # a count of three values beside a class of two
        ("0 1 0 1", "0 1 0 1", 3, True),
        ("5 0 4 5 0 4", "0 0 0 0 0 0", 785, True),  # the last is an empty corner pixel
        ("5 0 4 5 0 4", "0 9 0 9 0 9", 785, True),  # the others make a picture
        ("0 0 0 0 0 0", "5 0 4 5 0 4", 65, False),  # the first is an empty corner pixel
    ],
)
def test_nameless_labels(first: str, last: str, columns: int, expected: bool) -> None:
    assert labels_are_first(first.split(), last.split(), columns) is expected
