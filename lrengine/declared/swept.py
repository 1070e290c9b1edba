"""What a recipe of several runs varies. These are no settings of a run: its cells have none of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, field

from lrengine.declared.table import Table


class Axis(Table, frozen=True):
    """A setting and the values it takes, one after the other."""

    setting: str
    values: tuple[Any, ...]


class Variant(Table, frozen=True):
    """Settings that are changed together, under a name of their own."""

    name: str
    set: dict[str, Any] = field(default_factory=dict)


class Sweep(Table, frozen=True):
    """Every combination of the axes' values with every variant, each repeated with seeds of its own.

    repeats   runs of each combination, with the seeds run.seed, run.seed + 1, …
    choose    what the best combination is chosen by; the test rows never are
    combine   "difference" takes the second run's model from the first one's in the end
    """

    vary: tuple[Axis, ...] = ()
    variants: tuple[Variant, ...] = ()
    repeats: Annotated[int, Meta(ge=1, le=1000)] = 1
    choose: Literal["validation_accuracy", "validation_risk"] = "validation_accuracy"
    combine: Literal["", "difference"] = ""

    @property
    def has_several(self) -> bool:
        """Whether there is anything to sweep."""
        return bool(self.vary or self.variants or self.repeats > 1)
