"""In which settings two recipes differ."""

from __future__ import annotations

from typing import Final

from lrengine.recipe import Recipe
from lrengine.settings import all_settings

# They decide what is shown or how fast it comes, and change no number of a run but its last bits.
_NO_MATTER: Final = frozenset({"evaluation.reveal_test", "run.products", "run.threads"})


def differing(one: Recipe, another: Recipe) -> set[str]:
    """Keys of the settings, as in "solver.learning_rate", of which the two have different values."""
    return {
        setting.key
        for setting in all_settings()
        if getattr(getattr(one, setting.table), setting.name)
        != getattr(getattr(another, setting.table), setting.name)
    }


def changed_titles(recipe: Recipe, origin: Recipe) -> tuple[str, ...]:
    """What a reader should know has left the recipe the settings came from, in the recipe's order."""
    keys = differing(recipe, origin) - _NO_MATTER
    titles = [setting.title for setting in all_settings() if setting.key in keys]
    return (*titles, *(["Sweep"] if recipe.sweep != origin.sweep else []))


def same_numbers(one: Recipe, another: Recipe) -> bool:
    """Whether runs of the two are the same run; what they sweep over is left aside."""
    return not differing(one, another) - _NO_MATTER
