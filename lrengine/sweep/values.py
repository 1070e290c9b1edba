"""Axes as a person types them: `solver.learning_rate=1e-4..1e-1:7`, `solver.name=adam,lbfgs`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from lrengine.errors import LabError
from lrengine.recipe import Axis
from lrengine.settings import Setting, find_setting, parse_value

MOST_VALUES = 1000
# A range of whole numbers up to this long is taken number by number.
_SHORT = 24
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
# A number's own dot must not be taken for the range's two: "1...2" is 1. to 2.
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})(?:\s*:\s*(?P<count>\d{{1,6}}))?")


def read_axis(text: str) -> Axis:
    """KEY=V1,V2,… as an axis; raises a LabError that names the key.

    Values are as `--set` takes them; those with commas of their own stand in brackets, as in
    task.classes=[3,5],[2,8]. Numbers may be a range LOW..HIGH:COUNT with both ends; see `range_of`.
    """
    setting, values = _setting_of(text)
    found: list[Any] = []
    for part in _parts(values):
        span = _as_range(setting, part)
        found += span.values() if span is not None else [parse_value(setting, part)]
    if not found:
        raise LabError(f"{setting.key} has no values: write some, as in {setting.key}={setting.default}.")
    return Axis(setting=setting.key, values=tuple(found))


def ranges_in(text: str) -> list[Range]:
    """The ranges among the values of an axis, to tell a reader how they are spaced."""
    setting, values = _setting_of(text)
    return [span for part in _parts(values) if (span := _as_range(setting, part)) is not None]


@dataclass(frozen=True)
class Range:
    """`count` values from `low` to `high`, both among them, in equal ratios or equal steps."""

    low: float
    high: float
    count: int
    is_geometric: bool
    is_whole: bool

    def values(self) -> list[Any]:
        """Whole numbers are rounded, and each is there once; others have three figures where that will do."""
        spaced = np.geomspace if self.is_geometric else np.linspace
        exact = spaced(self.low, self.high, self.count).tolist()
        if self.is_whole:
            return list(dict.fromkeys(map(round, exact)))
        # Three figures are what a person would have written, unless that would make two values one.
        short = [float(f"{value:.3g}") for value in exact[1:-1]]
        ends_stay = all(self.low < value < self.high for value in short)
        is_clear = ends_stay and len(set(short)) == len(short)
        inner = short if is_clear else [float(f"{value:.12g}") for value in exact[1:-1]]
        return [self.low, *inner, self.high]

    def words(self) -> str:
        """How the values are spaced, as in "0.001 to 0.1, 3 values in equal ratios"."""
        spacing = "equal ratios" if self.is_geometric else "equal steps"
        return f"{self.low:.12g} to {self.high:.12g}, {len(self.values())} values in {spacing}"


def range_of(setting: Setting, low: float, high: float, count: int | None = None) -> Range:
    """A range of a setting's values, low < high.

    In equal ratios for settings that have a logarithmic slider, above zero; in equal steps otherwise.
    Without a count: every one of up to 24 whole numbers; of a geometric range a value for each power of
    ten, 4 at the least; else 5.
    """
    is_whole = setting.kind == "integer" or (setting.kind == "amount" and low.is_integer() and high > 1)
    is_geometric = setting.scale == "log" and low > 0
    if count is None:
        if is_whole and high - low < _SHORT:
            count, is_geometric = int(high - low) + 1, False
        elif is_geometric:
            count = max(round(np.log10(high / low)) + 1, 4)
        else:
            count = 5
    return Range(low, high, count, is_geometric, is_whole)


def _setting_of(text: str) -> tuple[Setting, str]:
    """The setting that an axis names, and its values as text."""
    key, equals, values = text.partition("=")
    if not equals:
        raise LabError(f"Write an axis as key=value,value, as in solver.learning_rate=.01,.1, not {text!r}.")
    return find_setting(key.strip()), values


def _parts(text: str) -> list[str]:
    """Split at the commas outside of brackets and quotation marks."""
    parts = re.findall(r"""(?:\[(?:[^\[\]]|\[[^\]]*\])*\]|"[^"]*"|'[^']*'|[^,])+""", text)
    return [part.strip() for part in parts if part.strip()]


def _as_range(setting: Setting, text: str) -> Range | None:
    span = _RANGE.fullmatch(text) if setting.kind in ("number", "integer", "amount") else None
    if span is None:
        return None
    low, high = float(span["low"]), float(span["high"])
    if not low < high:
        raise LabError(f"The range of {setting.key} goes upwards: write {span['high']}..{span['low']}.")
    if setting.kind == "integer" and not (low.is_integer() and high.is_integer()):
        raise LabError(f"{setting.key} takes whole numbers: begin and end its range with some.")
    made = range_of(setting, low, high, int(span["count"]) if span["count"] else None)
    if not 2 <= made.count <= MOST_VALUES:
        raise LabError(f"The range of {setting.key} has {made.count} values: ask for 2 to {MOST_VALUES}.")
    return made
