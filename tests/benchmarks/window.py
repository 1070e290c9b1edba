"""The window under load: event-loop gaps, repaints and iterations per second beside headless training.

    python tests/benchmarks/window.py [--seconds 10] [--threads 1 2] [--batches 0 256] [--json FILE]

Trains on the generated digits, full batch and in mini-batches, with every panel visible. Headless and
window rounds take turns, so that the ratio holds when the machine's speed drifts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time

import lrengine
from driving import (
    FULL_SPEED,
    Gaps,
    close_window,
    draw_three,
    live,
    open_window,
    spread,
    train,
    wait_for_analysis,
    write_report,
)


def headless(recipe, rows, threads, seconds):
    """Iterations a second of the bare training loop."""
    from lrengine.experiment import start
    from lrengine.threads import Workers

    workers = Workers(threads)
    training = start(recipe, rows, workers)
    began = time.perf_counter()
    iteration = 0
    for step in training.steps():
        iteration = step.iteration
        if time.perf_counter() - began > seconds:
            break
    workers.close()
    return iteration / (time.perf_counter() - began)


def in_window(window, seconds):
    """Iterations and repaints a second, and the gaps between turns of the event loop, in ms."""
    session = window.session
    train(window)
    live(1.5)
    gaps = Gaps()
    gaps.start()
    first, painted, began = session.run.updates, window.curves.repaints, time.perf_counter()
    live(seconds)
    spent = time.perf_counter() - began
    gaps.stop()
    made, drawn = session.run.updates - first, window.curves.repaints - painted
    window.actions_["pause_action"].trigger()
    return made / spent, drawn / spent, gaps.found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, nargs="*", help="of the training; each count is measured")
    parser.add_argument("--batches", type=int, nargs="*", default=[0, 256], help="rows a batch; 0 takes all")
    parser.add_argument("--json")
    chosen = parser.parse_args()

    from lrengine.threads import available_cores

    window = open_window()
    draw_three(window)
    report = {}
    for threads in chosen.threads or sorted({1, available_cores()}):
        for batch in chosen.batches:
            work = f"{threads} threads, {f'batches of {batch}' if batch else 'full batch'}"
            report[work] = measure(window, threads, batch, chosen.rounds, chosen.seconds)
    print(json.dumps(report, indent=2))
    write_report(report, chosen.json)
    close_window(window)
    return 0


def measure(window, threads: int, batch: int, rounds: int, seconds: float) -> dict:
    session = window.session
    session.change_settings(FULL_SPEED | {"run.threads": threads, "solver.batch_size": batch})
    wait_for_analysis(window)
    rows, recipe = session.rows, session.recipe
    bare, shown, painted, gaps = [], [], [], []
    for _ in range(rounds):
        bare.append(headless(recipe, rows, threads, seconds / 2))
        pace, repaints, gap = in_window(window, seconds)
        shown.append(pace)
        painted.append(repaints)
        gaps += gap
    ratios = [a / b for a, b in zip(shown, bare, strict=True)]
    return {
        "rows": len(rows.train),
        "iterations_per_second": {
            "window": statistics.median(shown),
            "headless": statistics.median(bare),
        },
        "window_to_headless": {
            "median": statistics.median(ratios),
            "min": min(ratios),
            "max": max(ratios),
        },
        "plot_repaints_per_second": statistics.median(painted),
        "event_loop_gap_ms": spread(gaps),
    }


if __name__ == "__main__":
    sys.exit(main())
