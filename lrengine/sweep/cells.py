"""The runs of a sweep: every combination of values and variants, each with its seeds."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from lrengine.errors import LabError
from lrengine.recipe import Axis, Recipe, Sweep, Variant
from lrengine.settings import Setting, change, find_setting, value_of

SEED = "run.seed"
# Far more than anybody looks through; beyond it an axis was mistyped.
MOST_CELLS = 10_000


@dataclass(frozen=True)
class Cell:
    """One run of a sweep.

    index     its place among the cells, from 0
    title     the values in words, as in "Learning rate 0.01, L2 0.1"
    name      the same with the seed where there are repeats
    settings  the values of all settings that an axis or a variant names
    variant   the name of its variant, "" without any
    repeat    0 for the recipe's own seed, 1 for the next, …
    recipe    the whole run, without a sweep
    """

    index: int
    title: str
    name: str
    recipe: Recipe
    settings: Mapping[str, Any] = field(default_factory=dict)
    variant: str = ""
    repeat: int = 0

    @property
    def seed(self) -> int:
        return self.recipe.run.seed

    @property
    def combination(self) -> tuple[Any, ...]:
        """What its repeats have in common; 1 and 1.0 are different amounts of rows."""
        return self.variant, *((key, type(value), value) for key, value in self.settings.items())


def cells_of(recipe: Recipe) -> tuple[Cell, ...]:
    """All runs of a recipe: variants outermost, then the axes in their order, repeats innermost.

    A recipe without a sweep has one cell. Raises a LabError that names the axis or the variant for a
    setting that does not exist, a value that it cannot take, or one that is set twice.
    """
    sweep = recipe.sweep
    plain = msgspec.structs.replace(recipe, sweep=Sweep())
    axes = [_checked(plain, axis) for axis in sweep.vary]
    _check_keys(sweep)
    count = sweep.repeats * max(len(sweep.variants), 1)
    for axis in axes:
        count *= len(axis.values)
    if count > MOST_CELLS:
        raise LabError(f"This sweep would be {count:,} runs, and {MOST_CELLS:,} are the most: vary less.")
    named = itertools.chain(*(variant.set for variant in sweep.variants), (axis.setting for axis in axes))
    keys = list(dict.fromkeys(named))
    made: list[Cell] = []
    for variant, base in _variants(plain, sweep):
        for values in itertools.product(*(axis.values for axis in axes)):
            varied = {axis.setting: value for axis, value in zip(axes, values, strict=True)}
            cell = change(base, varied)
            settings = {key: value_of(cell, key) for key in keys}
            title = _in_words(variant, varied) or recipe.about.title or "Run"
            for repeat in range(sweep.repeats):
                seeded = _with_seed(cell, repeat)
                name = f"{title}, seed {seeded.run.seed}" if sweep.repeats > 1 else title
                made.append(Cell(len(made), title, name, seeded, settings, variant, repeat))
    return tuple(made)


def value_text(setting: Setting, value: Any) -> str:
    """A value for a reader: 0.01, true, [3, 5], Gradient descent; a share of rows keeps its point."""
    if setting.kind == "choice":
        return setting.title_of(str(value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and setting.kind != "amount" and float(f"{value:g}") == value:
        return f"{value:g}"
    return str(list(value)) if isinstance(value, tuple) else str(value)


def _checked(recipe: Recipe, axis: Axis) -> Axis:
    """The axis with each value as the recipe would hold it, and once."""
    if not axis.values:
        raise LabError(f"The sweep over {axis.setting} has no values: give it some.")
    with _named(f"The sweep over {axis.setting} is not possible"):
        setting = find_setting(axis.setting)
    values = {}
    for value in axis.values:
        with _named(f"The sweep over {axis.setting} cannot take {value}"):
            taken = value_of(change(recipe, {setting.key: value}), setting.key)
        values[type(taken), taken] = taken
    return Axis(setting=axis.setting, values=tuple(values.values()))


def _check_keys(sweep: Sweep) -> None:
    """Two that set the same thing would leave one without effect."""
    varied = [axis.setting for axis in sweep.vary]
    names = [variant.name for variant in sweep.variants]
    for key in varied:
        if varied.count(key) > 1:
            raise LabError(f"The sweep varies {key} twice: put its values into one list.")
        for variant in sweep.variants:
            if key in variant.set:
                raise LabError(
                    f"The sweep varies {key}, which its variant {variant.name} sets, too: take one out."
                )
    for name in names:
        if names.count(name) > 1:
            raise LabError(f"The sweep has two variants called {name}: give each a name of its own.")
    if sweep.repeats > 1 and (SEED in varied or any(SEED in variant.set for variant in sweep.variants)):
        raise LabError(f"The sweep varies {SEED}, and its repeats do, too: set sweep.repeats to 1.")


def _variants(recipe: Recipe, sweep: Sweep) -> Iterator[tuple[str, Recipe]]:
    if not sweep.variants:
        yield "", recipe
    for variant in sweep.variants:
        yield variant.name, _changed(recipe, variant)


def _changed(recipe: Recipe, variant: Variant) -> Recipe:
    with _named(f"The sweep's variant {variant.name} is not valid"):
        return change(recipe, variant.set)


def _with_seed(recipe: Recipe, repeat: int) -> Recipe:
    with _named(f"The sweep's repeat {repeat + 1} has no seed"):
        return change(recipe, {SEED: recipe.run.seed + repeat}) if repeat else recipe


def _in_words(variant: str, values: Mapping[str, Any]) -> str:
    words = [variant] if variant else []
    for key, value in values.items():
        setting = find_setting(key)
        words.append(f"{setting.title} {value_text(setting, value)}")
    return ", ".join(words)


@contextlib.contextmanager
def _named(whose: str) -> Iterator[None]:
    """Put the axis or the variant before the sentence of whatever is wrong with it."""
    try:
        yield
    except LabError as error:
        raise LabError(f"{whose}: {error}") from None
