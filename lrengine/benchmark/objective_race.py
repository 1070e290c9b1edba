"""How soon the objective at which scikit-learn's lbfgs ends is reached."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.benchmark import ours, peers_sklearn, peers_torch
from lrengine.benchmark.definition import softmax_objective
from lrengine.benchmark.reach import Iterates, reach
from lrengine.benchmark.rounds import Clock, Contestant, Lap, race
from lrengine.benchmark.section import Section
from lrengine.benchmark.stage import Stage
from lrengine.losses import Softmax
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.threads import Workers, one_blas_thread

Array = NDArray[Any]

RELATIVE = 1e-4
TOLERANCE = 1e-4
MOST_ITERATIONS = 1000


def objective_race(stage: Stage, C: float) -> Section:
    """F = mean loss + ‖W‖²/(2 C n), which is scikit-learn's objective divided by C·n."""
    material = stage.material
    X, labels, k = material.X, material.labels, material.k
    l2 = 1.0 / (C * len(X))
    target: list[float] = []

    def value(weights: Array, intercept: Array) -> float:
        # Threads of NumPy's BLAS would spin on into the next contestant's time.
        with one_blas_thread():
            return softmax_objective(X, labels, weights, intercept, l2, with_gradient=False)[0]

    def gap(weights: Array, intercept: Array) -> dict[str, float]:
        """F relative to the target, in double precision."""
        return {"gap": value(weights, intercept) / target[0] - 1}

    workers = Workers(stage.threads)
    penalty = Penalty(0.0, l2, "half")
    quick_look = Objective(material.ten.train, labels, Softmax(), k, penalty=penalty, workers=workers)

    def is_there(weights: Array, intercept: Array) -> bool:
        """A quick look in single precision, then the definition's word."""
        theta = np.concatenate([weights.ravel(), intercept])
        quick = quick_look.value(theta, quick_look.measure(theta).risk)
        return quick <= target[0] * (1 + 1.1 * RELATIVE) and gap(weights, intercept)["gap"] <= RELATIVE

    def go(iterates: Iterates) -> Lap:
        return reach(iterates, is_there, figures=gap)

    def sklearn_lap(number: int) -> Lap:
        model = peers_sklearn.lbfgs(stage.effort.fit_iterations, C, TOLERANCE)
        clock = Clock()
        with clock:
            weights, intercept = peers_sklearn.fit(model, X, labels)
        if not target:
            target.append(value(weights, intercept))
        iterations = float(max(model.n_iter_))
        return Lap(clock.seconds, True, {**gap(weights, intercept), "iterations": iterations})

    def our_lap(number: int) -> Lap:
        changes = ours.settings_to_optimum(l2, MOST_ITERATIONS)
        return go(ours.iterates(material.ten_recipe, material.ten, changes, 1, stage.threads))

    settings = f"max_iter {stage.effort.fit_iterations}, tol {TOLERANCE:g}"
    # scikit-learn comes first: where it ends is everybody's goal.
    contestants = [
        Contestant(f"scikit-learn lbfgs, {settings}", "peer", sklearn_lap),
        Contestant(f"ours: {ours.OPTIMUM_SOLVER}", "ours", our_lap),
    ]
    if stage.with_torch:

        def torch_lap(number: int) -> Lap:
            return go(
                peers_torch.lbfgs_iterates(X, labels, k, l2=l2, iterations=MOST_ITERATIONS, line_search=True)
            )

        contestants.append(Contestant("PyTorch L-BFGS, strong Wolfe", "shown", torch_lap))
    try:
        entries = race(contestants, stage.effort.long_rounds, on_lap=stage.on_lap)
    finally:
        workers.close()
    ended = entries[0]
    return Section(
        key=f"objective C={C:g}",
        brief=f"objective, C = {C:g}",
        title=f"scikit-learn lbfgs's final objective at C = {C:g}, to {RELATIVE:g} relative",
        entries=entries,
        notes=(
            f"It ended at {target[0]:.6f} after {ended.figure('iterations'):.0f} iterations. The gap is F "
            "relative to that, in double precision; looking is charged to nobody.",
        ),
        figure=("gap", "+.0e"),
    )
