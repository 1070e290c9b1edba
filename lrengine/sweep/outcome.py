"""What came of a sweep: an outcome for each cell, the means over repeats, and the one that is chosen."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from lrengine.experiment import FIGURES, figures_of
from lrengine.history import History, Step, finite_or_none
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.stopping import Reason
from lrengine.sweep.cells import Cell

CellReason = Reason | Literal["failed", "cancelled"]


@dataclass(frozen=True, eq=False)
class CellOutcome:
    """How one cell ended, for good or bad; its arrays are read-only.

    final, best  as in `experiment.Result`, test rows included; None where there is none
    reason       why it ended; a "failed" or "cancelled" cell has no figures
    model        the kept iterate; None without one
    seconds      spent on it
    """

    cell: Cell
    reason: CellReason
    sentence: str
    final: Step | None = None
    best: Step | None = None
    history: History = field(default_factory=History)
    model: Model | None = None
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        return self.reason == "failed"

    @property
    def ended_well(self) -> bool:
        """Whether its figures mean something."""
        return self.final is not None and self.reason != "diverged"

    @property
    def kept(self) -> Step | None:
        """The figures of the model: of the best iterate where the recipe has patience, else of the last."""
        return self.best if self.cell.recipe.stopping.patience else self.final

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.cell.name,
            "settings": dict(self.cell.settings),
            "seed": self.cell.seed,
            "final": figures_of(self.final) if self.final else None,
            "best": figures_of(self.best) if self.best else None,
            "stopped_because": self.reason,
            "sentence": self.sentence,
            "seconds": self.seconds,
        }


@dataclass(frozen=True)
class Spread:
    """Mean and sample standard deviation (n − 1) over repeats; `sd` is NaN for a single one."""

    mean: float
    sd: float

    def to_json(self) -> dict[str, float | None]:
        return {"mean": finite_or_none(self.mean), "sd": finite_or_none(self.sd)}


@dataclass(frozen=True)
class Group:
    """A combination of settings with all its repeats.

    runs    the cells' indices, the recipe's own seed first
    counted those of them that ended well, over which the figures are taken
    """

    name: str
    settings: Mapping[str, Any]
    runs: tuple[int, ...]
    counted: tuple[int, ...]
    final: Mapping[str, Spread]
    best: Mapping[str, Spread]
    kept: Mapping[str, Spread]

    def to_json(self) -> dict[str, Any]:
        spreads = {"final": self.final, "best": self.best}
        return {
            "name": self.name,
            "settings": dict(self.settings),
            "runs": list(self.runs),
            "counted": list(self.counted),
            **{key: {name: one.to_json() for name, one in of.items()} for key, of in spreads.items()},
        }


@dataclass(frozen=True, eq=False)
class Outcomes:
    """The outcomes of all cells, in the cells' order whatever finished first."""

    recipe: Recipe
    items: tuple[CellOutcome, ...]

    def groups(self) -> tuple[Group, ...]:
        """The repeats of each combination gathered, in the order of the first of them."""
        gathered: dict[tuple[Any, ...], list[CellOutcome]] = {}
        for item in self.items:
            gathered.setdefault(item.cell.combination, []).append(item)
        return tuple(map(_gather, gathered.values()))

    @property
    def chosen_group(self) -> int | None:
        """The group whose mean validation figure is best, that of the kept iterates.

        The recipe says which figure; equal accuracies are told apart by the risk, then by their order.
        Never one with a run that failed, diverged or is missing, and never by the test rows: without
        validation rows none is chosen.
        """
        by_risk = self.recipe.sweep.choose == "validation_risk"
        found, best = None, None
        for number, group in enumerate(self.groups()):
            if group.counted != group.runs:
                continue
            accuracy, risk = (group.kept[f"validation_{name}"].mean for name in ("accuracy", "risk"))
            if math.isnan(risk if by_risk else accuracy):
                continue
            # A risk beyond all numbers is the worst.
            least = -math.inf if math.isnan(risk) else -risk
            score = (least, 0.0) if by_risk else (accuracy, least)
            if best is None or score > best:
                found, best = number, score
        return found

    @property
    def tied(self) -> int:
        """How many groups share the chosen one's accuracy, itself among them; 0 where risk alone chooses."""
        chosen = self.chosen_group
        if chosen is None or self.recipe.sweep.choose == "validation_risk":
            return 0
        groups = [group for group in self.groups() if group.counted == group.runs]
        best = self.groups()[chosen].kept["validation_accuracy"].mean
        return sum(group.kept["validation_accuracy"].mean == best for group in groups)

    @property
    def chosen(self) -> int | None:
        """The index of the chosen run: of the chosen group the one with the recipe's own seed."""
        number = self.chosen_group
        return None if number is None else self.groups()[number].runs[0]

    @property
    def is_whole(self) -> bool:
        """Whether every cell has run to an end."""
        return all(item.reason != "cancelled" for item in self.items)

    def to_json(self) -> dict[str, Any]:
        """The contract of `logitlab sweep --json`."""
        return {
            "recipe": msgspec.to_builtins(self.recipe),
            "runs": [item.to_json() for item in self.items],
            "chosen": self.chosen,
            "groups": [group.to_json() for group in self.groups()],
        }


def _gather(items: list[CellOutcome]) -> Group:
    good = [item for item in items if item.ended_well]
    return Group(
        name=items[0].cell.title,
        settings=items[0].cell.settings,
        runs=tuple(item.cell.index for item in items),
        counted=tuple(item.cell.index for item in good),
        final=_spreads([item.final for item in good if item.final]),
        best=_spreads([item.best for item in good if item.best]),
        kept=_spreads([item.kept for item in good if item.kept]),
    )


def _spreads(steps: list[Step]) -> dict[str, Spread]:
    return {name: _spread([getattr(step, name) for step in steps]) for name in FIGURES} if steps else {}


def _spread(values: list[float]) -> Spread:
    if not all(map(math.isfinite, values)):
        return Spread(math.nan, math.nan)
    return Spread(statistics.fmean(values), statistics.stdev(values) if len(values) > 1 else math.nan)
