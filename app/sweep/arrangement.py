"""How a sweep's cells lie to each other: the directions in which they differ, and repeats side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from app.sweep.sweep_values import value_text
from lrengine.recipe import Sweep
from lrengine.settings import find_setting
from lrengine.sweep.cells import Cell


@dataclass(frozen=True)
class Dimension:
    """What is varied along one direction: a setting, or the named variants (key "").

    places  where the values lie on an axis of numbers, powers of ten if `log`; empty where they are words
    """

    key: str
    title: str
    texts: tuple[str, ...]
    places: tuple[float, ...] = ()
    log: bool = False


@dataclass(frozen=True)
class Combination:
    """Cells that differ in nothing but the seed; `at` is the place along every dimension."""

    number: int
    name: str
    at: tuple[int, ...]
    cells: tuple[int, ...]


def arranged(cells: Sequence[Cell], sweep: Sweep) -> tuple[tuple[Dimension, ...], tuple[Combination, ...]]:
    """The directions in which cells differ, and the cells that differ in nothing but the seed."""
    makers: list[tuple[str, Callable[[Cell], Any]]] = []
    if sweep.variants:
        makers.append(("", _variant))
    makers += [(axis.setting, partial(_setting_value, axis.setting)) for axis in sweep.vary]
    dimensions, tables = [], []
    for key, value in makers:
        # 1 and 1.0 are different amounts of rows.
        values = list(dict.fromkeys((type(value(cell)), value(cell)) for cell in cells))
        dimensions.append(_dimension(key, [one for _, one in values]))
        tables.append({one: place for place, one in enumerate(values)})
    groups: dict[tuple[int, ...], list[Cell]] = {}
    for cell in cells:
        at = tuple(
            table[type(value(cell)), value(cell)] for (_, value), table in zip(makers, tables, strict=True)
        )
        groups.setdefault(at, []).append(cell)
    combinations = []
    for number, (at, members) in enumerate(groups.items()):
        name = " · ".join(d.texts[place] for d, place in zip(dimensions, at, strict=True))
        indices = tuple(cell.index for cell in members)
        combinations.append(Combination(number, name or members[0].title, at, indices))
    return tuple(dimensions), tuple(combinations)


def _variant(cell: Cell) -> str:
    return cell.variant


def _setting_value(key: str, cell: Cell) -> Any:
    return cell.settings[key]


def _dimension(key: str, values: Sequence[Any]) -> Dimension:
    if not key:
        return Dimension("", "Variant", tuple(values))
    setting = find_setting(key)
    texts = tuple(
        setting.title_of(value) if setting.kind == "choice" else value_text(value) for value in values
    )
    is_number = setting.kind in ("number", "integer") or all(type(value) is float for value in values)
    log = is_number and setting.scale == "log" and sum(value > 0 for value in values) > 1
    return Dimension(key, setting.title, texts, _places(values, log) if is_number else (), log)


def _places(values: Sequence[float], log: bool) -> tuple[float, ...]:
    """Numbers on their axis; zero, which has no logarithm, stands a step left of the least."""
    if not log:
        return tuple(float(value) for value in values)
    powers = sorted(math.log10(value) for value in values if value > 0)
    step = min((b - a for a, b in pairwise(powers) if b > a), default=1.0)
    return tuple(math.log10(value) if value > 0 else powers[0] - max(step, 0.3) for value in values)
