"""How much a benchmark may take: rows, rounds and repetitions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """What one run of the benchmark spends.

    rows, test_rows    of the ten-class task; the data's own where they hold fewer
    pair_rows          of the two-class task
    images             to make features of
    rounds             of the races that take milliseconds
    long_rounds        of those that take seconds
    accuracy_rounds    of the one for accuracy, each with a seed of its own
    repetitions        of a gradient in one round
    pair_iterations    of the two-class task in one round
    row_iterations     of the loop over single rows in one round
    sweep_iterations   of each learning rate
    fit_iterations     allowed to scikit-learn's lbfgs where its objective is the goal
    megabytes          of the array read to measure the memory
    goals              test accuracy to reach, for MNIST and for generated digits
    """

    rows: int
    test_rows: int
    pair_rows: int
    images: int
    rounds: int
    long_rounds: int
    accuracy_rounds: int
    repetitions: int
    pair_iterations: int
    row_iterations: int
    sweep_iterations: int
    fit_iterations: int
    megabytes: int
    goals: tuple[float, float]


FULL = Effort(
    rows=60_000, test_rows=10_000, pair_rows=6107, images=60_000,
    rounds=7, long_rounds=3, accuracy_rounds=5,
    repetitions=4, pair_iterations=200, row_iterations=1, sweep_iterations=100, fit_iterations=100,
    megabytes=512, goals=(0.92, 0.80),
)  # fmt: skip
QUICK = Effort(
    rows=2_000, test_rows=500, pair_rows=300, images=500,
    rounds=3, long_rounds=1, accuracy_rounds=1,
    repetitions=2, pair_iterations=20, row_iterations=1, sweep_iterations=5, fit_iterations=20,
    megabytes=32, goals=(0.70, 0.50),
)  # fmt: skip
