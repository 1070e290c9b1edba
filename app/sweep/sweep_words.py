"""Figures and states of a sweep in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from app.plots.plot_ticks import risk_text
from app.sweep.arrangement import Combination
from app.sweep.sweep_book import Spread, SweepBook

if TYPE_CHECKING:
    from lrengine.sweep.outcome import CellOutcome

CHOSEN: Final = "◆ chosen"
BEST_SO_FAR: Final = "◇ best so far"
_REASONS: Final[Mapping[str, str]] = {
    "iterations": "all iterations",
    "epochs": "all epochs",
    "seconds": "time over",
    "gradient_norm": "small gradient",
    "patience": "no better",
    "converged": "converged",
    "diverged": "diverged",
    "failed": "failed",
    "stopped": "stopped",
}


def figure_text(name: str, value: float) -> str:
    """A figure of a row as its column writes it: 97.12 %, .0871, 3.21."""
    if not math.isfinite(value):
        return "–"
    if name.endswith("accuracy"):
        return f"{100 * value:.2f} %"
    return risk_text(value) if name.endswith("risk") else f"{value:.4g}"


def spread_text(name: str, spread: Spread) -> str:
    """Mean ± standard deviation, in the same unit."""
    if not math.isfinite(spread.deviation):
        return figure_text(name, spread.mean)
    if name.endswith("accuracy"):
        return f"{100 * spread.mean:.2f} ± {100 * spread.deviation:.2f} %"
    return f"{figure_text(name, spread.mean)} ± {spread.deviation:.2g}"


def ending_text(outcome: CellOutcome) -> str:
    """Why a cell ended, in a word or two."""
    reason = "failed" if outcome.failed else outcome.reason
    return _REASONS.get(str(reason), str(reason).replace("_", " "))


def seconds_text(seconds: float) -> str:
    """A duration as far as one cares: 0.4 s, 12 s, 3 min 20 s, 2 h 5 min."""
    if seconds < 10:
        return f"{seconds:.1f} s" if seconds < 1 else f"{seconds:.0f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def described(book: SweepBook, combo: Combination, *, revealed: bool) -> str:
    """A combination in a few lines, for its tooltip."""
    lines = [f"{titled(book, combo)}"]
    words = {"waiting": "waiting", "running": "running", "failed": "failed", "diverged": "diverged"}
    status = book.status_of(combo)
    if status in words:
        lines.append(words[status])
    parts = ("train", "validation", "test") if revealed else ("train", "validation")
    for part in parts:
        figures = [(name, book.spread(combo, f"{part}_{name}")) for name in ("risk", "accuracy")]
        known = [
            f"{name} {spread_text(name, spread)}" for name, spread in figures if math.isfinite(spread.mean)
        ]
        if known:
            lines.append(f"{part}: " + ", ".join(known))
    sentences = [book.outcomes[k].sentence for k in combo.cells if k in book.outcomes]
    lines += list(dict.fromkeys(sentence for sentence in sentences if sentence))[:2]
    return "\n".join(lines)


def choice_words(book: SweepBook, *, revealed: bool) -> str:
    """Which combination is chosen and by what, with its test figure once that is no secret; "" for none."""
    choice = book.choice()
    if choice is None:
        ended = [outcome for outcome in book.outcomes.values() if outcome.ended_well]
        if not book.is_over or not book.outcomes or (ended and book.has_validation):
            return ""
        if not ended:
            return f"None can be chosen. {next(iter(book.outcomes.values())).sentence}"
        return "Without validation rows none is chosen: give them a share under Data split."
    by = book.sweep.choose
    kind = by.removeprefix("validation_")
    figure = spread_text(by, book.spread(choice, by))
    test = spread_text(f"test_{kind}", book.spread(choice, f"test_{kind}")) if revealed else "sealed"
    head = CHOSEN if book.is_over else BEST_SO_FAR
    tie = f" (of {book.tied} equal, the lowest validation risk)" if book.tied > 1 else ""
    return f"{head}: {titled(book, choice)} · validation {kind} {figure}{tie} · test {test}"


def titled(book: SweepBook, combo: Combination) -> str:
    """A combination with what is varied: Learning rate 0.1 · L2 0.01."""
    pairs = [
        f"{dimension.title} {dimension.texts[at]}" if dimension.key else dimension.texts[at]
        for dimension, at in zip(book.dimensions, combo.at, strict=True)
    ]
    return " · ".join(pairs) or "All repeats"
