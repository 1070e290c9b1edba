"""What is known of a sweep's cells while they run and afterwards: what every picture of it reads."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from app.sweep.arrangement import Combination, arranged
from lrengine.history import NAN, History, Step
from lrengine.recipe import Recipe, Sweep
from lrengine.settings import all_settings, value_of
from lrengine.sweep.cells import Cell
from lrengine.sweep.outcome import CellOutcome, Outcomes

Status = Literal["waiting", "running", "done", "diverged", "failed"]
Column = Literal["risk", "accuracy", "weight_norm"]
COLUMNS: Final[Mapping[Column, str]] = {"risk": "Risk", "accuracy": "Accuracy", "weight_norm": "‖w‖"}


@dataclass(frozen=True)
class Spread:
    """Mean and standard deviation (n − 1; NaN for one) of `count` finite figures."""

    mean: float = NAN
    deviation: float = NAN
    count: int = 0


class SweepBook:
    """The cells of one sweep, the rows of those that run, and the outcomes of those that ended."""

    def __init__(self, recipe: Recipe, cells: Sequence[Cell]) -> None:
        self.recipe = recipe
        self.sweep: Sweep = recipe.sweep
        self.cells = tuple(cells)
        self.outcomes: dict[int, CellOutcome] = {}
        self.is_over = False
        self._live: dict[int, History] = {}
        self._newest: dict[tuple[int, str], float] = {}
        self._choice: tuple[Combination | None, int] | None = None
        self.dimensions, self.combinations = arranged(self.cells, recipe.sweep)
        self._owner = {index: combo.number for combo in self.combinations for index in combo.cells}

    # -- news ----------------------------------------------------------------------------------

    def note_advance(self, histories: Mapping[int, History]) -> None:
        self._live.update({k: rows for k, rows in histories.items() if k not in self.outcomes})
        self._newest.clear()

    def note_outcome(self, outcome: CellOutcome) -> None:
        """A cell that was cancelled is as if it had never begun."""
        if outcome.reason != "cancelled":
            self.outcomes[outcome.cell.index] = outcome
        self._live.pop(outcome.cell.index, None)
        self._newest.clear()
        self._choice = None

    def note_end(self) -> None:
        """Nothing runs any more: what was under way is given up."""
        self.is_over = True
        self._live.clear()
        self._newest.clear()

    # -- cells ---------------------------------------------------------------------------------

    def combination_of(self, index: int) -> Combination:
        return self.combinations[self._owner[index]]

    def next_cell(self, combo: Combination, selected: int | None) -> int:
        """The cell a click on a combination means: its first, or the one after the selected."""
        if selected in combo.cells:
            return combo.cells[(combo.cells.index(selected) + 1) % len(combo.cells)]
        return combo.cells[0]

    def status(self, index: int) -> Status:
        outcome = self.outcomes.get(index)
        if outcome is None:
            return "running" if index in self._live else "waiting"
        if outcome.failed:
            return "failed"
        return "diverged" if outcome.reason == "diverged" else "done"

    def status_of(self, combo: Combination) -> Status:
        """The combination's: what is under way before what has ended, then the worst."""
        found = {self.status(index) for index in combo.cells}
        order: tuple[Status, ...] = ("running", "waiting", "failed", "diverged", "done")
        if len(found) > 1 and "waiting" in found and "running" not in found and not self.is_over:
            return "running"
        return next(status for status in order if status in found)

    def history(self, index: int) -> History | None:
        outcome = self.outcomes.get(index)
        return self._live.get(index) if outcome is None else outcome.history

    def kept(self, index: int) -> Step | None:
        """The row whose weights the cell's model has."""
        outcome = self.outcomes.get(index)
        return None if outcome is None else outcome.kept

    def figure(self, index: int, name: str) -> float:
        """A figure of the kept row, as in "validation_risk", or the newest of a cell that runs."""
        kept = self.kept(index)
        if kept is not None:
            return float(getattr(kept, name))
        if (index, name) not in self._newest:
            history = self.history(index)
            self._newest[index, name] = history.last(name) if history is not None and len(history) else NAN
        return self._newest[index, name]

    def spread(self, combo: Combination, name: str) -> Spread:
        """Over the combination's cells that have ended well, or run."""
        status = {index: self.status(index) for index in combo.cells}
        figures = [self.figure(k, name) for k in combo.cells if status[k] in ("done", "running")]
        return _spread(figures)

    # -- the choice ----------------------------------------------------------------------------

    @property
    def has_validation(self) -> bool:
        """False where the sweep has no validation rows to choose by."""
        return any(math.isfinite(self.figure(k, "validation_risk")) for k in self.outcomes)

    def choice(self) -> Combination | None:
        """The best by validation of the combinations all of whose cells have ended well."""
        return self._chosen()[0]

    @property
    def tied(self) -> int:
        """How many combinations have the chosen one's accuracy, itself among them; see `Outcomes.tied`."""
        return self._chosen()[1]

    def _chosen(self) -> tuple[Combination | None, int]:
        if self._choice is None:
            whole = [c for c in self.combinations if self.status_of(c) == "done"]
            outcomes = Outcomes(self.recipe, tuple(self.outcomes[k] for combo in whole for k in combo.cells))
            index = outcomes.chosen
            self._choice = (None, 0) if index is None else (self.combination_of(index), outcomes.tied)
        return self._choice

    # -- whether these are results of other settings --------------------------------------------

    def belongs_to(self, recipe: Recipe) -> bool:
        """Whether the cells would be the same with `recipe`, apart from the settings that they set."""
        return _without(recipe, self._set_keys) == _without(self.recipe, self._set_keys)

    @property
    def _set_keys(self) -> frozenset[str]:
        keys = {axis.setting for axis in self.sweep.vary}
        keys |= {key for variant in self.sweep.variants for key in variant.set}
        return frozenset(keys)


def _without(recipe: Recipe, keys: Iterable[str]) -> list[object]:
    """The values that decide what is learnt, in order."""
    left_out = {*keys, "evaluation.reveal_test", "run.products", "run.threads"}
    return [value_of(recipe, setting.key) for setting in all_settings() if setting.key not in left_out]


def _spread(figures: Sequence[float]) -> Spread:
    finite = np.array([figure for figure in figures if math.isfinite(figure)])
    if not len(finite):
        return Spread()
    deviation = float(finite.std(ddof=1)) if len(finite) > 1 else NAN
    return Spread(float(finite.mean()), deviation, len(finite))
