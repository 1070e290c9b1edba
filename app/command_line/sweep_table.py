"""The outcomes of a sweep as lines of text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from lrengine.settings import find_setting
from lrengine.sweep.cells import value_text
from lrengine.sweep.outcome import CellOutcome, Group, Outcomes, Spread

_FIGURES = {
    "train risk": "train_risk",
    "validation risk": "validation_risk",
    "validation": "validation_accuracy",
    "test": "test_accuracy",
}
# Sentences of failed runs that are told below the table.
_MOST_SENTENCES = 5


def table(outcomes: Outcomes) -> str:
    """A line for each combination, its repeats as mean ± sd, the chosen one marked by an asterisk."""
    groups = outcomes.groups()
    chosen = outcomes.chosen_group
    keys = _differing(groups)
    variants = any(item.cell.variant for item in outcomes.items)
    heads = ["", *(["variant"] if variants else []), *(find_setting(key).title for key in keys)]
    shown = [title for title, name in _FIGURES.items() if _is_known(groups, name)]
    rows = [[*heads, *shown, "ended by"]]
    for number, group in enumerate(groups):
        items = [outcomes.items[index] for index in group.runs]
        row = ["*" if number == chosen else "", *([items[0].cell.variant] if variants else [])]
        row += [value_text(find_setting(key), group.settings[key]) for key in keys]
        row += [_figure(group.kept, _FIGURES[title]) for title in shown]
        rows.append([*row, _ending(items)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([*lines, *_notes(outcomes, groups, chosen)])


def _differing(groups: Sequence[Group]) -> list[str]:
    """Keys whose values are not all the same; all of them where there is only one combination."""
    keys = list(groups[0].settings)
    if len(groups) == 1:
        return keys
    values = {key: {repr(group.settings[key]) for group in groups} for key in keys}
    return [key for key in keys if len(values[key]) > 1]


def _is_known(groups: Sequence[Group], name: str) -> bool:
    return any(name in group.kept and not math.isnan(group.kept[name].mean) for group in groups)


def _figure(figures: Mapping[str, Spread], name: str) -> str:
    spread = figures.get(name)
    if spread is None or math.isnan(spread.mean):
        return "–"
    form = ".2%" if name.endswith("accuracy") else ".4f"
    return f"{spread.mean:{form}}" + ("" if math.isnan(spread.sd) else f" ± {spread.sd:{form}}")


def _ending(items: Sequence[CellOutcome]) -> str:
    """Why they ended; of repeats, how many ended so."""
    reasons = [item.reason for item in items]
    different = list(dict.fromkeys(reasons))
    if len(different) == 1:
        return different[0].replace("_", " ")
    return ", ".join(f"{reasons.count(reason)} {reason.replace('_', ' ')}" for reason in different)


def _tie(outcomes: Outcomes) -> str:
    """That the lower risk decided, where it did."""
    tied = outcomes.tied
    return f", among {tied} equal ones by the lower validation risk" if tied > 1 else ""


def _notes(outcomes: Outcomes, groups: Sequence[Group], chosen: int | None) -> list[str]:
    """Which is chosen and by what, and what befell the others."""
    measure = outcomes.recipe.sweep.choose.replace("_", " ")
    notes = []
    if chosen is not None:
        test = _figure(groups[chosen].kept, "test_accuracy")
        notes.append(f"* Chosen by {measure}{_tie(outcomes)}: {groups[chosen].name}, test {test}.")
    elif any(item.ended_well for item in outcomes.items):
        notes.append(f"None is chosen: no combination has {measure} from all of its runs.")
    told: dict[str, list[str]] = {}
    for item in outcomes.items:
        if item.reason in ("failed", "diverged"):
            told.setdefault(item.sentence, []).append(item.cell.name)
    for sentence, names in list(told.items())[:_MOST_SENTENCES]:
        others = f" (and {len(names) - 1} more)" if len(names) > 1 else ""
        notes.append(f"{names[0]}{others}: {sentence}")
    if len(told) > _MOST_SENTENCES:
        notes.append(f"{len(told) - _MOST_SENTENCES} other reasons are in the JSON.")
    return notes
