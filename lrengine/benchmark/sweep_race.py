"""Ten learning rates on the same rows: together, and one at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from lrengine.benchmark import ours
from lrengine.benchmark.rounds import Contestant, Lap, race, timed
from lrengine.benchmark.section import Section
from lrengine.benchmark.stage import Stage
from lrengine.errors import LabError
from lrengine.settings import change
from lrengine.threads import Workers

# Those of "Logistic Regression from Scratch on MNIST".
RATES = (1e-6, 5e-6, 1e-5, 2e-5, 2.5e-5, 3e-5, 3.5e-5, 5e-5, 1e-4, 1e-3)
# The longer rates leap about, and there the last digits decide; these descend.
STABLE = 2
TOLERANCE = 1e-3


def sweep_race(stage: Stage) -> Section:
    """The whole sweep by each schedule; LabError if the schedules do not give the same weights."""
    material, threads, iterations = stage.material, stage.threads, stage.effort.sweep_iterations
    base = change(material.pair_recipe, {"stopping.iterations": iterations, "evaluation.every": 1_000_000})
    recipes = [change(base, {"solver.learning_rate": rate}) for rate in RATES]
    rows = material.pair
    workers = Workers(threads)

    def together() -> list[ours.Array]:
        return ours.train_together(recipes, rows, workers)

    def apart() -> list[ours.Array]:
        return [ours.train(recipe, rows, {}, workers) for recipe in recipes]

    def side_by_side() -> list[ours.Array]:
        return ours.train_side_by_side(recipes, rows, threads)

    def lap(work: Callable[[], object], number: int) -> Lap:
        return timed(work)

    try:
        for one, other in list(zip(together(), apart(), strict=True))[:STABLE]:
            if not np.abs(one - other).max() <= TOLERANCE * np.abs(other).max():
                raise LabError(
                    "Runs advanced together do not have the weights they have alone, so no time is given: "
                    "report this with the versions of NumPy and Logit Lab."
                )
        entries = race(
            [
                Contestant("ours, together", "ours", partial(lap, together)),
                Contestant(f"ours, one after another, {threads} threads", "shown", partial(lap, apart)),
                Contestant(
                    f"ours, {threads} at a time, one thread each", "shown", partial(lap, side_by_side)
                ),
            ],
            max(stage.effort.long_rounds, 1),
            on_lap=stage.on_lap,
        )
    finally:
        workers.close()
    return Section(
        key="sweep",
        brief="ten rates",
        title=f"Ten learning rates, {iterations} iterations each, on the rows of 3 v 5",
        entries=entries,
        highlights=tuple(entry.name for entry in entries[1:]),
    )
