"""The time to scikit-learn's own final objective: its seconds, ours, and the ratio.

    python tests/benchmarks/optimum.py [--rounds 3] [--strengths 1 0.01] [--iterations 100] [--json FILE]

Softmax regression on the 60,000 digits of MNIST, pixels 0 to 1 in float32, two threads for both:
LogisticRegression(C, solver="lbfgs", tol=1e-4) with so many iterations at most, and Newton's method to
the first iterate within 1e-4 of the objective that it ends at, both as C Σ loss + ½‖W‖², divided by C n.
Objectives are measured by the same code in float64. Rounds are interleaved; medians. Needs MNIST
(LOGITLAB_DATA_DIR).
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import warnings
from pathlib import Path

import lrengine
from lrengine.experiment import load_dataset, prepare, start
from lrengine.objective import Objective
from lrengine.optimum import find_optimum
from lrengine.recipe import Recipe
from lrengine.settings import change
from lrengine.threads import Workers

import numpy as np

THREADS = 2
TOLERANCE = 1e-4


def scikit_learn(objective: Objective, C: float, iterations: int) -> tuple[float, np.ndarray, int]:
    """Seconds, θ and iterations of LogisticRegression."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=C, solver="lbfgs", tol=1e-4, max_iter=iterations)
    with warnings.catch_warnings():
        # That it has not converged after max_iter iterations is theirs to say.
        warnings.simplefilter("ignore")
        began = time.perf_counter()
        model.fit(objective.features, objective.labels)
        seconds = time.perf_counter() - began
    return seconds, np.concatenate([model.coef_.ravel(), model.intercept_]), int(model.n_iter_[0])


def exact_value(objective: Objective, theta: np.ndarray) -> float:
    """F(θ) in float64, a part of the rows at a time."""
    wide, total = theta.astype(np.float64), 0.0
    for begin in range(0, objective.n, 10_000):
        rows = slice(begin, begin + 10_000)
        weights, intercept = objective.unpack(wide)
        logits = weights @ objective.features[rows].astype(np.float64).T + intercept[:, None]
        total += objective.loss.risk_and_residual(logits, objective.targets[rows])
    return objective.value(wide, total / objective.n)


def measure(objective: Objective, C: float, iterations: int, rounds: int) -> dict[str, object]:
    theirs, ours, values, taken = [], [], [], []
    for _ in range(rounds):
        seconds, theta, count = scikit_learn(objective, C, iterations)
        target = exact_value(objective, theta)
        began = time.perf_counter()
        found = find_optimum(objective, target=target, tolerance=TOLERANCE)
        ours.append(time.perf_counter() - began)
        theirs.append(seconds)
        value = exact_value(objective, found.theta)
        if value > target * (1 + 1.01 * TOLERANCE):
            raise SystemExit(f"C = {C:g}: {value:.8f} was reached, not scikit-learn's {target:.8f}.")
        values.append((target, value))
        taken.append((count, found.iterations))
    best = find_optimum(objective, tolerance=1e-6)
    return {
        "C": C,
        "scikit_learn_seconds": statistics.median(theirs),
        "seconds": statistics.median(ours),
        "ratio": statistics.median(a / b for a, b in zip(theirs, ours, strict=True)),
        "ratios": [a / b for a, b in zip(theirs, ours, strict=True)],
        "scikit_learn_iterations": taken[-1][0],
        "iterations": taken[-1][1],
        "scikit_learn_objective": values[-1][0],
        "objective": values[-1][1],
        "optimum": exact_value(objective, best.theta),
        "optimum_seconds": best.seconds,
        "optimum_gap": best.gap,
    }


def main() -> None:
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--strengths", type=float, nargs="+", default=[1.0, 0.01], metavar="C")
    parser.add_argument("--iterations", type=int, default=100, help="scikit-learn's max_iter")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    plain = {"data.name": "mnist", "data.validation": 0, "data.order": "file", "solver.name": "newton"}
    recipe = change(Recipe(), plain)
    rows, workers, found = prepare(recipe, load_dataset(recipe)), Workers(THREADS), []
    try:
        for C in chosen.strengths:
            strength = {"objective.l2": 1 / (C * len(rows.train))}
            objective = start(change(recipe, strength), rows, workers).objective
            find_optimum(objective, iterations=1)
            found.append(result := measure(objective, C, chosen.iterations, chosen.rounds))
            print(
                f"C = {C:g}: scikit-learn {result['scikit_learn_seconds']:.2f} s, "
                f"{result['scikit_learn_iterations']} iterations to {result['scikit_learn_objective']:.6f}; "
                f"ours {result['seconds']:.2f} s, {result['iterations']} to {result['objective']:.6f}; "
                f"ratio {result['ratio']:.1f} ({', '.join(f'{r:.1f}' for r in sorted(result['ratios']))}); "
                f"optimum {result['optimum']:.6f} in {result['optimum_seconds']:.2f} s, "
                f"proved within {result['optimum_gap']:.1e}",
                flush=True,
            )
    finally:
        workers.close()
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
