"""Cells that share their rows, run in one process."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lrengine.data.dataset import Dataset
from lrengine.errors import Cancelled, LabError
from lrengine.experiment import Rows, conclude, row_settings, start
from lrengine.history import Step
from lrengine.lockstep import MOST_LOGITS, groups, steps_together
from lrengine.sweep.cells import Cell
from lrengine.sweep.outcome import CellOutcome
from lrengine.sweep.shelf import Shelf
from lrengine.threads import Workers
from lrengine.training import Training

# Rows of one cell are handed over this often (seconds).
_HAND_OVER = 1 / 50


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Listener:
    """Who hears of the cells while they run, in whichever thread runs them."""

    cancelled: Callable[[], bool] = _never
    on_advance: Callable[[int, tuple[Step, ...]], None] | None = None
    on_outcome: Callable[[CellOutcome], None] | None = None


@dataclass(frozen=True)
class Group:
    """Cells that advance together on the same rows; `wanted` are those whose outcome is not known yet."""

    cells: tuple[Cell, ...]
    wanted: frozenset[int]


def groups_of(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """Which cells advance together; it follows from the recipes alone, never from who runs them.

    How many share a product decides its last bits, so that groups which changed with the number of
    jobs would change the numbers.
    """
    alike: dict[object, list[Cell]] = {}
    for cell in cells:
        alike.setdefault(_company(cell), []).append(cell)
    found = []
    for together in alike.values():
        task = together[0].recipe.task
        # Where no classes are named the data decide; ten is a guess, and `lockstep.groups` knows better.
        logits = 1 if task.kind == "binary" else len(task.classes) or 10
        pieces = math.ceil(len(together) / max(1, MOST_LOGITS // logits))
        size, longer = divmod(len(together), pieces)
        ends = itertools.accumulate(size + (k < longer) for k in range(pieces))
        found += [tuple(together[a:b]) for a, b in itertools.pairwise([0, *ends])]
    # Groups on the same rows follow each other, so that the rows before can be let go.
    order = {settings: k for k, settings in enumerate(dict.fromkeys(map(_rows, cells)))}
    return sorted(found, key=lambda together: (order[_rows(together[0])], together[0].index))


def _rows(cell: Cell) -> object:
    return row_settings(cell.recipe)


def _company(cell: Cell) -> object:
    """Equal for cells that may go together; a solver that measures by itself has none."""
    recipe = cell.recipe
    if recipe.solver.name in ("lbfgs", "newton") or recipe.solver.gradient == "per-sample":
        return cell.index
    batches = (recipe.solver.batch_size, recipe.run.seed) if recipe.solver.batch_size else ()
    return row_settings(recipe), batches, recipe.objective.loss, recipe.evaluation.accuracy


def run_group(
    group: Group, threads: int, shelf: Shelf, dataset: Dataset | None, listener: Listener
) -> list[CellOutcome]:
    """Run the cells to their ends, as far as nobody cancels; whatever goes wrong is an outcome."""
    found: list[CellOutcome] = []

    def report(outcome: CellOutcome) -> None:
        if outcome.cell.index in group.wanted:
            found.append(outcome)
            if listener.on_outcome is not None:
                listener.on_outcome(outcome)

    if listener.cancelled():
        return found
    try:
        rows = shelf.rows(group.cells[0].recipe, dataset, listener.cancelled)
    except Cancelled:
        return found
    except Exception as error:
        for cell in group.cells:
            report(failure(cell, error))
        return found
    workers = Workers(threads)
    try:
        trainings: list[tuple[Cell, Training]] = []
        for cell in group.cells:
            try:
                trainings.append((cell, start(cell.recipe, rows, workers)))
            except Exception as error:
                report(failure(cell, error))
        for outcome in _outcomes(trainings, rows, listener):
            report(outcome)
    finally:
        workers.close()
    return found


def _outcomes(
    started: Sequence[tuple[Cell, Training]], rows: Rows, listener: Listener
) -> Iterator[CellOutcome]:
    """Each cell's outcome as it ends; none for those that were under way when somebody cancelled."""
    cell_of = {id(training): cell for cell, training in started}
    for trainings in groups([training for _, training in started]):
        waiting = {k: cell_of[id(training)] for k, training in enumerate(trainings)}
        feeds = [_Feed(cell.index, listener) for cell in waiting.values()]
        going = steps_together(trainings)
        while waiting:
            try:
                steps = next(going, None)
            except Exception as error:
                yield from (failure(cell, error) for cell in waiting.values())
                break
            for feed, step in zip(feeds, steps or (), strict=False):
                if step is not None:
                    feed.take(step)
            if listener.cancelled():
                return
            for k in [k for k in waiting if steps is None or trainings[k].reason is not None]:
                feeds[k].hand_over()
                yield _ended(waiting.pop(k), rows, trainings[k])


class _Feed:
    """Gathers a cell's rows for whoever draws them live."""

    def __init__(self, index: int, listener: Listener) -> None:
        self._index = index
        self._tell = listener.on_advance
        self._steps: list[Step] = []
        self._due = 0.0

    def take(self, step: Step) -> None:
        if self._tell is None:
            return
        self._steps.append(step)
        if time.monotonic() >= self._due:
            self.hand_over()

    def hand_over(self) -> None:
        if self._tell is not None and self._steps:
            self._tell(self._index, tuple(self._steps))
            self._steps.clear()
            self._due = time.monotonic() + _HAND_OVER


def _ended(cell: Cell, rows: Rows, training: Training) -> CellOutcome:
    try:
        result = conclude(cell.recipe, rows, training)
    except Exception as error:
        return failure(cell, error)
    for array in (result.model.weights, result.model.intercept):
        array.setflags(write=False)
    return CellOutcome(
        cell=cell,
        reason=result.reason,
        sentence=result.sentence,
        final=result.final,
        best=result.best,
        history=result.history,
        model=result.model,
        seconds=result.final.seconds,
    )


def failure(cell: Cell, error: Exception) -> CellOutcome:
    """A cell that could not be run, with a sentence that says why."""
    if isinstance(error, LabError):
        sentence = str(error)
    elif isinstance(error, MemoryError):
        sentence = "There is not enough memory for this run: take fewer rows, or fewer jobs."
    else:
        sentence = f"Something unforeseen went wrong with this run: {error!r}."
    return CellOutcome(cell, "failed", sentence)
