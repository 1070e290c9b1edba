"""Runs that share rows, advanced together or one after another: seconds, and the ratio.

    python tests/benchmarks/lockstep.py [--rounds 5] [--iterations 0] [--json FILE]

Both sweeps of "Logistic Regression from Scratch on MNIST" (ten rates, 6,107 rows) and of "Logistic
and Softmax Regression for Handwritten Digits Classification" (seven λ of L2, then of L1, 4,005 rows), with
two threads in all. Schedules are interleaved in each round: together; one after another with two
threads each; two at a time with one thread each. The ratio is that of the best of the latter two to
the first, round by round. Needs MNIST (LOGITLAB_DATA_DIR).
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import lrengine
from lrengine.experiment import Rows, load_dataset, prepare, start
from lrengine.lockstep import groups, steps_together
from lrengine.recipe import Recipe
from lrengine.settings import change
from lrengine.threads import Workers, one_blas_thread

THREADS = 2
RATES = (1e-6, 5e-6, 1e-5, 2e-5, 2.5e-5, 3e-5, 3.5e-5, 5e-5, 1e-4, 1e-3)
STRENGTHS = (1.0, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0001)

RAW = {
    "data.name": "mnist", "data.train": 6107, "data.validation": 2000, "data.order": "file",
    "data.scale": "raw", "task.kind": "binary", "task.classes": (3, 5), "task.intercept": False,
    "stopping.iterations": 500,
}  # fmt: skip
PAIR = {
    "data.name": "mnist", "data.train": "first:20000", "data.validation": "first:0.1",
    "data.test": "last:2000", "data.order": "file", "task.kind": "binary", "task.classes": (2, 3),
    "objective.l2_convention": "sum", "solver.learning_rate": 0.05, "stopping.iterations": 1000,
    "evaluation.reveal_test": True,
}  # fmt: skip
SWEEPS = {
    "ten rates, 3 v 5": (RAW, "solver.learning_rate", RATES),
    "seven L2, 2 v 3": (PAIR, "objective.l2", STRENGTHS),
    "seven L1, 2 v 3": (PAIR, "objective.l1", STRENGTHS),
}


def together(recipes: Sequence[Recipe], rows: Rows) -> None:
    workers = Workers(THREADS)
    try:
        for group in groups([start(recipe, rows, workers) for recipe in recipes]):
            for _ in steps_together(group):
                pass
    finally:
        workers.close()


def one_after_another(recipes: Sequence[Recipe], rows: Rows, threads: int = THREADS) -> None:
    workers = Workers(threads)
    try:
        for recipe in recipes:
            for _ in start(recipe, rows, workers).steps():
                pass
    finally:
        workers.close()


def two_at_a_time(recipes: Sequence[Recipe], rows: Rows) -> None:
    with one_blas_thread(), ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda recipe: one_after_another([recipe], rows, 1), recipes))


SCHEDULES: dict[str, Callable[[Sequence[Recipe], Rows], None]] = {
    "together": together,
    "one after another, 2 threads each": one_after_another,
    "two at a time, 1 thread each": two_at_a_time,
}


def measure(base: Recipe, setting: str, values: Sequence[float], rounds: int) -> dict[str, object]:
    rows = prepare(base, load_dataset(base))
    recipes = [change(base, {setting: value}) for value in values]
    warm = [change(recipe, {"stopping.iterations": 5}) for recipe in recipes]
    for schedule in SCHEDULES.values():
        schedule(warm, rows)
    seconds: dict[str, list[float]] = {name: [] for name in SCHEDULES}
    for _ in range(rounds):
        for name, schedule in SCHEDULES.items():
            began = time.perf_counter()
            schedule(recipes, rows)
            seconds[name].append(time.perf_counter() - began)
    first, *others = SCHEDULES
    ratios = [min(seconds[name][k] for name in others) / seconds[first][k] for k in range(rounds)]
    return {
        "rows": len(rows.train),
        "iterations": base.stopping.iterations,
        "seconds": {name: statistics.median(times) for name, times in seconds.items()},
        "ratio": statistics.median(ratios),
        "ratios": ratios,
    }


def main() -> None:
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--iterations", type=int, default=0, help="instead of the sweeps' own")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    found = {}
    for name, (settings, setting, values) in SWEEPS.items():
        base = change(Recipe(), settings)
        if chosen.iterations:
            base = change(base, {"stopping.iterations": chosen.iterations})
        found[name] = result = measure(base, setting, values, chosen.rounds)
        print(f"{name}: {result['rows']:,} rows, {result['iterations']:,} iterations each, medians")
        for schedule, seconds in result["seconds"].items():
            print(f"  {schedule:36} {seconds:7.2f} s")
        spread = ", ".join(f"{ratio:.2f}" for ratio in sorted(result["ratios"]))
        print(f"  best of the others ÷ together       {result['ratio']:8.2f}  ({spread})", flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
