"""Runs as the table shows them: only the settings that differ."""

from __future__ import annotations

import math
from collections.abc import Iterable

from app.runs.run_store import RunRecord
from app.runs.runs_panel import RunRow
from lrengine.settings import all_settings, value_of

# Distinct on both grounds, and in the order the curves use.
COLOURS = ("#4f8cff", "#b06bff", "#f0506e", "#37c98b", "#ff9f40", "#22b8cf", "#e8c547", "#9aa3b5")


def run_rows(runs: Iterable[RunRecord]) -> list[RunRow]:
    """A row for every run that has one to show, oldest first."""
    shown = [run for run in runs if len(run.history)]
    return [_row(run) for run in shown]


def _row(run: RunRecord) -> RunRow:
    validation = run.figure("validation_accuracy")
    risk = run.figure("train_risk")
    revealed = run.revealed or run.recipe.evaluation.reveal_test
    return RunRow(
        number=run.number,
        colour=COLOURS[(run.number - 1) % len(COLOURS)],
        settings={setting.key: value_of(run.recipe, setting.key) for setting in all_settings()},
        risk=risk if math.isfinite(risk) else None,
        validation_accuracy=validation if math.isfinite(validation) else None,
        test_accuracy=run.test_accuracy(),
        revealed=revealed,
        status=(run.reason or run.state) + (" · moved while it ran" if run.changed_live else ""),
    )
