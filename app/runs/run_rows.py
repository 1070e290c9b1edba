"""Runs as the table shows them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final
from weakref import WeakKeyDictionary

from app.runs.run_lines import RunRow
from app.runs.run_record import RunRecord
from lrengine.settings import all_settings

# Told apart from one another and from the curves of the run on view, on both grounds.
COLOURS: Final = (
    "#b06bff", "#f0506e", "#22b8cf", "#9bc53d", "#e8c547", "#f48fb1", "#b98a63", "#2aa198",
)  # fmt: skip

# A row is made anew when its run has moved; a table of many runs is shown thirty times a second.
_known: WeakKeyDictionary[RunRecord, tuple[tuple[object, ...], RunRow]] = WeakKeyDictionary()


def run_rows(runs: Iterable[RunRecord], shown: RunRecord | None = None) -> list[RunRow]:
    """A row for every run that has one to show, oldest first; `shown` is the run on view."""
    return [_row(run, run is shown) for run in runs if len(run.history)]


def colour_of(number: int) -> str:
    """A run's own colour, in the table and wherever its curves are drawn."""
    return COLOURS[(number - 1) % len(COLOURS)]


def _row(run: RunRecord, is_shown: bool) -> RunRow:
    stamp = (
        len(run.history), run.shown_iteration, run.rewound is None, run.number, run.state, run.reason,
        run.revealed, run.changed_live, run.sealed_test, run.title, run.group, is_shown,
    )  # fmt: skip
    before, row = _known.get(run, (None, None))
    if row is None or stamp != before:
        settings = _settings(run) if row is None else row.settings
        row = _new_row(run, settings, is_shown)
        _known[run] = (stamp, row)
    return row


def _settings(run: RunRecord) -> Mapping[str, object]:
    return {
        setting.key: getattr(getattr(run.recipe, setting.table), setting.name) for setting in all_settings()
    }


def _new_row(run: RunRecord, settings: Mapping[str, object], is_shown: bool) -> RunRow:
    validation = run.figure("validation_accuracy")
    risk = run.figure("train_risk")
    row = RunRow(
        number=run.number,
        colour=colour_of(run.number),
        settings=settings,
        risk=risk if math.isfinite(risk) else None,
        validation_accuracy=validation if math.isfinite(validation) else None,
        test_accuracy=run.test_accuracy(),
        revealed=run.revealed or run.recipe.evaluation.reveal_test,
        status=(run.reason or run.state) + (" · moved while it ran" if run.changed_live else ""),
        # That it was taught is always told, a recipe only where the runs differ in it.
        name="" if run.is_taught else run.title,
        group=run.group,
        is_shown=is_shown,
    )
    if run.parent is None:
        return replace(row, parent=run.title) if run.is_taught else row
    number, iteration = run.parent
    kind = f"{run.title}, from" if run.is_taught else "branch of"
    return replace(row, parent=f"{kind} {number} at {iteration:,}")
