"""Which settings can be varied, and which of them matter to a recipe."""

from __future__ import annotations

from typing import Final

from app.settings.setting_layout import SECTIONS, is_shown, settings_of
from lrengine.recipe import Recipe
from lrengine.settings import Setting

_KINDS: Final = ("number", "integer", "choice", "switch", "amount")
# They change what is seen or how long it takes, not what is learnt.
_WITHOUT_EFFECT: Final = ("evaluation.reveal_test", "evaluation.every", "run.products", "run.threads")


def can_be_varied(setting: Setting) -> bool:
    """Whether a few of its values can be written on a line, and make a difference."""
    return setting.kind in _KINDS and setting.key not in _WITHOUT_EFFECT


def sweepable_settings(recipe: Recipe, *also: str) -> dict[str, tuple[Setting, ...]]:
    """By section title, the settings that matter to the rest of the recipe, and those of the keys `also`."""
    found = {}
    for section in SECTIONS:
        items = tuple(
            setting
            for setting in settings_of(section)
            if setting.key in also or (can_be_varied(setting) and is_shown(setting.key, recipe))
        )
        if items:
            found[section.title] = items
    return found
