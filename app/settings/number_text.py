"""Numbers as people write and read them: 0.003, 1e-05, 2,000, 5 %, off."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal

from lrengine.errors import LabError
from lrengine.settings import Setting, allowed

# What a setting of zero does, in the word shown instead of the number.
ZERO_WORDS: Mapping[str, str] = {
    "solver.batch_size": "all",
    "solver.clip": "off",
    "stopping.iterations": "off",
    "stopping.epochs": "off",
    "stopping.seconds": "off",
    "stopping.gradient_norm": "off",
    "stopping.patience": "off",
    "evaluation.every": "auto",
    "run.threads": "auto",
}
SHORT_UNITS: Mapping[str, str] = {"evaluations": "evals", "iterations": "its", "share": "%"}

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?", re.ASCII)
_GROUPED = re.compile(
    r"[+-]?[1-9]\d{0,2}(?:([, _'’\u00a0\u2009\u202f])\d{3})(?:\1\d{3})*(?:\.\d*)?", re.ASCII
)


def limits_of(setting: Setting) -> str:
    """What a number may be, in words: a number of epochs from 0 to 1,000,000."""
    if setting.minimum is None or setting.maximum is None:
        return allowed(setting)
    noun = "a whole number" if setting.kind == "integer" else "a number"
    unit = {"": "", "s": " of seconds", "share": ""}.get(setting.unit, f" of {setting.unit}")
    return f"{noun}{unit} from {exact_text(setting.minimum)} to {exact_text(setting.maximum)}"


def parse_number(setting: Setting, text: str) -> float | int:
    """Read a number typed by a person, with or without its unit; a LabError says what is allowed instead.

    Bounds are not checked here: `lrengine.settings.change` does that.
    """
    bare = text.strip().lower().replace("−", "-")
    if bare and setting.minimum == 0 and bare in {ZERO_WORDS.get(setting.key), "off", "none"}:
        return 0
    is_percent = setting.unit == "share" and bare.endswith("%")
    for unit in (setting.unit, SHORT_UNITS.get(setting.unit, "")):
        bare = bare.removesuffix(unit).strip()
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[^\d.+-]", "", bare)
    elif not _PLAIN.fullmatch(bare):
        comma = re.fullmatch(r"[+-]?\d*,\d+", bare) is not None
        advice = "write its decimal sign as a point, as in 0.1" if comma else f"not {text.strip()!r}"
        raise LabError(f"{setting.title} must be {limits_of(setting)}{': ' if comma else ', '}{advice}.")
    number = Decimal(bare).scaleb(-2) if is_percent else Decimal(bare)
    if not math.isfinite(float(number)):
        raise LabError(f"{setting.title} must be {limits_of(setting)}, not {text.strip()}.")
    if setting.kind != "integer":
        return float(number)
    if number != number.to_integral_value():
        raise LabError(f"{setting.title} must be {limits_of(setting)}, not {text.strip()}.")
    return int(number)


def exact_text(value: float | int) -> str:
    """The shortest text that reads back as exactly `value`, its thousands grouped: 0.1, 1e-05, 60,000."""
    return _group(value, _figures(value))


def shown_texts(setting: Setting, value: float | int) -> tuple[str, ...]:
    """`value` as it reads at rest, the fullest text first and ever shorter ones for a narrow field."""
    if value == 0 and setting.key in ZERO_WORDS:
        return (ZERO_WORDS[setting.key],)
    if setting.unit == "share":
        return _shrinking([percent_text(value, digits) for digits in (17, 4, 2)])
    texts = [exact_text(value), *(_group(value, digits) for digits in (6, 4, 3, 2))]
    texts.append(f"{value:.{min(_figures(value), 3)}g}")
    if setting.unit:
        texts.insert(0, f"{texts[0]} {SHORT_UNITS.get(setting.unit, setting.unit)}")
    return _shrinking(texts)


def percent_text(share: float, digits: int = 17) -> str:
    """A share as a percentage without binary dust: 0.07 is 7 %."""
    percent = Decimal(f"{Decimal(repr(share)).scaleb(2):.{digits}g}")
    return f"{percent.normalize():f} %"


def _shrinking(texts: list[str]) -> tuple[str, ...]:
    """The texts that are shorter than all before them."""
    return tuple(
        text for place, text in enumerate(texts) if all(len(text) < len(other) for other in texts[:place])
    )


def _figures(value: float | int) -> int:
    """How many figures it takes to tell `value` from all other numbers."""
    return next((digits for digits in range(1, 17) if float(f"{value:.{digits}g}") == value), 17)


def _group(value: float | int, digits: int) -> str:
    if value != int(value):
        value = float(f"{value:.{digits}g}")
    if value == int(value) and abs(value) < 1e16:
        return f"{int(value):,}"
    return f"{value:,.{digits}g}"
