"""All runs of a session, the one on view among them, and a bin for those that were deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.runs.run_record import RunRecord
from lrengine.experiment import Rows
from lrengine.recipe import Recipe
from lrengine.training import Training

# What a run that is no longer on view may keep of its past.
EARLIER_BYTES = 8 * 2**20


class RunStore:
    """Runs in the order they began; only those that made an update are kept when another begins.

    current  the run on view, None before the first
    bin      runs that were deleted; they can be put back until the window closes
    """

    def __init__(self) -> None:
        self._runs: list[RunRecord] = []
        self.bin: list[RunRecord] = []
        self.current: RunRecord | None = None
        self._keys = self._numbers = self._groups = 0

    def __iter__(self) -> Iterator[RunRecord]:
        return iter(self._runs)

    def __len__(self) -> int:
        return len(self._runs)

    def add(self, recipe: Recipe, rows: Rows, training: Training) -> RunRecord:
        """Begin a run's record, and show it."""
        return self.append(
            RunRecord(
                key=0,
                number=0,
                recipe=recipe,
                features=rows.features,
                class_names=rows.class_names,
                data_name=rows.dataset.name,
                rows=rows,
                training=training,
                objective=recipe.objective,
            )
        )

    def append(self, run: RunRecord, *, show: bool = True) -> RunRecord:
        """Take up a run with a key and a number of its own."""
        if show:
            self._forget_idle()
        self._keys += 1
        self._numbers += 1
        run.key, run.number = self._keys, self._numbers
        self._runs.append(run)
        if show:
            self.show(run)
        return run

    def _forget_idle(self) -> None:
        """A run that never moved leaves its number to the next."""
        for idle in [run for run in self._runs if not run.updates]:
            self._runs.remove(idle)
            self._numbers = min(self._numbers, idle.number - 1)

    def show(self, run: RunRecord) -> None:
        """Put a run on view. Only that one keeps its rows; another would keep its whole data alive."""
        before = self.current
        if before is not None and before is not run:
            before.rewind(None)
            if not before.is_active:
                before.rows = None
                before.snapshots = before.snapshots.thinned(EARLIER_BYTES)
        self.current = run

    def find(self, number: int) -> RunRecord | None:
        return next((run for run in self._runs if run.number == number), None)

    def new_group(self) -> int:
        """A number for runs that belong together."""
        self._groups += 1
        return self._groups

    def delete(self, numbers: Iterable[int]) -> list[RunRecord]:
        """Move runs to the bin; one that still trains stays. The newest one left comes on view."""
        chosen = set(numbers)
        gone = [run for run in self._runs if run.number in chosen and run.state != "running"]
        self._runs = [run for run in self._runs if run not in gone]
        self.bin += gone
        if self.current in gone:
            self.current.rows = None
            self.current = self._runs[-1] if self._runs else None
        return gone

    def restore(self, numbers: Iterable[int]) -> list[RunRecord]:
        """Put runs back from the bin, under their old numbers."""
        chosen = set(numbers)
        back = [run for run in self.bin if run.number in chosen]
        self.bin = [run for run in self.bin if run not in back]
        self._runs = sorted([*self._runs, *back], key=lambda run: run.number)
        return back

    def load(self, runs: Iterable[RunRecord], shown: int | None, binned: Iterable[int]) -> None:
        """Take up the runs of a saved session, under their own numbers, in place of those there are."""
        self._runs, self.bin, self.current = [], [], None
        for run in sorted(runs, key=lambda run: run.number):
            self._keys += 1
            run.key = self._keys
            self._groups = max(self._groups, run.group or 0)
            (self.bin if run.number in set(binned) else self._runs).append(run)
        self._numbers = max((run.number for run in [*self._runs, *self.bin]), default=0)
        self.current = self.find(shown) if shown is not None else None
