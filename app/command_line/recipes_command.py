"""`logitlab recipes`: what comes with the program, and every setting there is."""

from __future__ import annotations

import argparse

from lrengine.recipe import Recipe
from lrengine.recipe_files import bundled_recipes, in_order
from lrengine.settings import Setting, all_settings, allowed
from lrengine.sweep.cells import cells_of


def recipes(arguments: argparse.Namespace) -> int:
    """A name, a title and a chapter on each line, chapter by chapter, or all settings."""
    if arguments.settings:
        print("\n".join(map(_describe, all_settings())))
        return 0
    listed = in_order(bundled_recipes())
    lines = [(name, recipe.about.title + _runs(recipe), recipe.about.chapter) for name, recipe in listed]
    widths = [max(map(len, column), default=0) for column in list(zip(*lines, strict=True))[:2]]
    for name, title, chapter in lines:
        print(f"{name:{widths[0]}}  {title:{widths[1]}}  {chapter}".rstrip())
    return 0


def _runs(recipe: Recipe) -> str:
    """How many runs a sweep is; nothing for a single one."""
    return f" (sweep, {len(cells_of(recipe))} runs)" if recipe.sweep.has_several else ""


def _describe(setting: Setting) -> str:
    unit = f" {setting.unit}" if setting.unit else ""
    default = _as_typed(setting.default)
    return f"{setting.key} = {default}{unit}\n    {setting.description}\n    {allowed(setting)}"


def _as_typed(value: object) -> str:
    """A default as --set would take it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return str(list(value))
    return str(value) if value != "" else '""'
