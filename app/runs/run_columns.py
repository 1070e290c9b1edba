"""Which settings have a column of their own in the runs table, and what is said of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from app.runs.run_lines import RunRow
from app.settings.number_text import shown_texts
from lrengine.errors import LabError
from lrengine.settings import find_setting

# Heads as short as their values; the whole title is in the tooltip.
SHORT_TITLES: Final[Mapping[str, str]] = {
    "data.train": "Train on",
    "data.validation": "Held out",
    "data.test": "Test on",
    "data.label_noise": "Noise",
    "features.standardise": "Standard.",
    "objective.l2_convention": "L2 as",
    "objective.reduction": "Sum",
    "solver.learning_rate": "Rate",
    "solver.batch_size": "Batch",
    "solver.clip": "Clip",
    "solver.schedule_epochs": "Sched. T",
    "solver.schedule_factor": "Factor",
    "solver.start_scale": "Start σ",
    "stopping.iterations": "Iterations",
    "stopping.gradient_norm": "‖∇‖",
    "evaluation.every": "Every",
    "evaluation.reveal_test": "Revealed",
    "run.dtype": "Precision",
}
# Values longer than this are read in the tooltip.
_LONGEST: Final = 18


def differing_settings(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """Keys whose values are not the same in all runs, in the order of the settings."""
    if not rows:
        return ()
    first = rows[0].settings
    keys = list(first) + [key for row in rows[1:] for key in row.settings if key not in first]
    return tuple(
        key for key in dict.fromkeys(keys) if any(row.settings.get(key) != first.get(key) for row in rows)
    )


def usual_values(rows: Sequence[RunRow], keys: Sequence[str]) -> dict[str, object]:
    """The value that most runs have, for each key."""
    return {
        key: Counter(_hashable(row.settings.get(key)) for row in rows).most_common(1)[0][0] for key in keys
    }


def arrange(
    keys: Sequence[str], widths: Mapping[str, int], unusual: Mapping[str, int], room: int, rest: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(keys with a column of their own, keys gathered in one column) for so many pixels.

    widths   pixels that each key's column takes
    unusual  runs that differ from most in a key; those with the fewest are gathered first
    rest     pixels of the column for the gathered ones
    """
    own, gathered = list(keys), list[str]()
    while own and sum(widths[key] for key in own) + (rest if gathered else 0) > room:
        rarest = min(reversed(own), key=lambda key: unusual[key])
        own.remove(rarest)
        gathered.append(rarest)
    return tuple(own), tuple(key for key in keys if key in gathered)


def setting_text(key: str, value: object) -> str:
    """A setting's value as a person reads it."""
    if value is None or value == "" or value == ():
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if key == "data.placed" and isinstance(value, tuple | list):
        return f"{len(value)} points"
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    try:
        setting = find_setting(key)
    except LabError:
        return str(value)
    if isinstance(value, int | float):
        texts = shown_texts(setting, value) if math.isfinite(value) else (str(value),)
        return min(texts, key=len) if len(texts[0]) > 12 else texts[0]
    return setting.title_of(str(value)) if setting.kind == "choice" else str(value)


def cell_text(key: str, value: object) -> str:
    """The same, cut short for a column."""
    text = setting_text(key, value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def short_title(key: str) -> str:
    return SHORT_TITLES.get(key) or title(key)


def title(key: str) -> str:
    try:
        return find_setting(key).title
    except LabError:
        return key


def title_help(key: str) -> str:
    """The whole title and what the setting does."""
    try:
        return f"{find_setting(key).title}: {find_setting(key).description}"
    except LabError:
        return key


def _hashable(value: object) -> object:
    return tuple(map(_hashable, value)) if isinstance(value, list | tuple) else value
