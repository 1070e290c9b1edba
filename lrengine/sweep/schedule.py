"""All cells of a sweep, run side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence

from lrengine.data.dataset import Dataset
from lrengine.errors import LabError
from lrengine.experiment import source_settings
from lrengine.history import Step
from lrengine.recipe import Recipe
from lrengine.sweep.backends import (
    BACKENDS,
    Backend,
    Crew,
    interrupts_held,
    local_processes,
    lost,
    outcomes_in,
    run_in_worker,
    watched,
)
from lrengine.sweep.cells import Cell, cells_of
from lrengine.sweep.cluster import cluster
from lrengine.sweep.group import Group, Listener, groups_of, run_group
from lrengine.sweep.outcome import CellOutcome, Outcomes
from lrengine.sweep.shelf import Shelf
from lrengine.threads import available_cores, one_blas_thread


def run_cells(
    recipe: Recipe,
    *,
    jobs: int = 0,
    backend: Backend = "threads",
    scheduler: str = "",
    on_advance: Callable[[int, tuple[Step, ...]], None] | None = None,
    on_outcome: Callable[[CellOutcome], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    done: Iterable[CellOutcome] = (),
    dataset: Dataset | None = None,
) -> Outcomes:
    """Run every cell of a recipe; the numbers depend on neither `jobs` nor `backend`.

    jobs        threads or processes in all; 0 takes the cores there are
    scheduler   the address of a Dask scheduler; without it "dask" starts a cluster of its own
    on_advance  (cell index, its new rows), as a cell trains; with threads only
    on_outcome  each cell's outcome as it ends, one at a time
    cancelled   asked at every iteration; once true, what is done is kept and the rest marked "cancelled"
    done        outcomes from before; their cells are not run again unless they failed or were cancelled
    dataset     the recipe's data where they are loaded already
    With threads the first two are called from the thread that runs the cell. A cell that fails is an
    outcome; LabError is raised only for a recipe, a backend or a scheduler that cannot be used at all.
    """
    if backend not in BACKENDS:
        raise LabError(f"There is no backend called {backend}: choose one of {', '.join(BACKENDS)}.")
    if scheduler and backend != "dask":
        raise LabError("Only the backend dask has a scheduler: choose it, or leave the scheduler out.")
    if jobs < 0:
        raise LabError("The number of jobs must be 0 or more.")
    cells = cells_of(recipe)
    found = _known(cells, done)
    groups = [
        Group(together, wanted)
        for together in groups_of(cells)
        if (wanted := frozenset(cell.index for cell in together if cell.index not in found))
    ]
    lock = threading.Lock()

    def take(outcome: CellOutcome) -> None:
        with lock:
            found[outcome.cell.index] = outcome
            if on_outcome is not None:
                on_outcome(outcome)

    def data_of(group: Group) -> Dataset | None:
        own = source_settings(group.cells[0].recipe) == source_settings(recipe)
        return dataset if own else None

    if groups:
        jobs = jobs or available_cores()
        if backend == "threads":
            _in_threads(groups, jobs, data_of, Listener(cancelled or _never, on_advance, take))
        else:
            crew = local_processes(jobs) if backend == "processes" else cluster(jobs, scheduler, dataset)
            with crew as ready, watched(cancelled, ready):
                for outcome in _in_workers(groups, ready, data_of):
                    take(outcome)
    return Outcomes(recipe, tuple(found.get(cell.index) or _missing(cell) for cell in cells))


def _never() -> bool:
    return False


def _known(cells: Sequence[Cell], done: Iterable[CellOutcome]) -> dict[int, CellOutcome]:
    """Outcomes that need not be found again, by their cell's index."""
    known = {}
    for outcome in done:
        index = outcome.cell.index
        if index >= len(cells) or cells[index] != outcome.cell:
            raise LabError(f"The outcome of {outcome.cell.name} belongs to another sweep: start afresh.")
        if outcome.reason not in ("failed", "cancelled"):
            known[index] = outcome
    return known


def _missing(cell: Cell) -> CellOutcome:
    return CellOutcome(cell, "cancelled", "Not run to its end: the sweep was stopped.")


def _threads(groups: Sequence[Group], count: int, most: int) -> tuple[int, int]:
    """How many groups run side by side, and the threads of each."""
    side_by_side = min(count, len(groups))
    return side_by_side, max(1, min(count // side_by_side, most))


def _in_threads(
    groups: Sequence[Group],
    jobs: int,
    data_of: Callable[[Group], Dataset | None],
    listener: Listener,
) -> None:
    from joblib import Parallel, delayed, parallel_config

    shelf = Shelf()
    stop = threading.Event()
    asked = listener.cancelled
    heard = Listener(lambda: stop.is_set() or asked(), listener.on_advance, listener.on_outcome)
    side_by_side, threads = _threads(groups, jobs, jobs)
    with one_blas_thread(), parallel_config(backend="threading"):
        try:
            Parallel(side_by_side, batch_size=1)(
                delayed(run_group)(group, threads, shelf, data_of(group), heard) for group in groups
            )
        finally:
            # After Ctrl-C, or where the listener failed, the other threads must not go on.
            stop.set()


def _in_workers(
    groups: Sequence[Group], crew: Crew, data_of: Callable[[Group], Dataset | None]
) -> Iterator[CellOutcome]:
    """Outcomes as they come in; those of a worker that was lost are failures."""
    from joblib import Parallel, delayed, parallel_config

    side_by_side, threads = _threads(groups, crew.count, crew.threads)
    waiting = set(range(len(groups)))
    with parallel_config(backend=crew.backend):
        try:
            with interrupts_held():
                replies = Parallel(side_by_side, batch_size=1, return_as="generator_unordered")(
                    delayed(run_in_worker)(number, group, threads, data_of(group), crew.flag)
                    for number, group in enumerate(groups)
                )
            for reply in replies:
                waiting.discard(reply[0])
                yield from outcomes_in(reply, groups)
        except Exception as error:
            # A process that dies takes joblib's whole pool with it.
            for number in waiting:
                yield from lost(groups[number], error)
