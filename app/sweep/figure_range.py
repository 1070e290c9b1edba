"""How far an axis of figures reaches."""

from __future__ import annotations

import math
from collections.abc import Iterable

from app.sweep.sweep_book import Column, SweepBook

# A risk that spans more than this factor is drawn on a logarithmic axis.
_WIDE = 6.0


def summary_names(book: SweepBook, column: Column, *, revealed: bool) -> list[tuple[str, str]]:
    """(part, name of the figure) of what a summary shows."""
    if column == "weight_norm":
        return [("train", "weight_norm")]
    parts = ["train"]
    if book.has_validation or not book.outcomes:
        parts.append("validation")
    if revealed:
        parts.append("test")
    return [(part, f"{part}_{column}") for part in parts]


def figure_range(column: Column, figures: Iterable[float]) -> tuple[float, float, bool]:
    """(low, high, log) that holds these figures with a margin; powers of ten where `log`."""
    finite = [figure for figure in figures if math.isfinite(figure)]
    if not finite:
        return 0.0, 1.0, False
    low, high = min(finite), max(finite)
    if column != "accuracy" and low > 0 and high / low > _WIDE:
        least, most = math.log10(low), math.log10(high)
        margin = 0.08 * (most - least)
        return least - margin, most + margin, True
    span = max(high - low, 0.004 if column == "accuracy" else 0.05 * abs(high), 1e-9)
    low, high = low - 0.1 * span, high + 0.1 * span
    if column == "accuracy":
        high = min(high, 1.0 + 0.03 * span)
    return low, high, False


def all_figures(book: SweepBook, names: Iterable[str]) -> list[float]:
    """Every figure that a summary has to find room for, deviations included."""
    found = []
    for name in names:
        for combo in book.combinations:
            spread = book.spread(combo, name)
            reach = spread.deviation if math.isfinite(spread.deviation) else 0.0
            found += [spread.mean - reach, spread.mean + reach]
            if spread.count > 1:
                found += [book.figure(k, name) for k in combo.cells if book.status(k) in ("done", "running")]
    return found
