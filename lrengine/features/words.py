"""Names of coordinates and of their products."""

from __future__ import annotations

from collections.abc import Iterable

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def coordinate(index: int) -> str:
    """The coordinate at an index from 0: x₁ for 0."""
    return "x" + str(index + 1).translate(_SUBSCRIPTS)


def product(powers: Iterable[int]) -> str:
    """A product of powers of the coordinates: x₁²x₂ for (2, 1)."""
    parts = [
        coordinate(index) + (str(power).translate(_SUPERSCRIPTS) if power > 1 else "")
        for index, power in enumerate(powers)
        if power
    ]
    return "".join(parts)
