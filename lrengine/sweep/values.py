"""Axes as a person types them: `solver.learning_rate=1e-4..1e-1:7`, `solver.name=adam,lbfgs`."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from lrengine.errors import LabError
from lrengine.recipe import Axis
from lrengine.settings import Setting, find_setting, parse_value

MOST_VALUES = 1000
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
# A number's own dot must not be taken for the range's two: "1...2" is 1. to 2.
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})(?:\s*:\s*(?P<count>\d{{1,6}}))?")


def read_axis(text: str) -> Axis:
    """KEY=V1,V2,… as an axis; raises a LabError that names the key.

    Values are as `--set` takes them; those with commas of their own stand in brackets, as in
    task.classes=[3,5],[2,8]. Numbers may be a range LOW..HIGH:COUNT with both ends: in equal ratios for
    settings that have a logarithmic slider, in equal differences otherwise. Without COUNT a logarithmic
    range has a value for each power of ten, one of whole numbers every number.
    """
    key, equals, values = text.partition("=")
    if not equals:
        raise LabError(f"Write an axis as key=value,value, as in solver.learning_rate=.01,.1, not {text!r}.")
    setting = find_setting(key.strip())
    found: list[Any] = []
    for part in _parts(values):
        span = _RANGE.fullmatch(part) if setting.kind in ("number", "integer", "amount") else None
        found += _range(setting, span) if span else [parse_value(setting, part)]
    if not found:
        raise LabError(f"{setting.key} has no values: write some, as in {setting.key}={setting.default}.")
    return Axis(setting=setting.key, values=tuple(found))


def _parts(text: str) -> list[str]:
    """Split at the commas outside of brackets and quotation marks."""
    parts = re.findall(r"""(?:\[(?:[^\[\]]|\[[^\]]*\])*\]|"[^"]*"|'[^']*'|[^,])+""", text)
    return [part.strip() for part in parts if part.strip()]


def _range(setting: Setting, span: re.Match[str]) -> list[Any]:
    low, high = float(span["low"]), float(span["high"])
    if not low < high:
        raise LabError(f"The range of {setting.key} goes upwards: write {span['high']}..{span['low']}.")
    whole = setting.kind == "integer" or (setting.kind == "amount" and low.is_integer() and high > 1)
    logarithmic = setting.scale == "log" and low > 0
    if span["count"]:
        count = int(span["count"])
    elif logarithmic:
        count = round(np.log10(high / low)) + 1
    else:
        count = int(high - low) + 1 if whole else 5
    if not 2 <= count <= MOST_VALUES:
        raise LabError(f"The range of {setting.key} has {count} values: ask for 2 to {MOST_VALUES}.")
    exact = np.geomspace(low, high, count) if logarithmic else np.linspace(low, high, count)
    if whole:
        return list(dict.fromkeys(map(round, exact.tolist())))
    # Three figures are what a person would have written, unless that would make two values one.
    short = [float(f"{value:.3g}") for value in exact[1:-1].tolist()]
    inner = short if len({low, *short, high}) == count else [float(f"{x:.12g}") for x in exact[1:-1].tolist()]
    return [low, *inner, high]
