"""The function that is minimised: reduced loss plus penalty, over blocks of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lrengine.errors import LabError
from lrengine.losses import Loss, wide_sum
from lrengine.penalties import Penalty
from lrengine.rows import HeldRows, RowSource
from lrengine.spectrum import largest_eigenvalue
from lrengine.threads import Workers, one_blas_thread

Array = NDArray[Any]
Labels = NDArray[np.int64]
Counted = Literal["predictions", "logits"]

# 2,048 rows of 784 float32 pixels pass through the cache once for both products, and each
# block's gradient is kept apart so that the sum does not depend on which thread did what.
BLOCK_ROWS = 2048
# Gradients of more blocks are added up on the way, a stretch of neighbours at a time: how many there are
# is decided by the rows alone, so that memory is bounded and the sums are the same wherever they are made.
MOST_STRETCHES = 256


@dataclass(frozen=True)
class Measurement:
    """Loss and hits of a parameter vector on some rows.

    risk      reduced loss, penalty excluded
    accuracy  share of the rows read correctly
    """

    risk: float
    accuracy: float


class Objective:
    """F(θ) = reduceᵢ ℓ(W xᵢ + b, yᵢ) + c/2 ‖W‖² + λ₁‖W‖₁, reduce being the mean or the sum.

    features   X (n, d), float32, float64 or longdouble, C-ordered; or a RowSource, which gives X by blocks
    labels     (n,) class indices
    k          rows of W: 1 for the binary task, else the number of classes
    counted    what the accuracy compares with the label: the class read, or by mistake its logit
    θ          flat, k·d weights row by row and then k intercepts if there are any; see `unpack`
    ∇F         (Σᵢ or mean)(∂ℓ/∂z)ᵢ xᵢᵀ + c·W, the smooth part; λ₁ enters by the proximal step

    The penalty leaves out the intercept and may be replaced between evaluations.

    Sources: "Logistic Regression from Scratch on MNIST" (mean, no intercept); "Logistic and Softmax
    Regression for Handwritten Digits Classification", S. Zhu and Y. Guo (sum, L1 and L2);
    "Logistic Regression from Scratch" (mean, L2 per row).
    """

    def __init__(
        self,
        features: Array | RowSource,
        labels: Labels,
        loss: Loss,
        k: int,
        *,
        penalty: Penalty | None = None,
        intercept: bool = True,
        reduction: Literal["mean", "sum"] = "mean",
        counted: Counted = "predictions",
        workers: Workers | None = None,
    ) -> None:
        if len(labels) == 0:
            raise LabError("There are no training rows: choose more data or a smaller hold-out.")
        self.source = features if isinstance(features, RowSource) else HeldRows(features)
        self.features: Any = self.source.features if isinstance(self.source, HeldRows) else features
        self.labels = labels
        self.targets = loss.encode(labels, k)
        self.loss = loss
        self.k = k
        self.penalty = penalty or Penalty()
        self.intercept = intercept
        self.reduction = reduction
        self.counted = counted
        self.workers = workers or Workers(1)
        self.n, self.d = self.source.shape
        self.dtype = self.source.dtype
        self.size = k * self.d + (k if intercept else 0)
        self._stretches = stretches(self.n, stretch_rows(self.n))
        self._parts = np.zeros((len(self._stretches), self.size), self.dtype)

    def unpack(self, theta: Array) -> tuple[Array, Array | None]:
        """Views of θ: the weights (k, d), and the intercepts (k,) or None."""
        cut = self.k * self.d
        return theta[:cut].reshape(self.k, self.d), (theta[cut:] if self.intercept else None)

    def measure(self, theta: Array, gradient: Array | None = None) -> Measurement:
        """Risk and accuracy on all rows; writes the smooth objective's ∇F into `gradient` if given."""
        sums = self.stretch_sums(theta, self._parts if gradient is not None else None)
        if gradient is not None:
            with np.errstate(over="ignore", invalid="ignore"):
                self._parts.sum(axis=0, out=gradient)
            self.finish_gradient(theta, gradient)
        return self.measurement(sum(loss for loss, _ in sums), sum(hits for _, hits in sums))

    def stretch_sums(self, theta: Array, parts: Array | None) -> list[tuple[float, int]]:
        """Summed losses and hits of each stretch of rows.

        parts  (stretches, size), where the summed, unpenalised gradients of each go
        """
        sums = [(0.0, 0)] * len(self._stretches)

        def go_through(index: int) -> None:
            sums[index] = self._stretch(
                theta, self._stretches[index], None if parts is None else parts[index]
            )

        with one_blas_thread():
            self._each_stretch(go_through)
        return sums

    def measure_batch(self, theta: Array, rows: Labels, gradient: Array) -> float:
        """The batch's own risk (penalty excluded); writes its gradient.

        With mean reduction the gradient estimates ∇F without bias. With sum reduction the losses of
        the batch are added up and it bears B/n of the penalty, so that the gradients of an epoch
        add up to ∇F.
        """
        with one_blas_thread():
            loss, _ = self._block(
                theta, self.source.take(rows), self.labels[rows], self.targets[..., rows], gradient
            )
        self.finish_gradient(theta, gradient, len(rows))
        return self.batch_risk(loss, len(rows))

    def measurement(self, loss: float, hits: int) -> Measurement:
        """What the losses of all rows, added up, and the hits among them come to."""
        return Measurement(loss * (1.0 / self.n if self.reduction == "mean" else 1.0), hits / self.n)

    def batch_risk(self, loss: float, rows: int) -> float:
        """The risk of a batch whose losses add up to `loss`."""
        return loss / rows if self.reduction == "mean" else loss

    def finish_gradient(self, theta: Array, gradient: Array, batch: int | None = None) -> None:
        """Turn the gradients of all rows, or of a batch of so many, added up, into ∇F."""
        share = 1.0
        if self.reduction == "mean":
            if batch is None:
                gradient *= self.dtype.type(1.0 / self.n)
            else:
                gradient /= self.dtype.type(batch)
        elif batch is not None:
            share = batch / self.n
        self.penalty.add_gradient(self.unpack(theta)[0], self.unpack(gradient)[0], share)

    def value(self, theta: Array, risk: float) -> float:
        """F(θ), both penalties included, given the risk already measured there."""
        return risk + self.penalty.value(self.unpack(theta)[0])

    def smooth(self, theta: Array, gradient: Array) -> tuple[float, Measurement]:
        """F without its L1 part, with ∇F written into `gradient`: what a line search needs."""
        measured = self.measure(theta, gradient)
        return measured.risk + self.penalty.smooth_value(self.unpack(theta)[0]), measured

    def hessian_product(self, theta: Array, direction: Array) -> Array:
        """∇²F(θ)·v of the smooth part, (size,)."""
        product = np.zeros(self.size, self.dtype)
        along, along_intercept = self.unpack(direction)
        slope, slope_intercept = self.unpack(product)
        with one_blas_thread():
            for rows in self._blocks():
                x = self.source.take(rows)
                change = along @ x.T
                if along_intercept is not None:
                    change += along_intercept[:, None]
                curved = self.loss.hessian_product(self.logits(theta, x), change)
                slope += curved @ x
                if slope_intercept is not None:
                    slope_intercept += curved.sum(axis=1)
        if self.reduction == "mean":
            product /= self.dtype.type(self.n)
        self.penalty.add_gradient(along, slope)
        return product

    def logits(self, theta: Array, features: Array) -> Array:
        """Z = W Xᵀ + b, (k, m) for features (m, d)."""
        weights, intercept = self.unpack(theta)
        logits: Array = weights @ features.T
        if intercept is not None:
            logits += intercept[:, None]
        return logits

    def curvature_bound(self) -> float | None:
        """L with ∇²F ≼ L·I everywhere, penalty included; None where the loss is not convex.

        Full-batch descent without momentum decreases F for any step below 2/L.
        """
        bound = self.loss_curvature_bound()
        return None if bound is None else bound + self.penalty.curvature

    def loss_curvature_bound(self) -> float | None:
        """The loss's part of L: c_ℓ·λ_max(Σ x̃ x̃ᵀ, reduced), x̃ being x with the intercept's 1.

        The loss curvature c_ℓ is 1/4 (logistic) or 1/2 (softmax). At most .3 % above the true value.
        None where the loss is not convex.
        """
        curvature = self.loss.curvature
        if curvature is None:
            return None

        def product(vector: Array) -> Array:
            along = vector.astype(self.dtype)
            image = np.zeros(len(vector))
            with one_blas_thread():
                for rows in self._blocks():
                    x = self.source.take(rows)
                    shares = x @ along[: self.d]
                    if self.intercept:
                        shares += along[self.d]
                        image[self.d] += wide_sum(shares)
                    image[: self.d] += shares @ x
            return image

        top = largest_eigenvalue(product, self.d + (1 if self.intercept else 0))
        return curvature * (top / self.n if self.reduction == "mean" else top)

    def hits(self, logits: Array, labels: Labels) -> Array:
        """How many rows count as read correctly, (…) for logits (…, k, m) and labels (m,)."""
        read = logits.max(axis=-2) if self.counted == "logits" else self.loss.predict(logits)
        return np.count_nonzero(read == labels, axis=-1)

    def _blocks(self) -> list[slice]:
        every = [(begin, min(begin + one.step, one.stop)) for one in self._stretches for begin in one]
        return [slice(begin, end) for begin, end in every]

    def _each_stretch(self, go_through: Callable[[int], None]) -> None:
        self.workers.run(go_through, len(self._stretches))

    def _stretch(self, theta: Array, blocks: range, gradient: Array | None) -> tuple[float, int]:
        """`_block` for each block that begins at these rows, added up in order."""
        loss, hits, own = 0.0, 0, gradient
        for begin in blocks:
            rows = slice(begin, min(begin + blocks.step, blocks.stop))
            found = self._block(
                theta, self.source.take(rows), self.labels[rows], self.targets[..., rows], own
            )
            loss, hits = loss + found[0], hits + found[1]
            if gradient is not None and own is not None:
                if begin == blocks.start:
                    own = np.empty_like(gradient) if len(blocks) > 1 else own
                else:
                    with np.errstate(over="ignore", invalid="ignore"):
                        gradient += own
        return loss, hits

    def _block(
        self, theta: Array, x: Array, labels: Labels, targets: Array, gradient: Array | None
    ) -> tuple[float, int]:
        """Summed loss and hits of some rows; their summed, unpenalised gradient goes to `gradient`."""
        # A diverging run overflows here; the training loop sees the infinite risk and says so.
        with np.errstate(over="ignore", invalid="ignore"):
            residual = self.logits(theta, x)
            hits = int(self.hits(residual, labels))
            loss = self.loss.risk_and_residual(residual, targets)
            if gradient is not None:
                slope, slope_intercept = self.unpack(gradient)
                np.matmul(residual, x, out=slope)
                if slope_intercept is not None:
                    np.sum(residual, axis=1, out=slope_intercept)
        return loss, hits


def stretch_rows(rows: int) -> int:
    """How many rows, whole blocks of them, a stretch has if there are at most 256."""
    return BLOCK_ROWS * max(1, -(-rows // (BLOCK_ROWS * MOST_STRETCHES)))


def stretches(rows: int, length: int) -> list[range]:
    """All rows in stretches of this length, each as the rows where its blocks begin."""
    return [range(a, min(a + length, rows), BLOCK_ROWS) for a in range(0, rows, length)]
