"""PyTorch on the CPU, where it is installed: automatic gradients and its own optimisers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lrengine.benchmark.reach import Iterates

Array = NDArray[Any]
Labels = NDArray[np.int64]

LINE_SEARCH_STEPS = 10


def is_installed() -> bool:
    from importlib.util import find_spec

    return find_spec("torch") is not None


@contextmanager
def threads_set(threads: int) -> Iterator[None]:
    """PyTorch computes with so many threads inside, where it is installed."""
    if not is_installed():
        yield
        return
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)


class SoftmaxTask:
    """F on rows that PyTorch shares with NumPy: mean cross-entropy plus λ/2 ‖W‖².

    X (n, d), W (k, d), b (k,). `weights` and `intercept` show the parameters as arrays.
    """

    def __init__(self, X: Array, labels: Labels, k: int, l2: float = 0.0) -> None:
        import torch

        self._torch, self._l2 = torch, l2
        # PyTorch warns of read-only arrays; nothing writes to these.
        self.X = torch.from_numpy(_writable(X))
        self.labels = torch.from_numpy(_writable(labels))
        self.W = torch.zeros((k, X.shape[1]), requires_grad=True)
        self.b = torch.zeros(k, requires_grad=True)

    @property
    def now(self) -> tuple[Array, Array]:
        """W and b."""
        return self.W.detach().numpy(), self.b.detach().numpy()

    def start_at(self, weights: Array, intercept: Array) -> None:
        with self._torch.no_grad():
            self.W.copy_(self._torch.from_numpy(_writable(weights)))
            self.b.copy_(self._torch.from_numpy(_writable(intercept)))

    def loss(self, X: Any, labels: Any) -> Any:
        """F on some rows, ready to be differentiated."""
        functional = self._torch.nn.functional
        value = functional.cross_entropy(functional.linear(X, self.W, self.b), labels)
        return value + self._l2 / 2 * (self.W * self.W).sum() if self._l2 else value

    def value_and_gradient(self) -> tuple[float, Array]:
        """F and its flat gradient on all rows."""
        self.W.grad = self.b.grad = None
        value = self.loss(self.X, self.labels)
        value.backward()
        assert self.W.grad is not None and self.b.grad is not None
        return float(value.detach()), np.concatenate([self.W.grad.numpy().ravel(), self.b.grad.numpy()])


def mini_batch_iterates(
    X: Array, labels: Labels, k: int, *, batch: int, rate: float, epochs: float, every: int, seed: int
) -> Iterates:
    """Adam (fused) on batches of rows in memory, its rate falling along a cosine to 0 at `epochs`."""
    import torch

    task, update = SoftmaxTask(X, labels, k), 0
    order = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.Adam([task.W, task.b], lr=rate, fused=True)
    total = round(epochs * len(X) / batch)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, total)
    while update < total:
        for rows in torch.randperm(len(X), generator=order).split(batch):
            loss = task.loss(task.X[rows], task.labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            update += 1
            if update % every == 0:
                yield task.now


def full_batch_adam_iterates(X: Array, labels: Labels, k: int, *, rate: float, iterations: int) -> Iterates:
    """Adam on all rows, a look after every update."""
    import torch

    task = SoftmaxTask(X, labels, k)
    optimiser = torch.optim.Adam([task.W, task.b], lr=rate, fused=True)
    for _ in range(iterations):
        optimiser.zero_grad()
        task.loss(task.X, task.labels).backward()
        optimiser.step()
        yield task.now


def lbfgs_iterates(
    X: Array, labels: Labels, k: int, *, l2: float = 0.0, iterations: int, line_search: bool
) -> Iterates:
    """L-BFGS on all rows: steps of full length with a look after each, or strong Wolfe steps.

    Asked for a single step at a time the line search stays where it is, so it makes some between looks.
    """
    import torch

    task, steps = SoftmaxTask(X, labels, k, l2), LINE_SEARCH_STEPS if line_search else 1
    optimiser = torch.optim.LBFGS(
        [task.W, task.b], max_iter=steps, history_size=10, tolerance_grad=0.0, tolerance_change=0.0,
        line_search_fn="strong_wolfe" if line_search else None,
    )  # fmt: skip

    def closure() -> Any:
        optimiser.zero_grad()
        value = task.loss(task.X, task.labels)
        value.backward()
        return value

    step: Callable[[Callable[[], Any]], Any] = optimiser.step
    for _ in range(0, iterations, steps):
        step(closure)
        yield task.now


def _writable(array: Array) -> Array:
    return array if array.flags.writeable else array.copy()
