"""Which row of a table names its columns, and which column holds the labels."""

from __future__ import annotations

from collections.abc import Sequence

from lrengine.data.tables import as_number, square_side

LABEL_NAMES = ("label", "labels", "class", "target", "digit", "y")
MOST_UNNAMED_CLASSES = 100


def is_header(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the first row names the columns: a known name, words over numbers, or nothing but words."""
    # A lone y may as well be a label that means yes.
    if any(cell.lower() in LABEL_NAMES and len(cell) > 1 for cell in first):
        return True
    words = [as_number(cell) is None for cell in first]
    over_numbers = any(
        word and as_number(below) is not None for word, below in zip(words, second, strict=False)
    )
    return all(words) or over_numbers


def named_label(names: Sequence[str]) -> int | None:
    """The column whose name says label, by the order of LABEL_NAMES."""
    return next((names.index(name) for name in LABEL_NAMES if name in names), None)


def is_row_number(name: str) -> bool:
    """Whether a column is the nameless row number that some programs write first."""
    return not name or name.startswith("unnamed:")


def labels_are_first(first: Sequence[str], last: Sequence[str], columns: int) -> bool:
    """Whether the first of so many nameless columns holds the labels; otherwise the last does.

    Only one holds words: that one. Only one holds a few whole numbers (two to a hundred, each met
    twice on average): that one. Both do: the first when the others make a square picture, else the
    one with fewer values. Neither does: the last.
    """
    words = [any(as_number(text) is None for text in set(texts)) for texts in (first, last)]
    if words[0] != words[1]:
        return words[0]
    few_first, few_last = _few_values(first), _few_values(last)
    if few_first and few_last:
        return bool(square_side(columns - 1)) or few_first <= few_last
    return bool(few_first)


def _few_values(texts: Sequence[str]) -> int:
    """How many classes a column would have, or 0 when it cannot be labels."""
    distinct = set(texts)
    numbers = [as_number(text) for text in distinct]
    if any(number is not None and not number.is_integer() for number in numbers):
        return 0
    most = min(MOST_UNNAMED_CLASSES, max(2, len(texts) // 2))
    return len(distinct) if 2 <= len(distinct) <= most else 0
