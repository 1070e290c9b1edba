"""One gradient of the softmax risk on all rows, the risk with it."""

from __future__ import annotations

import numpy as np

from lrengine.benchmark import peers_numpy, peers_torch
from lrengine.benchmark.agreement import Agreement, Opinion, compare
from lrengine.benchmark.definition import softmax_objective
from lrengine.benchmark.peers_sklearn import softmax_value
from lrengine.benchmark.rounds import Contestant, Lap, race, timed
from lrengine.benchmark.section import Section
from lrengine.benchmark.stage import Stage
from lrengine.losses import Softmax
from lrengine.objective import Objective
from lrengine.penalties import Penalty
from lrengine.threads import Workers

# The common θ: random, with logits of order one, under scikit-learn's penalty at C = .01.
SPREAD, C, SEED = 0.1, 0.01, 3


class GradientTask:
    """Everybody's way to F and ∇F at the common θ."""

    def __init__(self, stage: Stage) -> None:
        material = stage.material
        X, labels, k = material.X, material.labels, material.k
        rng = np.random.default_rng(SEED)
        self._X, self._labels = X, labels
        self._l2 = 1.0 / (C * len(X))
        self._weights = (SPREAD * rng.standard_normal((k, X.shape[1]))).astype(X.dtype)
        self._intercept = (SPREAD * rng.standard_normal(k)).astype(X.dtype)
        self._onehot = np.eye(k, dtype=X.dtype)[labels]
        self._columns = np.ascontiguousarray(self._weights.T)
        self._theta = np.concatenate([self._weights.ravel(), self._intercept])
        self._gradient = np.empty_like(self._theta)
        self.workers = Workers(stage.threads)
        self._objective = Objective(
            material.ten.train,
            labels,
            Softmax(),
            k,
            penalty=Penalty(0.0, self._l2, "half"),
            workers=self.workers,
        )
        self._torch: peers_torch.SoftmaxTask | None = None
        if stage.with_torch:
            self._torch = peers_torch.SoftmaxTask(X, labels, k, self._l2)
            self._torch.start_at(self._weights, self._intercept)

    def ours(self) -> tuple[float, np.ndarray]:
        return self._objective.smooth(self._theta, self._gradient)[0], self._gradient

    def plain(self) -> tuple[float, np.ndarray]:
        value, slope, slope_b = peers_numpy.softmax_gradient(
            self._X, self._onehot, self._columns, self._intercept, self._l2
        )
        return value, np.concatenate([slope.T.ravel(), slope_b])

    def blocked(self) -> tuple[float, np.ndarray]:
        value, slope, slope_b = peers_numpy.blocked_softmax_gradient(
            self._X, self._onehot, self._columns, self._intercept, self._l2
        )
        return value, np.concatenate([slope.T.ravel(), slope_b])

    def torch(self) -> tuple[float, np.ndarray]:
        assert self._torch is not None
        return self._torch.value_and_gradient()

    def agreements(self) -> list[Agreement]:
        """Everybody beside the definition; LabError where one is off."""
        definition = softmax_objective(self._X, self._labels, self._weights, self._intercept, self._l2)
        opinions = [
            Opinion("Logit Lab", *self.ours()),
            Opinion("plain NumPy", *self.plain()),
            Opinion("NumPy in blocks", *self.blocked()),
            Opinion(
                "scikit-learn",
                softmax_value(self._X, self._labels, self._weights, self._intercept, self._l2),
                None,
            ),
        ]
        if self._torch is not None:
            opinions.append(Opinion("PyTorch", *self.torch()))
        return compare("ten-class", Opinion("definition", *definition), opinions)


def gradient_race(stage: Stage, task: GradientTask) -> Section:
    """Ours beside plain NumPy's and PyTorch's."""
    X, k, repetitions = stage.material.X, stage.material.k, stage.effort.repetitions

    def our_lap(number: int) -> Lap:
        return timed(task.ours, repetitions)

    def plain_lap(number: int) -> Lap:
        return timed(task.plain, repetitions)

    def blocked_lap(number: int) -> Lap:
        return timed(task.blocked, repetitions)

    def torch_lap(number: int) -> Lap:
        return timed(task.torch, repetitions)

    contestants = [
        Contestant("ours", "ours", our_lap),
        Contestant("plain NumPy", "peer", plain_lap),
        Contestant(f"NumPy in blocks of {peers_numpy.BLOCK_ROWS} rows", "shown", blocked_lap),
    ]
    if stage.with_torch:
        contestants.append(Contestant("PyTorch", "peer", torch_lap))
    entries = race(contestants, stage.effort.rounds, warm_up=True, on_lap=stage.on_lap)
    n, d = X.shape
    read, square, thin = stage.limits.seconds(X.nbytes, 4.0 * n * d * k)
    return Section(
        key="gradient",
        brief="gradient",
        title=f"One full-batch softmax gradient, {n:,} × {d} × {k}",
        entries=entries,
        notes=(
            "Everybody computes the risk, too. The rows are single precision to all but ours, which keeps "
            "pixels as the bytes they are where Numba is installed.",
            f"Limit: {X.nbytes / 1e6:.0f} MB read once {1000 * read:.2f} ms; {4e-9 * n * d * k:.2f} GFLOP "
            f"{1000 * square:.2f} ms as a square product, {1000 * thin:.2f} ms as thin ones in cache. "
            f"Ours is {entries[0].median / max(read, square):.1f} times the larger of the first two.",
        ),
        highlights=("plain NumPy", "PyTorch"),
    )
