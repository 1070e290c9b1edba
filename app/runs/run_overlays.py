"""Which curves are drawn beside those of the run on view."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from app.plots.overlay import Band, Overlay
from app.runs.run_columns import differing_settings, setting_text, short_title
from app.runs.run_lines import RunRow
from app.runs.run_record import RunRecord
from app.runs.run_rows import colour_of, run_rows

# More would not fit at a line's end.
_MOST_SETTINGS = 2


def overlays_of(
    runs: Iterable[RunRecord], numbers: Collection[int], shown: RunRecord | None
) -> tuple[list[Overlay], list[Band]]:
    """The chosen runs one by one, and as a mean with its spread those that repeat one another.

    The run on view is drawn already; it counts in the mean of its repeats.
    """
    chosen = [run for run in runs if run.number in numbers and len(run.history)]
    groups: dict[int, list[RunRecord]] = {}
    for run in chosen:
        if run.group is not None:
            groups.setdefault(run.group, []).append(run)
    bands = [
        Band(f"{len(group)} seeds", colour_of(group[-1].number), tuple(run.history for run in group))
        for group in groups.values()
        if len(group) > 1
    ]
    singles = [run for run in chosen if run is not shown and len(groups.get(run.group or 0, ())) < 2]
    labels = _labels(run_rows([*singles, *([shown] if shown is not None else [])]))
    overlays = [
        Overlay(run.number, labels.get(run.number, ""), colour_of(run.number), run.history) for run in singles
    ]
    return overlays, bands


def _labels(rows: Sequence[RunRow]) -> dict[int, str]:
    """What each of the runs is told apart by, in a few words."""
    keys = differing_settings(rows)
    if not 0 < len(keys) <= _MOST_SETTINGS:
        return {row.number: row.parent for row in rows}
    return {
        row.number: ", ".join(
            f"{short_title(key).lower()} {setting_text(key, row.settings.get(key))}" for key in keys
        )
        for row in rows
    }
