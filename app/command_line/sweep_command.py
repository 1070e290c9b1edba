"""`logitlab sweep`: many runs at once, and which of them is best."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import msgspec

from app.command_line.output import Bar, UsageError, as_usage, bar, check_target, write_json
from app.command_line.run_command import adapted, chosen_recipe, has_other_data, share_done
from app.command_line.sweep_table import table
from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.experiment import load_dataset, source_settings
from lrengine.history import Step
from lrengine.recipe import Recipe, Sweep
from lrengine.recipe_files import find_recipe
from lrengine.settings import convert
from lrengine.sweep.backends import Backend
from lrengine.sweep.cells import Cell, cells_of
from lrengine.sweep.cluster import check_address
from lrengine.sweep.outcome import CellOutcome, Outcomes
from lrengine.sweep.saved import SweepFile, load_outcomes
from lrengine.sweep.schedule import run_cells
from lrengine.sweep.values import ranges_in, read_axis

_INTERRUPTED = 130


def sweep(arguments: argparse.Namespace) -> int:
    """Run a recipe's own sweep or the one asked for, and write and print what came of it."""
    recipe = swept_recipe(arguments.recipe, arguments.changes, arguments.axes, arguments.repeats)
    if arguments.scheduler and arguments.backend != "dask":
        raise UsageError("--scheduler needs --backend dask.")
    with as_usage():
        check_address(arguments.scheduler)
    if arguments.jobs < 0:
        raise UsageError("--jobs must be 0 or more.")
    check_target(arguments.json)
    check_target(arguments.resume)
    if not arguments.quiet and arguments.json != "-":
        for axis in arguments.axes:
            for span in ranges_in(axis):
                print(f"{axis.partition('=')[0].strip()}: {span.words()}.")
    return run_sweep(
        recipe,
        json=arguments.json,
        resume=arguments.resume,
        quiet=arguments.quiet,
        adapts=has_other_data(arguments.changes),
        jobs=arguments.jobs,
        backend=arguments.backend,
        scheduler=arguments.scheduler,
    )


def swept_recipe(name: str, changes: list[str], axes: list[str], repeats: int | None) -> Recipe:
    """The recipe with the sweep asked for; --vary takes the place of its own axes and variants."""
    if repeats is not None and not 1 <= repeats <= 1000:
        raise UsageError("--repeats must be between 1 and 1000.")
    with as_usage():
        own = find_recipe(name).sweep
        plain = msgspec.to_builtins(own)
        if axes:
            plain |= {"vary": [msgspec.to_builtins(read_axis(axis)) for axis in axes], "variants": []}
        if repeats is not None:
            plain["repeats"] = repeats
        asked = convert(plain, Sweep)
    if not asked.has_several:
        raise UsageError(
            f"{name} has no sweep of its own: say what to vary, as in --vary solver.learning_rate=.01,.1,1."
        )
    return chosen_recipe(name, changes, asked)


def run_sweep(
    recipe: Recipe,
    *,
    json: str | None = None,
    save: str | None = None,
    resume: str | None = None,
    quiet: bool = False,
    jobs: int = 0,
    backend: Backend = "threads",
    scheduler: str = "",
    adapts: bool = False,
) -> int:
    """Run all cells; a failed one is a line of the table. After Ctrl-C what is done is written.

    adapts  rows that the data lack give way to the defaults
    """
    cells = cells_of(recipe)
    dataset = _shared_data(recipe, cells, quiet)
    if adapts and dataset is not None:
        recipe = adapted(recipe, dataset)
        cells = cells_of(recipe)
    done = load_outcomes(resume, recipe) if resume and Path(resume).exists() else ()
    kept = SweepFile(resume, recipe, done) if resume else None
    with interruptible() as stopped, bar("Training", quiet) as shown:
        progress = _Progress(cells, shown, kept, done)
        outcomes = run_cells(
            recipe,
            jobs=jobs,
            backend=backend,
            scheduler=scheduler,
            on_advance=progress.advance if shown is not None else None,
            on_outcome=progress.take,
            cancelled=stopped.is_set,
            done=done,
            dataset=dataset,
        )
    if kept is not None:
        kept.write()
    if json:
        write_json(outcomes.to_json(), json)
    if not outcomes.is_whole:
        return _interrupted(outcomes, [place for place in (resume, json) if place])
    saved = _save_chosen(outcomes, save) if save else ""
    if all(item.failed for item in outcomes.items):
        raise LabError(
            f"All {len(outcomes.items)} runs failed, the first of them so: {outcomes.items[0].sentence}"
        )
    if not quiet and json != "-":
        print("\n".join(line for line in (table(outcomes), saved) if line))
    return 0


def _shared_data(recipe: Recipe, cells: tuple[Cell, ...], quiet: bool) -> Dataset | None:
    """The data of a sweep whose cells all have the same; otherwise each cell's are loaded in its turn."""
    sources = {source_settings(cell.recipe) for cell in cells}
    if sources != {source_settings(recipe)}:
        return None
    with bar(f"Loading {recipe.data.name}", quiet) as loading:
        return load_dataset(recipe, loading.show if loading else None)


def _save_chosen(outcomes: Outcomes, path: str) -> str:
    chosen = outcomes.chosen
    model = None if chosen is None else outcomes.items[chosen].model
    if model is None:
        return "No model was saved: no run is chosen."
    return f"Saved the chosen model as {model.save(path)}."


def _interrupted(outcomes: Outcomes, places: list[str]) -> int:
    done = sum(item.reason != "cancelled" for item in outcomes.items)
    if not places:
        raise KeyboardInterrupt
    where = " and ".join("standard output" if place == "-" else place for place in places)
    print(f"Interrupted: {done} of {len(outcomes.items)} runs are done and kept in {where}.", file=sys.stderr)
    return _INTERRUPTED


class _Progress:
    """A bar over all cells; hears of them from whichever thread runs them."""

    def __init__(
        self,
        cells: tuple[Cell, ...],
        shown: Bar | None,
        kept: SweepFile | None,
        done: tuple[CellOutcome, ...],
    ) -> None:
        self._cells = cells
        self._shown = shown
        self._kept = kept
        self._lock = threading.Lock()
        self._shares = {outcome.cell.index: 1.0 for outcome in done}

    def advance(self, index: int, steps: tuple[Step, ...]) -> None:
        with self._lock:
            self._shares[index] = min(share_done(steps[-1], self._cells[index].recipe.stopping), 0.99)
            self._show()

    def take(self, outcome: CellOutcome) -> None:
        with self._lock:
            self._shares[outcome.cell.index] = 1.0
            if self._kept is not None:
                self._kept.add(outcome)
            self._show()

    def _show(self) -> None:
        if self._shown is not None and self._shown.is_due:
            ended = sum(share == 1.0 for share in self._shares.values())
            self._shown.show(
                sum(self._shares.values()) / len(self._cells), f"{ended} of {len(self._cells)} runs"
            )


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Ctrl-C sets the event, so that what is done can be kept; a second one ends the program at once."""
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return

    def note(number: int, frame: FrameType | None) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
