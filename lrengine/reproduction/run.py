"""Run what claims need, each recipe once, and measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from lrengine.data.dataset import Dataset
from lrengine.data.mnist import find_mnist
from lrengine.errors import Cancelled, LabError
from lrengine.experiment import load_dataset
from lrengine.history import Step
from lrengine.recipe import Recipe
from lrengine.recipe_files import find_recipe
from lrengine.reproduction.claim import Claim, Finding, Need
from lrengine.settings import change
from lrengine.sweep.cells import cells_of
from lrengine.sweep.outcome import CellOutcome, Outcomes
from lrengine.sweep.schedule import run_cells

SEEDS = 5


@dataclass(frozen=True)
class Needed:
    """A recipe that is to run, and how many runs it is."""

    need: Need
    recipe: Recipe
    runs: int


def recipe_for(need: Need, seeds: int | None = None) -> Recipe:
    """The recipe of a need; `seeds` replaces the number of repeats wherever there are any."""
    recipe = change(find_recipe(need.recipe), dict(need.changes))
    repeats = recipe.sweep.repeats
    if need.repeated:
        repeats = seeds or max(repeats, SEEDS)
    elif repeats > 1:
        repeats = seeds or repeats
    return msgspec.structs.replace(recipe, sweep=msgspec.structs.replace(recipe.sweep, repeats=repeats))


def needed_by(claims: Sequence[Claim], seeds: int | None = None) -> tuple[Needed, ...]:
    """Each need of the claims once, in their order; raises LabError where MNIST is needed and not here."""
    needs = dict.fromkeys(need for claim in claims for need in claim.needs)
    found = []
    for need in needs:
        recipe = recipe_for(need, seeds)
        found.append(Needed(need, recipe, len(cells_of(recipe))))
    if any(one.recipe.data.name == "mnist" for one in found):
        find_mnist()
    return tuple(found)


def reproduce(
    claims: Sequence[Claim],
    seeds: int | None = None,
    *,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Finding, ...]:
    """Our figure for every claim.

    seeds     runs of whatever is random; without it five, or what the recipe says
    progress  called with the share done, 0 to 1, and the recipe's name, from whichever thread trains
    Raises LabError without MNIST where it is needed or if a recipe cannot be run, Cancelled once
    `cancelled` is true.
    """
    needed = needed_by(claims, seeds)
    total, done = sum(one.runs for one in needed), 0
    outcomes: dict[Need, Outcomes] = {}
    mnist: Dataset | None = None
    for one in needed:
        dataset = None
        if one.recipe.data.name == "mnist":
            mnist = dataset = mnist if mnist is not None else load_dataset(one.recipe)
        watch = _Watch(one, done, total, progress)
        outcomes[one.need] = run_cells(
            one.recipe,
            jobs=1 if one.need.alone else 0,
            dataset=dataset,
            on_advance=watch.advance,
            on_outcome=watch.take,
            cancelled=cancelled,
        )
        _check(one, outcomes[one.need])
        done += one.runs
    return tuple(_measure(claim, [outcomes[need] for need in claim.needs]) for claim in claims)


def _measure(claim: Claim, outcomes: Sequence[Outcomes]) -> Finding:
    ours = claim.measure(*outcomes)
    return Finding(claim, ours, bool(claim.agrees(ours)))


def _check(one: Needed, outcomes: Outcomes) -> None:
    """Every cell must have run; one that diverges has, because some are meant to."""
    if not outcomes.is_whole:
        raise Cancelled
    for item in outcomes.items:
        if item.failed:
            raise LabError(f"{one.need.recipe}, {item.cell.name}: {item.sentence}")


class _Watch:
    """Turns rows and outcomes into a share of all runs."""

    def __init__(
        self, one: Needed, before: int, total: int, progress: Callable[[float, str], None] | None
    ) -> None:
        self._one = one
        self._before = before
        self._total = total
        self._progress = progress
        self._limits = [cell.recipe.stopping for cell in cells_of(one.recipe)]
        self._shares = [0.0] * one.runs

    def advance(self, index: int, steps: tuple[Step, ...]) -> None:
        limits, step = self._limits[index], steps[-1]
        reached = ((step.iteration, limits.iterations), (step.epoch, limits.epochs))
        self._tell(index, max((done / limit for done, limit in reached if limit), default=0.0))

    def take(self, outcome: CellOutcome) -> None:
        self._tell(outcome.cell.index, 1.0)

    def _tell(self, index: int, share: float) -> None:
        if self._progress is not None:
            self._shares[index] = min(share, 1.0)
            self._progress((self._before + sum(self._shares)) / self._total, self._one.need.recipe)
