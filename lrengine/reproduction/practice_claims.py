"""Claims of "Logistic Regression for MNIST": optimisers, penalties, sizes, noise, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable

from lrengine.evaluation import evaluate
from lrengine.experiment import load_dataset
from lrengine.metrics import most_confused
from lrengine.reproduction.claim import Claim, Figure, Need
from lrengine.reproduction.reading import (
    Where,
    accuracy,
    at_least,
    certain_gap,
    mean,
    percent,
    points,
    runs,
    spread,
    values,
    within,
    zeros,
)
from lrengine.sweep.outcome import Outcomes

SOURCE = "Logistic Regression for MNIST"
SGD, ADAM = "SGD, rate .1", "Adam, rate .001"
ONE_SGD = (Need("softmax-sgd"),)
SIZES = (Need("training-size", repeated=True),)
NOISE = (Need("label-noise", repeated=True),)
BOTH = (Need("sgd-vs-adam", repeated=True),)
RANGE_EDGE = 0.005

SHARES = {0.1: (0.80, 0.85), 0.25: (0.87, 0.89), 0.5: (0.90, 0.91), 1.0: (0.92, 0.93)}
COMMON = {("4", "9"), ("3", "5"), ("3", "8"), ("1", "7")}


def _in_range(low: float, high: float) -> Callable[[Figure], bool]:
    return within(low - RANGE_EDGE, high + RANGE_EDGE)


def _size(share: float) -> Claim:
    low, high = SHARES[share]
    printed = f"{100 * low:.0f} to {100 * high:.0f} %"
    return Claim(
        SOURCE, f"{100 * share:.0f} % of the rows, test accuracy", printed, SIZES,
        accuracy(where={"data.train": share}), _in_range(low, high),
        differs=f"{round(share * 50_000):,} rows are enough for more, in as many epochs" if share < 1 else "",
    )  # fmt: skip


def _more_is_better(outcomes: Outcomes) -> Figure:
    found = [values(outcomes, "test_accuracy", {"data.train": share}) for share in SHARES]
    means = [sum(of) / len(of) for of in found]
    sure = certain_gap(found[-1], found[0]) and means == sorted(means)
    first, last = means[1] - means[0], means[3] - means[2]
    text = f"{points([means[3] - means[0]])} from a tenth to all, {points([last])} from the last half"
    return Figure(text, (float(sure), first, last))


def _noise_costs(outcomes: Outcomes) -> Figure:
    clean, noisy = (values(outcomes, "test_accuracy", {"data.label_noise": share}) for share in (0.0, 0.1))
    lost = sum(clean) / len(clean) - sum(noisy) / len(noisy)
    return Figure(f"{points([lost])} lost", (float(certain_gap(clean, noisy)), lost))


def _worse_than_missing(sizes: Outcomes, noise: Outcomes) -> Figure:
    half = mean(sizes, "test_accuracy", {"data.train": 0.5})
    noisy = mean(noise, "test_accuracy", {"data.label_noise": 0.1})
    return Figure(f"half the rows {percent([half])}, a tenth wrong {percent([noisy])}", (half - noisy,))


def _faster(outcomes: Outcomes) -> Figure:
    ours = [values(outcomes, "test_accuracy", name) for name in (SGD, ADAM)]
    return Figure(f"SGD {percent(ours[0])}, Adam {percent(ours[1])}", (float(certain_gap(ours[1], ours[0])),))


def _confused(outcomes: Outcomes) -> Figure:
    item = outcomes.items[0]
    assert item.model is not None
    judged = evaluate(item.model, load_dataset(item.cell.recipe))
    pairs = most_confused(judged.confusion, 5)
    names = [(judged.class_names[pair.first], judged.class_names[pair.second]) for pair in pairs]
    hits = len(COMMON.intersection(names))
    return Figure(", ".join(f"{first} ↔ {second}" for first, second in names), (float(hits),))


def _sparse(outcomes: Outcomes) -> Figure:
    ours = [zeros(outcomes, name) for name in ("No penalty", "L2 .001", "L1 .0001", "L1 .001")]
    means = [sum(of) / len(of) for of in ours]
    return Figure(
        f"L2 {percent(means[1:2], 0)}, L1 .0001 {percent(means[2:3], 0)}, L1 .001 {percent(means[3:], 0)}; "
        f"{percent(means[:1], 0)} without",
        (float(certain_gap(ours[2], ours[1])), *means),
    )


def _small(outcomes: Outcomes) -> Figure:
    ours = [values(outcomes, "weight_norm", name) for name in ("No penalty", "L2 .001")]
    text = f"‖w‖ {spread(ours[1], 2)}, {spread(ours[0], 2)} without"
    return Figure(text, (float(certain_gap(ours[0], ours[1])),))


def _clipped(outcomes: Outcomes) -> Figure:
    free, tight = (values(outcomes, "test_accuracy", {"solver.clip": limit}) for limit in (0.0, 0.1))
    # Without clipping a single seed may end far from the others, which no standard error describes.
    return Figure(f"{percent(free)} without, {percent(tight)} at .1", (float(min(tight) > max(free)),))


def _advised(outcomes: Outcomes) -> Figure:
    failing = [runs(outcomes, name)[0] for name in ("Raw pixels, rate .1", "Rate 100", "L2 of 25")]
    ended = sum(item.reason == "diverged" and "try " in item.sentence for item in failing)
    return Figure(f"{ended} of {len(failing)} end in advice", (float(ended == len(failing)),))


def _cured(outcomes: Outcomes) -> Figure:
    names = ("Normalised, rate .1", "Raw pixels, rate 1e-5", "Raw pixels, Adam", "Raw pixels, clipped")
    found = tuple(mean(outcomes, "test_accuracy", name) for name in names)
    return Figure(" · ".join(percent([share], 1) for share in found), found)


def _gap_of(outcomes: Outcomes, where: Where) -> tuple[float, ...]:
    trained, held_out = (values(outcomes, f"{part}_accuracy", where) for part in ("train", "validation"))
    return tuple(a - b for a, b in zip(trained, held_out, strict=True))


def _overfit(outcomes: Outcomes) -> Figure:
    found = _gap_of(outcomes, "1,000 rows")
    share = values(outcomes, "train_accuracy", "1,000 rows")
    return Figure(f"training {percent(share, 1)}, validation {points(found)} lower", found)


def _mended(outcomes: Outcomes) -> Figure:
    names = ("With L2 of .1", "Stopped early", "10,000 rows")
    plain = _gap_of(outcomes, "1,000 rows")
    gaps = [_gap_of(outcomes, name) for name in names]
    sure = all(certain_gap(plain, gap) for gap in gaps)
    words = ("L2", "stopped early", "ten times the rows")
    text = ", ".join(f"{word} {points(gap)}" for word, gap in zip(words, gaps, strict=True))
    return Figure(f"gap {text}", (float(sure),))


def _batches(outcomes: Outcomes) -> Figure:
    found = {size: runs(outcomes, {"solver.batch_size": size}) for size in (32, 256)}
    seconds = {size: sum(item.seconds for item in items) / len(items) for size, items in found.items()}
    return Figure(f"{seconds[32] / seconds[256]:.1f} times as fast with 256 as with 32",
                  (seconds[32] / seconds[256],))  # fmt: skip


def _mistakes(outcomes: Outcomes) -> Figure:
    names = ("Softmax twice", "Raw pixels", "Counted on logits", "Shuffled labels")
    right = values(outcomes, "test_accuracy", "As it should be")
    found = [values(outcomes, "test_accuracy", name) for name in names]
    worse = all(sum(of) < sum(right) for of in found)
    words = ("softmax twice", "raw pixels", "counted on logits", "shuffled labels")
    text = ", ".join(f"{word} {percent(of[:1], 1)}" for word, of in zip(words, found, strict=True))
    return Figure(f"{text}; right {percent(right[:1], 1)}", (float(worse),))


def _holds(figure: Figure) -> bool:
    return figure.values[0] == 1


CLAIMS = (
    Claim(
        SOURCE, "SGD at .1, test accuracy", "91 to 92 %", BOTH, accuracy(where=SGD), at_least(0.915),
        must=True,
    ),
    Claim(
        SOURCE, "Adam at .001, test accuracy", "92 to 93 %", BOTH, accuracy(where=ADAM), at_least(0.915),
        must=True,
    ),
    Claim(SOURCE, "Adam beside SGD", "92 to 93 % beside 91 to 92 %", BOTH, _faster, _holds),
    Claim(
        SOURCE, "Pairs most often confused", "4 ↔ 9, 3 ↔ 5 or 8, 7 ↔ 1", ONE_SGD, _confused,
        lambda figure: figure.mean >= 2,
        note="the worst five on the test rows",
    ),
    Claim(SOURCE, "Weights that are exactly zero", "many with L1, none with L2", (Need("l1-vs-l2"),), _sparse,
          _holds, note="blank pixels never leave zero"),
    Claim(SOURCE, "Length of w with L2", "smaller", (Need("l1-vs-l2"),), _small, _holds),
    *map(_size, SHARES),
    Claim(
        SOURCE, "More rows", "help, less and less after half", SIZES, _more_is_better,
        lambda figure: _holds(figure) and figure.values[1] > figure.values[2], must=True,
    ),
    Claim(
        SOURCE, "Clean labels, test accuracy", "about 92 %", NOISE, accuracy(where={"data.label_noise": 0.0}),
        within(0.91, 0.93),
    ),
    Claim(
        SOURCE, "A tenth of the labels wrong, test accuracy", "88 to 89 %", NOISE,
        accuracy(where={"data.label_noise": 0.1}), _in_range(0.88, 0.89),
    ),
    Claim(SOURCE, "Cost of a tenth of wrong labels", "3 to 4 %", NOISE, _noise_costs, _holds, must=True),
    Claim(
        SOURCE, "Wrong labels beside missing rows", "wrong labels harm more", (*SIZES, *NOISE),
        _worse_than_missing, lambda figure: figure.mean > 0,
    ),
    Claim(
        SOURCE, "Clipping at a rate of 1, test accuracy", "prevents exploding gradients",
        (Need("gradient-clipping"),), _clipped, _holds,
    ),
    Claim(
        SOURCE, "Runs that fail", "NaN or Inf in the loss", (Need("poor-convergence"),), _advised, _holds,
        note="a run that blows up stops with a step to try",
    ),
    Claim(
        SOURCE, "Normalise, lower the rate, Adam, clip", "mend it", (Need("poor-convergence"),), _cured,
        lambda figure: min(figure.values) > 0.8,
    ),
    Claim(
        SOURCE, "Overfitting", "training high, validation low", (Need("overfitting"),), _overfit,
        lambda figure: figure.mean > 0.1, note="on 1,000 rows; on 50,000 there is hardly any",
    ),
    Claim(
        SOURCE, "Penalty, early stopping, more rows", "narrow the gap", (Need("overfitting"),), _mended,
        _holds,
    ),
    Claim(
        SOURCE, "Batches of 256", "faster", (Need("batch-size", alone=True),), _batches,
        lambda figure: figure.mean > 1,
    ),
    Claim(
        SOURCE, "Common mistakes, test accuracy", "lower", (Need("common-mistakes"),), _mistakes, _holds
    ),
)  # fmt: skip
