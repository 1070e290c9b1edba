"""Lines of the runs table: a run each, and one for runs that repeat one another with other seeds."""

from __future__ import annotations

import math
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.plots.plot_ticks import risk_text


@dataclass(frozen=True)
class RunRow:
    """What the table says of a run; `settings` by key, as in "solver.learning_rate".

    colour    #rrggbb
    status    ready, running, paused, finished, or why it stopped
    name      the recipe or the variant it came from
    parent    what it branched from, as in "branch of 2 at 180"
    group     runs of one group are repeats with seeds of their own
    is_shown  it is the run on view
    """

    number: int
    colour: str
    settings: Mapping[str, object]
    risk: float | None
    validation_accuracy: float | None
    test_accuracy: float | None
    revealed: bool
    status: str
    name: str = ""
    parent: str = ""
    group: int | None = None
    is_shown: bool = False


@dataclass(frozen=True)
class Line:
    """A run, or with a `group` the head of its repeats, `rows` being all of them.

    depth  1 for a run that stands below its group's head
    """

    rows: tuple[RunRow, ...]
    group: int | None = None
    is_folded: bool = False
    depth: int = 0
    names: bool = field(default=False, kw_only=True)

    @property
    def key(self) -> tuple[str, int]:
        """What the line is about, whatever it says of it."""
        return ("run", self.rows[0].number) if self.group is None else ("group", self.group)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(row.number for row in self.rows)

    @property
    def title(self) -> str:
        """Number or count, then what tells it from others."""
        first = self.rows[0]
        parts = [str(first.number)] if self.group is None else [f"{len(self.rows)} seeds"]
        if any(row.is_shown for row in self.rows):
            parts.append("now")
        diverged = sum(row.status.startswith("diverged") for row in self.rows)
        if diverged:
            parts.append("diverged" if len(self.rows) == 1 else f"{diverged} diverged")
        if self.group is None and first.parent:
            parts.append(first.parent)
        if self.names and first.name:
            parts.append(first.name)
        return " · ".join(parts)

    @property
    def risk(self) -> str:
        found = _known(row.risk for row in self.rows)
        if len(found) < 2:
            return risk_text(found[0]) if found else "–"
        return f"{risk_text(statistics.mean(found))} ± {risk_text(statistics.stdev(found))}"

    @property
    def validation(self) -> str:
        return percent(_known(row.validation_accuracy for row in self.rows))

    @property
    def test(self) -> str:
        if not all(row.revealed for row in self.rows):
            return "sealed"
        return percent(_known(row.test_accuracy for row in self.rows))


def lines_of(rows: Sequence[RunRow], unfolded: Collection[int]) -> tuple[Line, ...]:
    """Newest first; repeats stand together where the newest of them does, folded unless asked for."""
    newest_first = sorted(rows, key=lambda row: -row.number)
    groups: dict[int, list[RunRow]] = {}
    for row in newest_first:
        if row.group is not None:
            groups.setdefault(row.group, []).append(row)
    names = len({row.name for row in rows}) > 1
    lines = []
    for row in newest_first:
        members = groups.get(row.group, []) if row.group is not None else []
        if len(members) < 2:
            lines.append(Line((row,), names=names))
        elif members[0] is row:
            folded = row.group not in unfolded
            lines.append(Line(tuple(members), row.group, folded, names=names))
            if not folded:
                lines += [Line((member,), depth=1) for member in members]
    return tuple(lines)


def percent(shares: Sequence[float]) -> str:
    """One share as "91.24 %", several as mean ± standard deviation, "91.2 ± .3 %"."""
    if len(shares) < 2:
        return f"{100 * shares[0]:.2f} %" if shares else "–"
    deviation = 100 * statistics.stdev(shares)
    digits = 1 if deviation >= 0.05 else 2
    spread = f"{deviation:.{digits}f}"
    if deviation < 1:
        spread = spread.removeprefix("0")
    return f"{100 * statistics.mean(shares):.{digits}f} ± {spread} %"


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None and math.isfinite(value)]
