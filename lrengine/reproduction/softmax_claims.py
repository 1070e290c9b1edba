"""Claims of S. Zhu and Y. Guo on ten digits: a random start, a falling rate, and searches for a penalty."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lrengine.reproduction.claim import Claim, Figure, Need
from lrengine.reproduction.pair_claims import SOURCE
from lrengine.reproduction.reading import accuracy, at_least, percent, plain, points, values, within
from lrengine.sweep.outcome import Outcomes

ANNEALED = (Need("softmax-annealed", repeated=True),)
FIRST, SECOND = (Need("softmax-l2-search"),), (Need("softmax-l1-l2-search"),)
NEAR = 0.01
EDGE = 0.005
ZERO = (Need("softmax-annealed", (("solver.start", "zero"),)),)
# Over the three runs that the source reports.
HELD_OUT, TEST = (0.8845, 0.9045), (0.927, 0.9365)
TIE = "by the risk where accuracies are equal"
START = (
    "1,000 steps of a rate that falls this fast do not forget the start; from zero weights little is missing"
)


def _near(share: float) -> Callable[[Figure], bool]:
    return within(share - NEAR, share + NEAR)


def _span(shares: tuple[float, float]) -> str:
    return f"{100 * shares[0]:.2f} to {100 * shares[1]:.2f} %"


def _at(column: str, settings: Mapping[str, float]) -> Callable[[Outcomes], Figure]:
    return accuracy(column, settings)


def _choice(outcomes: Outcomes) -> Figure:
    if outcomes.chosen is None:
        return Figure("none")
    item = outcomes.items[outcomes.chosen]
    strength = float(item.cell.settings["objective.l2"])
    return Figure(f"λ = {plain(strength)}", (strength,))


def _kind(outcomes: Outcomes) -> Figure:
    if outcomes.chosen is None:
        return Figure("none")
    cell = outcomes.items[outcomes.chosen].cell
    return Figure(cell.variant, (float(cell.settings["objective.l2"] > 0),))


def _range(outcomes: Outcomes) -> Figure:
    found = values(outcomes, "validation_accuracy")
    return Figure(f"{points([max(found) - min(found)], 2)} between best and worst", found)


def _from_zero(outcomes: Outcomes) -> Figure:
    found = tuple(values(outcomes, column)[0] for column in ("validation_accuracy", "test_accuracy"))
    return Figure(" / ".join(percent([share]) for share in found), found)


def _second(kind: str, held_out: float, test: float) -> tuple[Claim, ...]:
    settings = {f"objective.{kind}": 0.0005}
    name = f"{kind.upper()} at λ = .0005"
    return (
        Claim(
            SOURCE, f"{name}, hold-out accuracy", percent([held_out]), SECOND,
            _at("validation_accuracy", settings), _near(held_out), differs=START,
        ),
        Claim(
            SOURCE, f"{name}, test accuracy", percent([test]), SECOND, _at("test_accuracy", settings),
            _near(test), differs=START,
        ),
    )  # fmt: skip


CLAIMS = (
    Claim(
        SOURCE, "Softmax, L2 λ = .01, test accuracy", "92.70 %", ANNEALED, accuracy(), at_least(0.91),
        must=True,
    ),
    Claim(
        SOURCE, "Softmax, L2 λ = .01, hold-out accuracy", "90.45 %", ANNEALED,
        accuracy("validation_accuracy"), _near(0.9045), differs=START,
    ),
    Claim(
        SOURCE, "The same from zero weights, hold-out / test",
        f"{_span(HELD_OUT)} / {_span(TEST)}, of three searches", ZERO, _from_zero,
        lambda figure: all(
            low - EDGE <= share <= high + EDGE
            for share, (low, high) in zip(figure.values, (HELD_OUT, TEST), strict=True)
        ),
        note="the source starts from N(0, 1)",
    ),
    Claim(
        SOURCE, "L2 of {.01, .001, .0001} by hold-out accuracy", "λ = .01", FIRST, _choice,
        lambda figure: figure.values == (0.01,),
        differs="on a sum over 18,000 losses the three hardly differ", note=TIE,
    ),
    Claim(
        SOURCE, "The three strengths, hold-out accuracy", "not told", FIRST, _range,
        lambda figure: max(figure.values) - min(figure.values) < NEAR,
        note="less than two random starts differ by",
    ),
    *_second("l1", 0.8845, 0.9315),
    *_second("l2", 0.8965, 0.9365),
    Claim(
        SOURCE, "L1 or L2 by hold-out accuracy", "L2", SECOND, _kind, lambda figure: figure.mean == 1,
        differs="from one start the six hardly differ", note=TIE,
    ),
)  # fmt: skip
