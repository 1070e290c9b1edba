"""The words beside a setting, and the check of a single value."""

from __future__ import annotations

from html import escape
from typing import Any

from app.number_text import exact_text
from lrengine.recipe import Recipe
from lrengine.settings import Setting, allowed, change, value_of


def help_text(setting: Setting) -> str:
    """The tooltip: the declared sentence, what is allowed, and when a change acts."""
    limits = _limits(setting)
    acts = "Acts at once." if setting.live else "Needs a new start."
    return f"<qt><p>{escape(setting.description, quote=False)}</p><p>{escape(limits, quote=False)}{acts}</p></qt>"


def _limits(setting: Setting) -> str:
    if setting.kind in ("choice", "switch", "text"):
        return ""
    if setting.minimum is None or setting.maximum is None:
        words = allowed(setting)
    else:
        noun = "a whole number" if setting.kind == "integer" else "a number"
        unit = {"": "", "s": " of seconds", "share": ""}.get(setting.unit, f" of {setting.unit}")
        words = f"{noun}{unit} from {exact_text(setting.minimum)} to {exact_text(setting.maximum)}"
    return f"{words[:1].upper()}{words[1:]}. "


def checked(setting: Setting, value: Any) -> Any:
    """`value` as the recipe holds it; one it must not have raises a LabError."""
    return value_of(change(Recipe(), {setting.key: value}), setting.key)
