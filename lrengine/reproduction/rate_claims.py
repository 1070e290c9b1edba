"""Claims of "Logistic Regression from Scratch on MNIST": ten rates on raw pixels, and a loop over rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lrengine.reproduction.claim import Claim, Figure, Need
from lrengine.reproduction.reading import bare, history, mean, plain, runs, values
from lrengine.sweep.outcome import Outcomes

SOURCE = "Logistic Regression from Scratch on MNIST"
RATE = "solver.learning_rate"
SWEEP = (Need("learning-rate-sweep"),)
LOOP = (Need("per-sample-gradient", alone=True),)
GUESSING = float(np.log(2))

# Training and validation risk by rate; up to the fifth one descent is stable and the figures can be compared.
PRINTED = {
    1e-6: (0.1381, 0.1454),
    5e-6: (0.1125, 0.1287),
    1e-5: (0.1033, 0.1260),
    2e-5: (0.0946, 0.1263),
    2.5e-5: (0.0919, 0.1270),
    3e-5: (0.1207, 0.1711),
    3.5e-5: (0.0870, 0.1328),
    5e-5: (0.0866, 0.1516),
    1e-4: (0.1314, 0.2754),
    1e-3: (3.3060, 5.2962),
}
RATES = tuple(PRINTED)
STABLE = RATES[:5]
NEAR = 0.03


def _row(rate: float) -> Claim:
    printed = PRINTED[rate]
    stable = rate in STABLE

    def measure(outcomes: Outcomes) -> Figure:
        found = tuple(mean(outcomes, column, {RATE: rate}) for column in ("train_risk", "validation_risk"))
        return Figure(f"{bare(found[0])} / {bare(found[1])}", found)

    def is_near(figure: Figure) -> bool:
        return all(
            abs(ours / theirs - 1) <= NEAR for ours, theirs in zip(figure.values, printed, strict=True)
        )

    def is_beyond(figure: Figure) -> bool:
        # Right of the U's bottom, and up.
        return figure.values[1] > PRINTED[1e-5][1]

    return Claim(
        SOURCE,
        f"Rate {plain(rate)}: training / validation risk",
        f"{bare(printed[0])} / {bare(printed[1])}",
        SWEEP,
        measure,
        is_near if stable else is_beyond,
        differs=f"the source's shuffle is not known; more than {NEAR:.0%} apart" if stable else "",
        note="" if stable else "above the stable rates the last digits decide, so it can agree in kind only",
    )


def _chosen(outcomes: Outcomes) -> Figure:
    if outcomes.chosen is None:
        return Figure("none")
    rate = float(outcomes.items[outcomes.chosen].cell.settings[RATE])
    return Figure(plain(rate), (rate,))


def _is_next_to(figure: Figure) -> bool:
    places = [RATES.index(value) for value in figure.values if value in RATES]
    return bool(places) and abs(places[0] - RATES.index(1e-5)) <= 1


def _at_theirs(column: str) -> Callable[[Outcomes], Figure]:
    def measure(outcomes: Outcomes) -> Figure:
        found = values(outcomes, column, {RATE: 1e-5})
        return Figure(bare(found[0]), found)

    return measure


def _shape(outcomes: Outcomes) -> Figure:
    train = [mean(outcomes, "train_risk", {RATE: rate}) for rate in STABLE]
    held_out = [mean(outcomes, "validation_risk", {RATE: rate}) for rate in RATES]
    lowest = int(np.argmin(held_out))
    falls = "falls" if (np.diff(train) < 0).all() else "does not fall"
    if 0 < lowest < len(RATES) - 1:
        turn = f"turns up after {plain(RATES[lowest])}, from {bare(held_out[lowest])} to {bare(held_out[-1])}"
    else:
        turn = "does not turn"
    return Figure(f"training {falls}, validation {turn}", (*np.diff(train), float(lowest)))


def _is_u(figure: Figure) -> bool:
    *train, lowest = figure.values
    return max(train) < 0 and 0 < lowest < len(RATES) - 1


def _runaway(outcomes: Outcomes) -> Figure:
    risk = mean(outcomes, "validation_risk", {RATE: 1e-3})
    return Figure(f"{bare(risk)} on validation, guessing is {bare(GUESSING)}", (risk,))


def _monotone(outcomes: Outcomes) -> Figure:
    falls = np.diff(history(outcomes, "train_risk", {RATE: 1e-5}))
    rising = int((falls >= 0).sum())
    return Figure(f"{rising} of {len(falls):,} steps rise", (float(rising),))


def _apart(outcomes: Outcomes) -> Figure:
    """Largest relative difference of any risk and of the weights."""
    together, single = (runs(outcomes, name)[0] for name in ("All rows at once", "Row by row"))
    assert together.model is not None and single.model is not None
    gaps = [
        float(np.max(np.abs(ours - theirs)) / np.max(np.abs(theirs)))
        for ours, theirs in (
            (together.history.column("train_risk"), single.history.column("train_risk")),
            (together.model.weights, single.model.weights),
        )
    ]
    return Figure(f"{max(gaps):.0e} apart after {len(together.history) - 1} steps", (max(gaps),))


def _slower(variant: str) -> Callable[[Outcomes], Figure]:
    def measure(outcomes: Outcomes) -> Figure:
        seconds = [
            runs(outcomes, name)[0].history.column("seconds") for name in ("All rows at once", variant)
        ]
        # The median step: the first and the last are measured on other rows, too.
        together, single = (float(np.median(np.diff(of))) for of in seconds)
        times = single / together
        return Figure(f"{times:.0f} times as long", (times,))

    return measure


CLAIMS = (
    *map(_row, RATES),
    Claim(
        SOURCE, "Rate of the lowest validation risk", "1e-5", SWEEP, _chosen, _is_next_to, must=True,
        note="one step of the table more or less is let pass",
    ),
    Claim(
        SOURCE, "Risk over the rates", "training falls, validation turns up after 1e-5", SWEEP, _shape, _is_u,
        must=True,
    ),
    Claim(
        SOURCE, "Rate .001 blows up", "5.2962 on validation, worse than guessing", SWEEP, _runaway,
        lambda figure: not figure.mean <= GUESSING, must=True,
    ),
    Claim(
        SOURCE, "Risk over the iterations at 1e-5", "falls at every step", SWEEP, _monotone,
        lambda figure: figure.mean == 0,
        differs="the rate lies above 2/L, so the first steps overshoot, which a plot of all of them hides",
    ),
    Claim(
        SOURCE, "Validation risk at 1e-5", ".126", SWEEP, _at_theirs("validation_risk"),
        lambda figure: abs(figure.mean / 0.126 - 1) <= NEAR,
        differs="the source's shuffle is not known",
    ),
    Claim(
        SOURCE, "Test risk at 1e-5", ".119", SWEEP, _at_theirs("test_risk"),
        lambda figure: abs(figure.mean / 0.119 - 1) <= NEAR,
        note="on MNIST's own test rows of the two digits",
    ),
    Claim(
        SOURCE, "Gradient split by sign, row by row", "the same value", LOOP, _apart,
        lambda figure: figure.mean < 1e-12, must=True,
    ),
    Claim(
        SOURCE, "A loop over the rows", "slow", LOOP, _slower("Row by row"), lambda figure: figure.mean > 1,
        note="in double precision",
    ),
    Claim(
        SOURCE, "A loop over the rows in long double", "slow", LOOP, _slower("Row by row, long double"),
        lambda figure: figure.mean > 1, note="against all rows at once in double precision",
    ),
)  # fmt: skip
