"""MNIST in the window: time from Train to 92 % test accuracy, and each pair of digits beside L-BFGS.

With --recipe, instead, that recipe as it stands: the whole time from Train, features and all, and where
it ends.

LOGITLAB_DATA_DIR=… python tests/benchmarks/mnist_window.py [--pairs 45]
LOGITLAB_DATA_DIR=… python tests/benchmarks/mnist_window.py --recipe softmax-histograms [--set KEY=VALUE …]
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time

import lrengine
from driving import close_window, open_window, wait

import numpy as np

LBFGS = {
    "solver.name": "lbfgs",
    "stopping.epochs": 0.0,
    "stopping.iterations": 300,
    "stopping.gradient_norm": 1e-4,
    "evaluation.every": 1000,
}


def time_to_92(window) -> float | None:
    """Seconds from pressing Train to the first row of at least 92 % that the window has."""
    session = window.session
    window.actions_["reset_action"].trigger()
    wait(lambda: session.run is not None and session.run.state == "ready" and len(session.run.history) == 1)
    began = time.perf_counter()
    window.actions_["train_action"].trigger()
    run = session.run
    reached = None
    while reached is None and run.state == "running":
        rows = len(run.history)
        wait(lambda rows=rows: len(run.history) > rows or run.state != "running")
        accuracy = run.history.column("test_accuracy")
        if len(accuracy) and np.nanmax(accuracy) >= 0.92:
            reached = time.perf_counter() - began
    window.actions_["pause_action"].trigger()
    return reached


def pair_accuracy(window, pair, changes) -> float:
    session = window.session
    session.change_settings({"task.classes": pair, **changes})
    wait(lambda: session.rows is not None)
    window.actions_["reset_action"].trigger()
    window.actions_["train_action"].trigger()
    wait(lambda: session.run.state == "finished")
    return session.run.test_accuracy()


def whole_run(window, recipe) -> None:
    """Print the seconds from choosing the recipe and pressing Train to the run's end, and its accuracy.

    Nothing of the recipe is prepared before: reading the images and making the features count.
    """
    session = window.session
    wait(lambda: session.rows is not None)
    began = time.perf_counter()
    session.open_recipe(recipe)
    window.actions_["train_action"].trigger()
    wait(lambda: session.run is not None and session.run.state == "running")
    first = time.perf_counter() - began
    run = session.run
    wait(lambda: run.state == "finished")
    spent = time.perf_counter() - began
    print(f"{len(run.rows.train):,} rows, {run.recipe.features.kind}: first row after {first:.1f} s, "
          f"{run.sentence} after {spent:.1f} s, test accuracy {run.test_accuracy():.2%}")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pairs", type=int, default=45)
    parser.add_argument("--recipe", help="a bundled recipe's name: only this one, whole")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="change a setting")
    chosen = parser.parse_args()
    from lrengine.settings import change, parse_assignment

    window = open_window()
    session = window.session
    if chosen.recipe:
        whole_run(window, change(window.recipes[chosen.recipe], dict(map(parse_assignment, chosen.set))))
        close_window(window)
        return 0
    session.open_recipe(
        change(
            window.recipes["softmax"],
            {"data.name": "mnist", "data.validation": 0, "evaluation.reveal_test": True},
        )
    )
    wait(lambda: session.rows is not None)
    times = [time_to_92(window) for _ in range(5)]
    print(f"{len(session.rows.train):,} rows; Train to 92 % test accuracy, seconds: "
          f"{', '.join(f'{t:.2f}' for t in times)}; median {statistics.median(times):.2f}")  # fmt: skip
    session.open_recipe(window.recipes["three-vs-five-mnist"])
    recipe = session.recipe
    gaps = []
    for pair in list(itertools.combinations(range(10), 2))[: chosen.pairs]:
        window.session.open_recipe(recipe)
        ours = pair_accuracy(window, pair, {})
        best = pair_accuracy(window, pair, LBFGS)
        gaps.append((ours - best, pair, ours, best))
    gaps.sort()
    print("pairs: our test accuracy minus L-BFGS's, percentage points: "
          f"lowest {100 * gaps[0][0]:+.2f} {gaps[0][1:]}, median {100 * gaps[len(gaps) // 2][0]:+.2f}, "
          f"highest {100 * gaps[-1][0]:+.2f} {gaps[-1][1:]}")  # fmt: skip
    close_window(window)
    return 0


if __name__ == "__main__":
    sys.exit(main())
