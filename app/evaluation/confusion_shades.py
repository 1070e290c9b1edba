"""How a cell of the confusion matrix looks: its shade, its number, and the sentence that tells it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.look.contrast import mix, readable
from app.look.theme import Theme
from lrengine.metrics import ConfusedPair

Counts = NDArray[np.int64]
Rates = NDArray[np.float64]

# Steps of a shade: enough for the eye, few enough to be kept.
_STEPS = 64


def shade(theme: Theme, strength: float, *, right: bool) -> tuple[str, str]:
    """Ground and ink of a cell; strength 0 to 1, on the accent for errors and on grey for what is right."""
    return _shade(theme, round(strength * _STEPS), right)


@lru_cache(maxsize=512)
def _shade(theme: Theme, step: int, right: bool) -> tuple[str, str]:
    share = step / _STEPS
    if right:
        ground = mix(theme.card, theme.quiet_ink, 0.08 + 0.14 * share)
    else:
        ground = mix(theme.card, theme.fill, 0.1 + 0.9 * share) if step else theme.card
    return ground, readable(theme.ink, ground)


def strengths(rates: Rates) -> Rates:
    """How strongly each cell is shaded: errors by their share of the worst, raised so that few show."""
    errors = rates.copy()
    np.fill_diagonal(errors, 0)
    worst = float(errors.max(initial=0))
    made: Rates = (errors / worst) ** 0.75 if worst else errors
    np.fill_diagonal(made, np.diag(rates))
    return made


def count_text(count: int) -> str:
    """A count as short as it can be: 23, 12k; an empty cell has a dot."""
    if not count:
        return "·"
    return str(count) if count < 10_000 else f"{count / 1000:.0f}k"


def rate_text(rate: float, *, whole: bool) -> str:
    """Per cent of a row, as in 2.4 and 98, or whole ones only, as in 2 and <1; an empty cell has a dot."""
    share = 100 * rate
    if not rate:
        return "·"
    if whole:
        return f"{share:.0f}" if share >= 0.5 else "<1"
    if share >= 9.95:
        return f"{share:.0f}"
    return f"{share:.1f}" if share >= 0.05 else "<.1"


def cell_sentence(names: Sequence[str], true: int, read: int, count: int, rate: float) -> str:
    """As in "true 4, read as 9: 23 (2.4 %)"."""
    return f"true {names[true]}, read as {names[read]}: {count:,} ({percent(rate)})"


def pairs_sentence(names: Sequence[str], pairs: Sequence[ConfusedPair]) -> str:
    """The classes most often taken for each other."""
    if not pairs:
        return "no class is taken for another"
    return "most confused: " + ", ".join(f"{names[p.first]} ↔ {names[p.second]} ({p.count:,})" for p in pairs)


def percent(share: float, digits: int = 1) -> str:
    """As in "91.2 %"; a dash for what there is none of."""
    return f"{100 * share:.{digits}f} %" if math.isfinite(share) else "–"
