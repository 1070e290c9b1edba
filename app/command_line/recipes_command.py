"""`logitlab recipes`: what comes with the program, and every setting there is."""

from __future__ import annotations

import argparse

from lrengine.recipe_files import bundled_recipes
from lrengine.settings import Setting, all_settings, allowed


def recipes(arguments: argparse.Namespace) -> int:
    """A name and a title on each line, or all settings."""
    if arguments.settings:
        print("\n".join(map(_describe, all_settings())))
        return 0
    bundled = bundled_recipes()
    width = max(map(len, bundled), default=0)
    for name, recipe in bundled.items():
        print(f"{name:{width}}  {recipe.about.title}")
    return 0


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
