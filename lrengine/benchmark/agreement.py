"""Correctness first: nobody is timed before all agree on the objective and its gradient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError

Array = NDArray[Any]

# Single precision leaves 6e-8 in each of some thousand terms.
VALUE_TOLERANCE = 1e-5
GRADIENT_TOLERANCE = 1e-4


@dataclass(frozen=True, eq=False)
class Opinion:
    """What somebody computes at the common θ.

    value     F, or None where the gradient alone is computed
    gradient  ∇F, or None where there is no public way to ask
    """

    name: str
    value: float | None
    gradient: Array | None


@dataclass(frozen=True)
class Agreement:
    """How far an opinion is from the definition; None where it has no say.

    value     |F − F*| ÷ |F*|
    gradient  the largest difference of an entry ÷ the gradient's largest entry
    """

    task: str
    name: str
    value: float | None
    gradient: float | None

    @property
    def holds(self) -> bool:
        # Written so that what is not a number fails.
        value = self.value is None or self.value <= VALUE_TOLERANCE
        return value and (self.gradient is None or self.gradient <= GRADIENT_TOLERANCE)

    @property
    def distance(self) -> str:
        """In words."""
        parts = [
            f"{what} {apart:.0e}"
            for what, apart in (("value", self.value), ("gradient", self.gradient))
            if apart is not None
        ]
        return ", ".join(parts)


def compare(task: str, definition: Opinion, opinions: Sequence[Opinion]) -> list[Agreement]:
    """Each opinion beside the definition; LabError for the first that is further off than the tolerance."""
    found = []
    for opinion in opinions:
        agreement = Agreement(
            task,
            opinion.name,
            _value_apart(opinion.value, definition.value),
            _gradient_apart(opinion.gradient, definition.gradient),
        )
        if not agreement.holds:
            raise LabError(
                f"The objective of the {task} task as {opinion.name} has it is too far from its definition "
                f"({agreement.distance}; allowed are {VALUE_TOLERANCE:g} and {GRADIENT_TOLERANCE:g}), so no "
                "time is given: update what computes it, or report this with the versions installed."
            )
        found.append(agreement)
    return found


def _value_apart(value: float | None, definition: float | None) -> float | None:
    assert definition is not None
    return None if value is None else abs(value - definition) / abs(definition)


def _gradient_apart(gradient: Array | None, definition: Array | None) -> float | None:
    assert definition is not None
    if gradient is None:
        return None
    wide = gradient.astype(np.float64).ravel()
    if wide.shape != definition.shape:
        return float("inf")
    return float(np.abs(wide - definition).max() / np.abs(definition).max())
