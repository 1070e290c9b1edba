"""All runs of a session, the one on view among them, and a bin for those that were deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.runs.run_record import RunRecord
from lrengine.experiment import Rows
from lrengine.recipe import Recipe
from lrengine.training import Training

# What all runs that are not on view may keep of their past together, and each of them at most.
EARLIER_BYTES = 256 * 2**20
EACH_BYTES = 8 * 2**20


class RunStore:
    """Runs in the order they began; only those that made an update are kept when another begins.

    current  the run on view, None before the first
    bin      runs that were deleted; they can be put back
    """

    def __init__(self) -> None:
        self._runs: list[RunRecord] = []
        self.bin: list[RunRecord] = []
        self.current: RunRecord | None = None
        self._keys = self._groups = self._emptied = 0

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
            self.show(None)
        self._keys += 1
        run.key, run.number = self._keys, self._highest + 1
        self._runs.append(run)
        if show:
            self.show(run)
        else:
            self._thin(run)
        return run

    def discard(self, run: RunRecord) -> None:
        """Take a run from the list for good."""
        self._runs = [other for other in self._runs if other is not run]
        if self.current is run:
            self.current = None

    def show(self, run: RunRecord | None) -> None:
        """Put a run on view. Only that one keeps its rows; another would keep its whole data alive."""
        before = self.current
        if before is not None and before is not run:
            before.rewind(None)
            if not before.is_active:
                before.rows = None
        self.current = run
        self._forget_idle()
        for other in [*self._runs, *self.bin]:
            if other is not run and not other.is_active:
                self._thin(other)

    def _forget_idle(self) -> None:
        """A run that never moved leaves its number to the next."""
        self._runs = [
            run
            for run in self._runs
            if run.updates or run.is_taught or run is self.current or run.state in ("running", "paused")
        ]

    def _thin(self, run: RunRecord) -> None:
        budget = min(EACH_BYTES, EARLIER_BYTES // (len(self._runs) + len(self.bin)))
        if run.snapshots.nbytes > budget:
            run.snapshots = run.snapshots.thinned(budget)

    @property
    def _highest(self) -> int:
        return max([self._emptied, *(run.number for run in [*self._runs, *self.bin])])

    def find(self, number: int) -> RunRecord | None:
        return next((run for run in self._runs if run.number == number), None)

    def is_of_ready_model(self, run: RunRecord) -> bool:
        """Whether nothing but lessons made this run, the first of them a ready model's."""
        known = {other.number: other for other in [*self._runs, *self.bin]}
        taught: RunRecord | None = run
        while taught is not None and taught.is_taught:
            if taught.parent is None:
                return True
            # A file may claim any parent; a real one has the lower number.
            number = taught.parent[0]
            taught = known.get(number) if number < taught.number else None
        return False

    def new_group(self) -> int:
        """A number for runs that belong together."""
        self._groups += 1
        return self._groups

    def delete(self, numbers: Iterable[int]) -> list[RunRecord]:
        """Move runs to the bin; one that still trains stays. The newest one left comes on view."""
        chosen = set(numbers)
        gone = [run for run in self._runs if run.number in chosen and run.state != "running"]
        self._runs = [run for run in self._runs if run not in gone]
        for run in gone:
            run.rewind(None)
            run.rows = None
        self.bin += [run for run in gone if run.updates]
        if self.current in gone:
            self.current = None
            self.show(self._runs[-1] if self._runs else None)
        return gone

    def restore(self, numbers: Iterable[int]) -> list[RunRecord]:
        """Put runs back from the bin, under their old numbers."""
        chosen = set(numbers)
        back = [run for run in self.bin if run.number in chosen]
        self.bin = [run for run in self.bin if run not in back]
        self._runs = sorted([*self._runs, *back], key=lambda run: run.number)
        return back

    def empty_bin(self) -> int:
        """Let go of what is in the bin and say how many runs that was; their numbers are not given again."""
        self._emptied = max([self._emptied, *(run.number for run in self.bin)])
        count, self.bin = len(self.bin), []
        return count

    def load(self, runs: Iterable[RunRecord], shown: int | None, binned: Iterable[int]) -> None:
        """Take up the runs of a saved session, under their own numbers, in place of those there are."""
        self._runs, self.bin, self.current, self._emptied = [], [], None, 0
        for run in sorted(runs, key=lambda run: run.number):
            self._keys += 1
            run.key = self._keys
            self._groups = max(self._groups, run.group or 0)
            (self.bin if run.number in set(binned) else self._runs).append(run)
        self.show(self.find(shown) if shown is not None else None)
