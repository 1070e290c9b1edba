"""The words beside a setting, and the check of a single value."""

from __future__ import annotations

from html import escape
from typing import Any

from app.settings.number_text import limits_of
from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.settings import Setting, change, value_of


def help_text(setting: Setting) -> str:
    """The tooltip: the declared sentence, what is allowed, and when a change acts."""
    acts = "Acts at once." if setting.live else "Needs a new start."
    sentences = (setting.description, _limits(setting) + acts)
    return "<qt>" + "".join(f"<p>{escape(text, quote=False)}</p>" for text in sentences) + "</qt>"


def checked(setting: Setting, value: Any) -> Any:
    """`value` as the recipe holds it; one it must not have raises a LabError."""
    try:
        return value_of(change(Recipe(), {setting.key: value}), setting.key)
    except LabError:
        if setting.kind not in ("number", "integer"):
            raise
        # The same refusal with its bounds written as the panel writes numbers.
        raise LabError(f"{setting.title} must be {limits_of(setting)}.") from None


def _limits(setting: Setting) -> str:
    if setting.kind in ("choice", "switch", "text"):
        return ""
    words = limits_of(setting)
    return f"{words[:1].upper()}{words[1:]}. "
