"""How soon a softmax regression reads so many test digits correctly for the first time."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from lrengine.benchmark import ours, peers_numpy, peers_sklearn, peers_torch
from lrengine.benchmark.reach import Iterates, reach
from lrengine.benchmark.rounds import Clock, Contestant, Lap, race
from lrengine.benchmark.section import Section
from lrengine.benchmark.stage import Stage

# Everybody's settings were chosen on MNIST for the least time to 92 %: batches, rates and lengths of
# the cosine on a grid around these, and for scikit-learn the least max_iter with which it gets there.
LOOKS_AN_EPOCH = 10
ADAM: dict[str, Any] = {"batch": 384, "rate": 0.05, "epochs": 0.9}
TORCH: dict[str, Any] = {"batch": 256, "rate": 0.03, "epochs": 1.0}
TORCH_FULL_RATE, TORCH_FULL_UPDATES = 0.1, 200
TORCH_LBFGS_STEPS = 60
LBFGS: dict[str, Any] = {"max_iter": 27, "C": 1.0, "tol": 1e-4}
SAGA: dict[str, Any] = {"max_iter": 2, "C": 1.0, "tol": 1e-4}
SGD: dict[str, Any] = {
    "max_iter": 2, "tol": None, "average": True, "learning_rate": "constant", "eta0": 0.1, "alpha": 1e-6,
}  # fmt: skip


def accuracy_race(stage: Stage) -> Section:
    """Ours beside scikit-learn's, PyTorch's and, not counted, plain NumPy's."""
    material, goal = stage.material, stage.material.goal
    X, labels, k = material.X, material.labels, material.k
    onehot = np.eye(k, dtype=X.dtype)[labels]
    adam, torch_adam = _for_rows(ADAM, len(X)), _for_rows(TORCH, len(X))

    def go(iterates: Iterates) -> Lap:
        return reach(
            iterates,
            lambda weights, intercept: material.test_accuracy(weights, intercept) >= goal,
            figures=lambda weights, intercept: {"accuracy": material.test_accuracy(weights, intercept)},
        )

    def looks(batch: int) -> int:
        return max(1, len(X) // (batch * LOOKS_AN_EPOCH))

    def our_lap(number: int) -> Lap:
        changes = {
            "solver.name": "adam", "solver.batch_size": adam["batch"], "solver.learning_rate": adam["rate"],
            "solver.schedule": "cosine", "solver.schedule_epochs": adam["epochs"],
            "stopping.epochs": adam["epochs"], "run.seed": number,
        }  # fmt: skip
        every = looks(adam["batch"])
        return go(ours.iterates(material.ten_recipe, material.ten, changes, every, stage.threads))

    def numpy_lap(number: int) -> Lap:
        every = looks(adam["batch"])
        return go(peers_numpy.adam_iterates(X, onehot, **adam, every=every, seed=number))

    def fitted(model: Any) -> Lap:
        clock = Clock()
        with clock:
            weights, intercept = peers_sklearn.fit(model, X, labels)
        accuracy = material.test_accuracy(weights, intercept)
        return Lap(clock.seconds, accuracy >= goal, {"accuracy": accuracy})

    def lbfgs_lap(number: int) -> Lap:
        return fitted(peers_sklearn.lbfgs(**LBFGS))

    def saga_lap(number: int) -> Lap:
        return fitted(peers_sklearn.saga(**SAGA, seed=number))

    def sgd_lap(number: int) -> Lap:
        return fitted(peers_sklearn.sgd(**SGD, threads=stage.threads, seed=number))

    contestants = [
        Contestant(f"ours: Adam, {_adam(adam)}", "ours", our_lap),
        Contestant(f"scikit-learn lbfgs, {_words(LBFGS)}", "peer", lbfgs_lap),
        Contestant(f"scikit-learn saga, {_words(SAGA)}", "peer", saga_lap),
        Contestant(f"SGDClassifier, {_words(SGD)}", "peer", sgd_lap),
    ]
    if stage.with_torch:

        def torch_lap(threads: int, number: int) -> Lap:
            every = looks(torch_adam["batch"])
            with peers_torch.threads_set(threads):
                return go(
                    peers_torch.mini_batch_iterates(X, labels, k, **torch_adam, every=every, seed=number)
                )

        def torch_full_lap(number: int) -> Lap:
            return go(
                peers_torch.full_batch_adam_iterates(
                    X, labels, k, rate=TORCH_FULL_RATE, iterations=TORCH_FULL_UPDATES
                )
            )

        def torch_lbfgs_lap(number: int) -> Lap:
            return go(
                peers_torch.lbfgs_iterates(X, labels, k, iterations=TORCH_LBFGS_STEPS, line_search=False)
            )

        contestants += [
            *(
                Contestant(
                    f"PyTorch Adam, {_adam(torch_adam)}, {_threads(threads)}",
                    "peer",
                    partial(torch_lap, threads),
                )
                # Its threads get into each other's way in products as small as these.
                for threads in dict.fromkeys((1, stage.threads))
            ),
            Contestant(f"PyTorch Adam, full batch, rate {TORCH_FULL_RATE:g}", "peer", torch_full_lap),
            Contestant("PyTorch L-BFGS, full batch, no line search", "peer", torch_lbfgs_lap),
        ]
    contestants.append(Contestant(f"plain NumPy Adam, {_adam(adam)}", "shown", numpy_lap))
    if stage.with_torch:
        # The first use of an optimiser loads much of PyTorch.
        for warm in (
            peers_torch.mini_batch_iterates(X[:512], labels[:512], k, **torch_adam, every=1, seed=0),
            peers_torch.lbfgs_iterates(X[:512], labels[:512], k, iterations=1, line_search=False),
        ):
            next(warm)
    entries = race(contestants, stage.effort.accuracy_rounds, on_lap=stage.on_lap)
    epochs = entries[0].figure("looks") / LOOKS_AN_EPOCH
    pass_bytes, _, pass_flops = stage.limits.seconds(epochs * X.nbytes, epochs * 4 * X.size * k)
    return Section(
        key="accuracy",
        brief=f"{100 * goal:.0f} % of the test",
        title=f"First time at {100 * goal:.0f} % of the test digits",
        entries=entries,
        notes=(
            "Reading the test rows is charged to nobody; those that go by iterations look "
            f"{LOOKS_AN_EPOCH} times an epoch or after every full batch, a fit ends at its max_iter. Each "
            "round has a seed of its own. Settings were chosen on MNIST, for each contestant alone.",
            f"Limit for our {epochs:.1f} epochs: {_ms(pass_bytes)} to read the rows once each, "
            f"{_ms(pass_flops)} to multiply.",
        ),
        figure=("accuracy", ".2%"),
    )


def _for_rows(settings: dict[str, Any], rows: int) -> dict[str, Any]:
    """With few rows, batches so small that an epoch still has as many updates as looks."""
    return settings | {"batch": max(1, min(settings["batch"], rows // LOOKS_AN_EPOCH))}


def _adam(settings: dict[str, Any]) -> str:
    return f"batch {settings['batch']}, rate {settings['rate']:g}, cosine to epoch {settings['epochs']:g}"


def _threads(count: int) -> str:
    return "1 thread" if count == 1 else f"{count} threads"


def _words(settings: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in settings.items())


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"
