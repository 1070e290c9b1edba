"""One iteration of binary descent on raw pixels: ours, plain NumPy, and a loop over single rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from lrengine.benchmark import ours, peers_numpy
from lrengine.benchmark.agreement import Agreement, Opinion, compare
from lrengine.benchmark.definition import binary_objective
from lrengine.benchmark.rounds import Contestant, Lap, Role, race, timed
from lrengine.benchmark.row_by_row import gradient_row_by_row
from lrengine.benchmark.section import Section
from lrengine.benchmark.stage import Stage
from lrengine.losses import Logistic
from lrengine.objective import Objective
from lrengine.threads import Workers

# Stable on raw pixels, whichever the rows.
RATE = 1e-6
SPREAD, SEED = 1e-3, 4
PLAIN = "plain NumPy, risk and gradient"
IN_LONGDOUBLE = "loop over single rows, longdouble"
WIDE: tuple[type[Any], ...] = (np.float64, np.longdouble)


class PairTask:
    """3 v 5, labels ±1, no intercept."""

    def __init__(self, stage: Stage) -> None:
        self._rows, self._recipe = stage.material.pair, stage.material.pair_recipe
        self._iterations, self._row_iterations = stage.effort.pair_iterations, stage.effort.row_iterations
        self.X = stage.material.X_pair
        self._labels = self._rows.split.train.labels
        self._signs = (2 * self._labels - 1).astype(self.X.dtype)
        self._wide: dict[type[Any], Any] = {kind: self.X.astype(kind) for kind in WIDE}
        self.workers = Workers(stage.threads)

    def agreements(self) -> list[Agreement]:
        """Everybody beside the definition; LabError where one is off."""
        rng = np.random.default_rng(SEED)
        w = np.asarray(SPREAD * rng.standard_normal(self.X.shape[1]), self.X.dtype)
        definition = binary_objective(self.X, self._signs, w)
        rows = self._rows.train
        objective = Objective(rows, self._labels, Logistic(), 1, intercept=False, workers=self.workers)
        gradient = np.empty_like(w)
        opinions = [Opinion("Logit Lab", objective.measure(w, gradient).risk, gradient)]
        risk, slope = peers_numpy.binary_risk_and_gradient(self.X, self._signs, w)
        opinions.append(Opinion("plain NumPy", risk, slope))
        alone = peers_numpy.binary_gradient(self.X, self._signs, w)
        opinions.append(Opinion("plain NumPy, gradient alone", None, alone))
        for kind, X in self._wide.items():
            rows = gradient_row_by_row(X, self._signs.astype(kind), w.astype(kind)[None])
            opinions.append(Opinion(f"row by row in {kind.__name__}", None, rows))
        return compare("two-class", Opinion("definition", *definition), opinions)

    def ours(self, iterations: int) -> None:
        changes = {"solver.learning_rate": RATE, "stopping.iterations": iterations}
        ours.train(self._recipe, self._rows, changes, self.workers)

    def plain(self, iterations: int) -> None:
        w, rate = np.zeros(self.X.shape[1], self.X.dtype), self.X.dtype.type(RATE)
        risks = []
        for _ in range(iterations):
            risk, gradient = peers_numpy.binary_risk_and_gradient(self.X, self._signs, w)
            risks.append(risk)
            w -= rate * gradient

    def plain_without_risk(self, iterations: int) -> None:
        w, rate = np.zeros(self.X.shape[1], self.X.dtype), self.X.dtype.type(RATE)
        for _ in range(iterations):
            w -= rate * peers_numpy.binary_gradient(self.X, self._signs, w)

    def row_by_row(self, kind: type[Any]) -> None:
        X, signs = self._wide[kind], self._signs.astype(kind)
        w = np.zeros((1, X.shape[1]), kind)
        for _ in range(self._row_iterations):
            w = w - kind(RATE) * gradient_row_by_row(X, signs, w)


def pair_race(stage: Stage, task: PairTask) -> Section:
    """Seconds per iteration of each."""
    several, few = stage.effort.pair_iterations, stage.effort.row_iterations

    def each(work: Callable[[], None], iterations: int, number: int) -> Lap:
        return Lap(timed(work).seconds / iterations)

    def many(name: str, role: Role, work: Callable[[int], None]) -> Contestant:
        return Contestant(name, role, partial(each, partial(work, several), several))

    def rows(name: str, kind: type[Any]) -> Contestant:
        return Contestant(name, "shown", partial(each, partial(task.row_by_row, kind), few))

    entries = race(
        [
            many("ours, the whole training loop", "ours", task.ours),
            many(PLAIN, "peer", task.plain),
            many("plain NumPy, gradient alone", "shown", task.plain_without_risk),
            rows("loop over single rows, float64", np.float64),
            rows(IN_LONGDOUBLE, np.longdouble),
        ],
        stage.effort.rounds,
        warm_up=True,
        on_lap=stage.on_lap,
    )
    n, d = task.X.shape
    read, _, thin = stage.limits.seconds(task.X.nbytes, 4.0 * n * d)
    mine, plain = entries[0].median, entries[1].median
    return Section(
        key="pair",
        brief="3 v 5",
        title=f"One iteration of 3 v 5 on raw pixels, {n:,} × {d}, one logit",
        entries=entries,
        notes=(
            f"Ours {1 / mine:,.0f} iterations a second, plain NumPy {1 / plain:,.0f}. Ours measures risk and "
            "accuracy at each and keeps a row of its history; the loops compute the gradient alone, as "
            '"Logistic Regression from Scratch on MNIST" does in longdouble.',
            f"Limit: {task.X.nbytes / 1e6:.0f} MB read once from memory {1000 * read:.3f} ms, less where a "
            f"cache holds them; {4e-6 * n * d:.0f} MFLOP {1000 * thin:.3f} ms as thin products.",
        ),
        highlights=(PLAIN, IN_LONGDOUBLE),
    )
