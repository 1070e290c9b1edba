"""Lists of values as people write and read them: `1e-4, 1e-3`, or `1e-4 … 1e-1, 7 values`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.settings.line_editors import parse_amount
from app.settings.number_text import parse_number
from app.settings.setting_help import checked
from lrengine.errors import LabError
from lrengine.settings import Setting
from lrengine.sweep.values import range_of

MOST_VALUES: Final = 200
_RANGE: Final = re.compile(
    r"(?P<low>[^,;…]+?)\s*(?:…|\.{2,3}|\bto\b)\s*(?P<high>[^,;…]+?)(?:\s*[,;]\s*(?P<count>\d{1,4})\s*(?:values?)?)?",
    re.IGNORECASE,
)
_FACTORS: Final = (0.01, 0.1, 1.0, 10.0, 100.0)
_YES: Final = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_SUGGESTED: Final[Mapping[str, tuple[Any, ...]]] = {
    "objective.l1": (0.0001, 0.001, 0.01, 0.1, 1.0),
    "objective.l2": (0.0001, 0.001, 0.01, 0.1, 1.0),
    "solver.batch_size": (16, 64, 256, 1024),
    "solver.momentum": (0.0, 0.5, 0.9, 0.99),
    "solver.clip": (0.0, 0.1, 1.0, 10.0),
    "data.label_noise": (0.0, 0.1, 0.2, 0.4),
    "data.train": (0.1, 0.25, 0.5, 1.0),
    "run.seed": (0, 1, 2, 3, 4),
    "features.degree": (1, 2, 3, 5),
}


def read_values(setting: Setting, text: str) -> tuple[Any, ...]:
    """The values a person wrote, each once and in their order; a LabError says in a sentence what is wrong.

    Numbers may be a range, `low … high` or `low … high, 7 values`, whose steps are equal ratios for a
    setting with a logarithmic slider and equal differences otherwise. Commas and semicolons part values,
    so thousands are not grouped.
    """
    text = text.strip().strip(",;").strip()
    if not text:
        raise LabError(f"{setting.title} has no values: write a few, as in {values_text(example(setting))}.")
    span = _RANGE.fullmatch(text) if setting.kind in ("number", "integer") else None
    values = _range(setting, span) if span else [_value(setting, part) for part in _parts(text)]
    once = tuple(dict.fromkeys((type(value), value) for value in values))
    if len(once) > MOST_VALUES:
        raise LabError(f"{setting.title} would take {len(once)} values: {MOST_VALUES} are the most.")
    return tuple(value for _, value in once)


def values_text(values: Sequence[Any]) -> str:
    """Values so that `read_values` reads them back."""
    return ", ".join(map(value_text, values))


def value_text(value: Any) -> str:
    """One value exactly and without grouped thousands: 1e-05, 60000, yes."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        digits = next(n for n in range(1, 18) if n == 17 or float(f"{value:.{n}g}") == value)
        plain = f"{value:.{digits}g}" if not 1e-3 <= abs(value) < 1e6 else f"{value:.17g}"
        return min(plain, repr(value).removesuffix(".0"), key=len)
    return str(value)


def example(setting: Setting) -> tuple[Any, ...]:
    """Values that may serve to show how they are written."""
    return suggested_values(setting, setting.default)[:3]


def suggested_values(setting: Setting, value: Any) -> tuple[Any, ...]:
    """What a person might want to see beside `value`."""
    if setting.key in _SUGGESTED:
        return _SUGGESTED[setting.key]
    if setting.kind == "choice":
        return setting.choices
    if setting.kind == "switch":
        return (False, True)
    if setting.kind == "amount":
        return _SUGGESTED["data.train"]
    low, high = setting.minimum or 0.0, setting.maximum if setting.maximum is not None else math.inf
    if setting.scale == "log":
        base = float(value) if value else float(setting.smallest or 1.0) * 100
        found = [base * factor for factor in _FACTORS]
    else:
        base = float(value) if value else min(1.0, high)
        found = [base * factor for factor in (0.25, 0.5, 1.0, 2.0)]
    kept = [float(f"{number:.3g}") for number in found if low <= number <= high]
    return tuple(dict.fromkeys(round(n) for n in kept)) if setting.kind == "integer" else tuple(kept)


def _parts(text: str) -> list[str]:
    text = re.sub(r"\s+(?=%)", "", text)
    parts = re.split(r"[,;]", text) if re.search("[,;]", text) else text.split()
    return [part.strip() for part in parts if part.strip()]


def _value(setting: Setting, text: str) -> Any:
    match setting.kind:
        case "number" | "integer":
            return checked(setting, parse_number(setting, text))
        case "switch":
            if text.lower() not in _YES:
                raise LabError(f"{setting.title} is yes or no, not {text!r}.")
            return _YES[text.lower()]
        case "choice":
            return _choice(setting, text)
        case "amount":
            return checked(setting, parse_amount(setting, text))
    return checked(setting, text)


def _choice(setting: Setting, text: str) -> str:
    wanted = text.lower()
    for choice in setting.choices:
        if wanted in (choice.lower(), setting.title_of(choice).lower()):
            return choice
    raise LabError(f"{setting.title} must be one of {', '.join(setting.choices)}, not {text!r}.")


def _range(setting: Setting, span: re.Match[str]) -> list[Any]:
    low, high = _value(setting, span["low"]), _value(setting, span["high"])
    if low >= high:
        raise LabError(f"A range goes upwards: write {value_text(high)} … {value_text(low)}.")
    made = range_of(setting, low, high, int(span["count"]) if span["count"] else None)
    if made.count < 2:
        raise LabError("A range has at least 2 values: its ends.")
    if made.count > MOST_VALUES:
        raise LabError(f"{setting.title} would take {made.count} values: {MOST_VALUES} are the most.")
    return made.values()
