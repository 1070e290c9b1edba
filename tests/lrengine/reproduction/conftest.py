"""Outcomes made up from figures, so that claims can be tested without training."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from lrengine.features import Pixels
from lrengine.history import History, Step
from lrengine.model import Model
from lrengine.reproduction.claim import Need
from lrengine.reproduction.run import recipe_for
from lrengine.sweep.cells import Cell, cells_of
from lrengine.sweep.outcome import CellOutcome, Outcomes

# Figures of a cell: columns of a Step, and beside them reason, sentence, weights, the risks of each
# iteration, and the pace: seconds from one to the next.
Figures = Mapping[str, Any]
Make = Callable[..., Outcomes]


@pytest.fixture
def make_outcomes() -> Make:
    """A maker of a need's outcomes: `figures_of` gives those of each cell."""

    def make(need: Need, figures_of: Callable[[Cell], Figures], seeds: int | None = None) -> Outcomes:
        recipe = recipe_for(need, seeds)
        return Outcomes(recipe, tuple(_outcome(cell, dict(figures_of(cell))) for cell in cells_of(recipe)))

    return make


def _outcome(cell: Cell, figures: dict[str, Any]) -> CellOutcome:
    history = History()
    pace = figures.pop("pace", 1.0)
    for iteration, risk in enumerate(figures.pop("risks", ())):
        history.append(Step(iteration, iteration, pace * iteration, batch_risk=risk, train_risk=risk))
    own = {name: figures.pop(name) for name in ("reason", "sentence") if name in figures}
    weights = np.atleast_2d(np.asarray(figures.pop("weights", [0.0, 1.0]), float))
    step = Step(iteration=max(len(history) - 1, 0), epoch=1.0, seconds=1.0, **figures)
    model = Model(
        Pixels("unit", 1.0, (weights.shape[1],)), weights, np.zeros(len(weights)), ("0", "1"), cell.recipe
    )
    ends = {"reason": "iterations", "sentence": "Done.", **own}
    return CellOutcome(cell, final=step, best=step, history=history, model=model, **ends)
