"""What a table of numbers and a column of labels become: images or points, and numbered classes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lrengine.data.dataset import Labels
from lrengine.errors import LabError

MAX_CLASSES = 1000
# Smaller squares are more often 16 or 36 measurements than a picture, unless their columns say pixel.
SMALLEST_SIDE = 8


def number_classes(texts: Sequence[str], source: str) -> tuple[Labels, tuple[str, ...]]:
    """Labels as numbers and the classes they stand for, sorted by value when all of them are numbers.

    Whole numbers are named as such ("3.0" and "03" are class 3). Returns labels (n,) and the names.
    """
    distinct = set(texts)
    if len(distinct) > MAX_CLASSES:
        raise LabError(
            f"The labels of {source} have {len(distinct):,} different values: "
            "name the column of classes label, or group the values into classes."
        )
    values = {text: as_number(text) for text in distinct}
    name_of: dict[str, str] = {}
    order: dict[str, tuple[float, str]] = {}
    numeric = all(value is not None for value in values.values())
    for text, value in values.items():
        name = text
        if numeric and value is not None and value.is_integer():
            name = str(int(value))
        name_of[text] = name
        order[name] = (value if numeric and value is not None else 0.0, name)
    names = tuple(sorted(order, key=order.__getitem__))
    index = {name: position for position, name in enumerate(names)}
    number = {text: index[name] for text, name in name_of.items()}
    return np.array([number[text] for text in texts], np.int64), names


def as_number(text: str) -> float | None:
    """The finite number a text stands for, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def is_pixels(values: NDArray[np.generic]) -> bool:
    """Whether every value is a whole number from 0 to 255."""
    if values.dtype.kind == "b" or values.dtype == np.uint8:
        return True
    if values.dtype.kind not in "uif" or not values.size:
        return False
    # Written so that NaN fails too.
    if not (values.min() >= 0 and values.max() <= 255):
        return False
    return values.dtype.kind in "ui" or bool((values == values.astype(np.uint8)).all())


def square_side(columns: int, named_pixels: bool = False) -> int:
    """The side of the square picture that so many columns make, or 0 when they are a point."""
    side = math.isqrt(columns)
    smallest = 2 if named_pixels else SMALLEST_SIDE
    return side if side * side == columns and side >= smallest else 0


def full_scale_of(images: NDArray[np.generic]) -> float:
    """The usual scale that holds the largest pixel: 1, 16 or 255."""
    largest = float(images.max())
    return next(scale for scale in (1.0, 16.0, 255.0) if largest <= scale)
