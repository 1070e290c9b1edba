"""Claims of "Building Logistic Regression from Scratch: A Neural Network Perspective": costs to the digit."""

from __future__ import annotations

from lrengine.experiment import load_dataset, prepare
from lrengine.reproduction.claim import Claim, Figure, Need
from lrengine.reproduction.reading import accuracy, history
from lrengine.sweep.outcome import Outcomes

SOURCE = "Building Logistic Regression from Scratch: A Neural Network Perspective"
NEURON = (Need("zero-vs-one-neuron"),)
PRINTED = (0.6931, 0.1444, 0.0832, 0.0600, 0.0476, 0.0398, 0.0344, 0.0304, 0.0274, 0.0249)


def _costs(outcomes: Outcomes) -> Figure:
    costs = history(outcomes, "train_risk")[: 100 * len(PRINTED) : 100]
    return Figure(_four_digits(costs.tolist()), tuple(costs.tolist()))


def _four_digits(costs: list[float] | tuple[float, ...]) -> str:
    return " ".join(f"{cost:.4f}".removeprefix("0") for cost in costs)


def _shape(outcomes: Outcomes) -> Figure:
    recipe = outcomes.items[0].cell.recipe
    rows, columns = prepare(recipe, load_dataset(recipe)).train.shape
    return Figure(f"{columns} × {rows}", (columns, rows))


CLAIMS = (
    Claim(
        SOURCE, "Training matrix", "64 × 288", NEURON, _shape, lambda figure: figure.values == (64, 288),
        must=True,
    ),
    Claim(
        SOURCE, "Cost every 100 iterations", _four_digits(PRINTED), NEURON, _costs,
        lambda figure: figure.text == _four_digits(PRINTED), must=True, note="to every printed digit",
    ),
    Claim(
        SOURCE, "Training accuracy", "100.00 %", NEURON, accuracy("train_accuracy"),
        lambda figure: figure.mean == 1, must=True,
    ),
    Claim(
        SOURCE, "Test accuracy", "100.00 %", NEURON, accuracy(), lambda figure: figure.mean == 1, must=True
    ),
)  # fmt: skip
